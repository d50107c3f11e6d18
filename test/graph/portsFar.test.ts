import * as path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { graphOf, labelsOf, named, programs } from "./graph";
import { placesIn } from "./places";
import type { Recording } from "./recording";

/** Ports on one host of services on others. */
let graph: Recording;
beforeAll(async () => {
  graph = await graphOf({ program: "portsFar", project: path.dirname(programs.portsFar), stack: "ports" });
});

const command = (name: string) => named(graph, `command:local:Command ${name}`);
const script = (name: string) => String(command(name).inputs.stdin);

test("the published door is on the host that was named, and those behind gates are found by a name and published nowhere", () => {
  const [door, inner] = [named(graph, "both-ssh-haproxy"), named(graph, "both-ssh-east-haproxy")];
  expect(door.inputs.ports).toEqual([{ internal: 8090, external: 25922, ip: "127.0.0.1", protocol: "tcp" }]);
  expect(door.inputs.networksAdvanced).toEqual([{ name: "near-bridge" }]);
  expect(inner.inputs.ports).toBeUndefined();
  expect(inner.inputs.networksAdvanced).toEqual([
    { name: "east-network-bridge", aliases: ["both-ssh.port.internal"] },
  ]);
  expect(labelsOf(inner)["homeport.component"]).toBe("port-both-ssh");
});

test("each door behind a gate leads to the containers of its own host, and the published one to gates alone", () => {
  expect(script("both-ssh-east-config").match(/ server container-\d \S+/g)).toEqual([
    expect.stringMatching(/ server container-0 both-east-0\S*:22$/),
  ]);
  const own = script("both-ssh-config");
  expect(own).not.toContain(" server container-");
  expect(own.match(/ server (east|west)(-waiting)? /g)).toHaveLength(4);
  expect(script("alone-ssh-config").match(/ server east(-waiting)? /g)).toHaveLength(2);
});

test("new containers of a host are led to by the door there, before those of before go; the published one comes last", () => {
  const waits = (name: string) => command(name).dependsOn;
  for (const host of ["east", "west"]) {
    expect(waits(`both-${host}-route`)).toContain(`command:local:Command both-ssh-${host}-config`);
    expect(waits("both-ssh-config")).toContain(`command:local:Command both-ssh-${host}-config`);
  }
  expect(waits("both-east-route")).not.toContain("command:local:Command both-ssh-config");
  expect(waits("both-ssh-config")).toContain("command:local:Command both-ssh-wire");
});

test("keys of the wire go to the published door's store and to gates, and nowhere in the clear", () => {
  const places = placesIn(graph, "-----BEGIN PRIVATE KEY-----");
  expect(places.filter(({ hidden }) => !hidden)).toEqual([]);
  expect(places.map(({ path: place }) => place).sort()).toEqual(
    ["alone-ssh", "both-ssh", "east-gate", "told-mail", "west-gate"].map(
      (name) => `command:local:Command ${name}-wire.inputs.stdin`,
    ),
  );
});

test("a port of UDP is its container's own, which takes the place of the one before", () => {
  const service = named(graph, "echo-0");
  expect(service.inputs.ports).toEqual([
    { internal: 7000, external: 25954, ip: "127.0.0.1", protocol: "udp" },
  ]);
  expect(service.inputs.start).toBe(false);
  expect(labelsOf(service)["homeport.deploys"]).toBe("stop-first");
  const echo = named(graph, "voice-echo-0");
  expect(echo.inputs.ports).toEqual([{ internal: 7000, external: 25955, ip: "127.0.0.1", protocol: "udp" }]);
  expect(labelsOf(echo)["homeport.deploys"]).toBe("stop-first");
});
