import { describe, expect, test } from "vitest";
import { reviewOf } from "../../../../commands/preview/model/review";
import { warningsOf } from "../../../../commands/preview/model/warning";
import { renderNote } from "../../../../commands/preview/render/note";
import { digest, reviewOptions, service, steps, urn } from "./fixtures";

const part = (host: string) =>
  urn("homeport:index:DomainService$homeport:index:ServiceOnHost", `web-${host}`);
const engine = (host: string) =>
  `${urn("homeport:index:DockerHost$pulumi:providers:docker", `${host}-engine`)}::0123`;
/** The component of a service on one host, which a preview shows where it is asked for all. */
const shown = (host: string, op = "same") => [
  { op, urn: part(host), oldState: { parent: service("web") }, newState: { parent: service("web") } },
];
const on = (host: string, ops: string[]) =>
  steps({
    type: "container",
    name: `web-${host}-0`,
    parent: part(host),
    provider: engine(host),
    ops,
    old: { image: "web:1", memory: 64 },
  });

describe("a service on several hosts", () => {
  const read = (...all: ReturnType<typeof steps>[]) => reviewOf([digest(all.flat())], reviewOptions);
  const unitsOf = (...all: ReturnType<typeof steps>[]) =>
    read(...all).environments.flatMap(({ units }) => units);

  test("is one service, with the containers of all its hosts", () => {
    const all = [shown("east"), shown("west"), on("east", ["same"]), on("west", ["create"])];
    const [web, ...more] = unitsOf(...all);
    expect(more).toEqual([]);
    expect(web).toMatchObject({
      kind: "service",
      name: "web",
      way: "scaled",
      containers: { before: 1, after: 2 },
      hosts: { before: ["east"], after: ["east", "west"] },
    });
    expect(renderNote(read(...all))).toContain(
      "| `web` | containers 1 → 2; on + `west` | beside those that stay: no request lost |",
    );
  });

  test("is told of by host where the preview shows the changes alone", () => {
    expect(unitsOf(on("west", ["replace"]))).toMatchObject([{ kind: "service", name: "web-west" }]);
  });

  test("is not told of where nothing changes", () => {
    expect(unitsOf(shown("east"), shown("west"), on("east", ["same"]), on("west", ["same"]))).toEqual([]);
  });

  test("has the volumes of all its hosts", () => {
    const volume = steps({
      type: "volume",
      name: "web-east-volume-data",
      parent: part("east"),
      ops: ["delete"],
    });
    const [environment] = read(shown("east"), on("east", ["same"]), volume).environments;
    expect(environment && warningsOf(environment)).toMatchObject([
      { kind: "data-lost", service: "web", volume: "web-east-volume-data" },
    ]);
  });
});
