import { describe, expect, test } from "vitest";
import { placeLeft } from "../../../components/survey/placeLeft";
import type { StackState } from "../../../components/survey/remembered";
import { container, stateOf, surveyOf } from "./surveys";

const labels = { "homeport.component": "notes" };
const written = {
  name: "prod-notes-0-1",
  labels: [{ label: "homeport.component", value: "notes" }],
  volumes: [{ volumeName: "", hostPath: "/srv/notes", containerPath: "/data" }],
  networksAdvanced: [{ name: "prod-network-1" }],
};
const engine = (host: string): StackState =>
  new Map([
    [
      `urn:pulumi:prod::attic::homeport:index:DockerHost$pulumi:providers:docker::${host}-engine`,
      { type: "pulumi:providers:docker", outputs: {} },
    ],
  ]);
const stateWith = (own: object = {}): StackState =>
  new Map([
    ...stateOf({ "urn:notes-0": ["container", { ...written, ...own }] }),
    ...engine("attic"),
    ...engine("cellar"),
  ]);
const host = (name: string, parts: Parameters<typeof surveyOf>[0] = {}) => ({
  name,
  survey: surveyOf(parts),
});
const has = { containers: [container({ name: "prod-notes-0-1" })] };
const left = (
  state: StackState,
  surveys: Parameters<typeof placeLeft>[2],
  hosts = ["cellar"],
  place = "/srv/notes",
) => placeLeft({ place, labels, hosts }, state, surveys);

describe("what a service wrote to a place that was there before is left behind", () => {
  test("where its container is on a host that the service leaves", () =>
    expect(left(stateWith(), [host("attic", has), host("cellar")])).toEqual({
      container: "prod-notes-0-1",
      host: "attic",
    }));

  test("where that host does not answer, or is in the program no more", () =>
    expect(left(stateWith(), [host("cellar")])).toEqual({ container: "prod-notes-0-1" }));

  test("a directory in it counts as well", () =>
    expect(left(stateWith(), [host("attic", has), host("cellar")], ["cellar"], "/srv")).toBeDefined());
});

describe("nothing is left behind", () => {
  test("where the service stays, or is on that host too", () => {
    expect(left(stateWith(), [host("attic"), host("cellar", has)])).toBeUndefined();
    expect(left(stateWith(), [host("attic", has), host("cellar")], ["attic", "cellar"])).toBeUndefined();
  });

  test("where the container was removed by hand: all hosts were asked, or its network is here", () => {
    expect(left(stateWith(), [host("attic"), host("cellar")])).toBeUndefined();
    const network = { name: "prod-network-1", subnets: [], labels: {} } as never;
    expect(left(stateWith(), [host("cellar", { networks: [network] })])).toBeUndefined();
  });

  test("of another service, of what it only reads, and of another place", () => {
    const [volume] = written.volumes;
    const both = [host("attic", has), host("cellar")];
    expect(left(stateWith({ labels: [] }), both)).toBeUndefined();
    expect(left(stateWith({ volumes: [{ ...volume, readOnly: true }] }), both)).toBeUndefined();
    expect(left(stateWith(), both, ["cellar"], "/srv/photos")).toBeUndefined();
  });

  test("where nobody remembers anything", () =>
    expect(placeLeft({ place: "x", labels, hosts: [] }, undefined, [])).toBeUndefined());
});
