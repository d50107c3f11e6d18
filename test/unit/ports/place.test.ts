import { expect, test } from "vitest";
import type { PortServiceArgs } from "../../../components/ports/args";
import { placeProblems } from "../../../components/ports/checkPlace";

const network = (name: string, more: object = {}) => ({
  resourceName: name,
  environment: "prod",
  host: { hostName: name },
  addresses: {},
  ...more,
});
const [attic, cellar, shed] = [network("attic"), network("cellar"), network("shed")];
const wire = { address: "10.0.0.2" };
const on = (...routers: object[]) => ({ serviceName: "git", routers });
const router = (where: object, more: object = {}) => ({ routerName: "router", network: where, ...more });

const told = (args: object) =>
  placeProblems({ at: { address: "0.0.0.0", port: 2222 }, ...args } as unknown as PortServiceArgs).map(
    ({ path, message }) => `${path.join(".")}: ${message}`,
  );

test("a port is on its service's host where nobody says another one", () => {
  expect(told({ service: on(router(attic)) })).toEqual([]);
  expect(told({ service: on(router(attic)), network: attic })).toEqual([]);
});

test("a port of a service on several hosts has to be told its own", () => {
  const service = on(router(attic), router(cellar, { wire }));
  expect(told({ service })).toEqual([
    "network: git is on attic and cellar: say on which host the port is published; example: network: attic",
  ]);
  expect(told({ service, network: attic })).toEqual([]);
  expect(told({ service: on(router(attic, { wire }), router(cellar, { wire })), network: shed })).toEqual([]);
});

test("another host is reached by a farm's way alone", () => {
  const [said = ""] = told({ service: on(router(cellar)), network: attic });
  expect(said).toContain(
    "service: the router router is on another network than the port and lets no farm in",
  );
  expect(said).toContain('example: publish: { address: "10.0.0.2", port: 88, farms: ["10.0.0.1"] }');
});

test("a port belongs to the environment of its service", () => {
  const staging = network("stage", { environment: "staging" });
  expect(told({ service: on(router(cellar, { wire })), network: staging })).toEqual([
    "network: stage belongs to the environment staging, and git does not; take a network of its own environment",
  ]);
});

test("addresses of IPv6 need a network that has it, at the door and on the way", () => {
  const six = { at: { address: "::", port: 2222 } };
  expect(told({ service: on(router(attic)), ...six })[0]).toContain("at.address: :: is of IPv6");
  const way = { wire: { address: "fd00::2" } };
  expect(told({ service: on(router(cellar, way)), network: attic })[0]).toContain(
    "service: the router router is at fd00::2 is of IPv6",
  );
  const both = network("both", { addresses: { subnet6: "fd00::/64" } });
  expect(told({ service: on(router(cellar, way)), network: both, ...six })).toEqual([]);
});
