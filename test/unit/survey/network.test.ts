import { describe, expect, test } from "vitest";
import { networkName, subnetTaken } from "../../../components/survey/network";
import { container, stateOf, surveyOf } from "./surveys";

const labels = { "homeport.project": "homeport", "homeport.environment": "prod" };
const wanted = { path: "network.subnet", host: "infra", subnet: "172.30.70.0/24", labels };
const network = (name: string, subnet: string, own: Record<string, string> = {}) => ({
  name,
  subnets: [subnet],
  labels: own,
  bridge: `br-${name}`,
});
const state = stateOf({ "urn:network-bridge": ["network", { name: "prod-network" }] });
const nothing = stateOf({});

describe("a subnet is free", () => {
  test("where nothing has a part of it", () =>
    expect(
      subnetTaken(wanted, nothing, surveyOf({ networks: [network("other", "172.30.71.0/24")] })),
    ).toBeUndefined());

  test("where the stack's own network has it, whatever the stack was called when it was made", () => {
    const own = network("prod-network", wanted.subnet, { ...labels, "homeport.environment": "before" });
    expect(subnetTaken(wanted, state, surveyOf({ networks: [own] }))).toBeUndefined();
  });

  test("where there is no state and the labels are those of the environment", () =>
    expect(
      subnetTaken(wanted, undefined, surveyOf({ networks: [network("n", wanted.subnet, labels)] })),
    ).toBeUndefined());
});

describe("a subnet is refused", () => {
  test("where another network has a part of it", () => {
    const said = subnetTaken(wanted, state, surveyOf({ networks: [network("theirs", "172.30.0.0/16")] }));
    expect(said).toContain(
      'network.subnet: 172.30.70.0/24 is already used on host infra by the Docker network "theirs" (172.30.0.0/16)',
    );
  });

  test("where the stack's own network, which stays until the end, has another part of it", () => {
    const own = network("prod-network", "172.30.70.0/25", labels);
    expect(subnetTaken(wanted, state, surveyOf({ networks: [own] }))).toContain("already used");
  });

  test("where a network of the environment is in no state: what an update that was cut off left is named", () => {
    const survey = surveyOf({
      networks: [network("prod-left", wanted.subnet, labels)],
      containers: [
        container({ name: "b", networks: ["prod-left"] }),
        container({ name: "a", networks: ["prod-left"] }),
        container({ name: "c", networks: ["bridge"] }),
      ],
    });
    expect(subnetTaken(wanted, nothing, survey)).toContain("docker rm -f a b; docker network rm prod-left");
  });

  test("where a network of the machine itself has a part of it: the machine would lose it", () => {
    const machine = {
      addresses: [],
      networks: [{ network: "172.30.70.0/28", interface: "wg0" }],
      listening: [],
      takesAbsentAddresses: { four: false, six: false },
    };
    expect(subnetTaken(wanted, nothing, surveyOf({ machine }))).toContain(
      "172.30.70.0/28 at its interface wg0",
    );
    const own = network("prod-network", wanted.subnet, labels);
    expect(subnetTaken(wanted, state, surveyOf({ machine, networks: [own] }))).toBeUndefined();
  });
});

test.each([
  [undefined, [], { name: undefined, gone: false }],
  ["prod-network", ["prod-network"], { name: undefined, gone: false }],
  ["prod-network-2", ["prod-network-2"], { name: "prod-network-2", gone: false }],
  ["prod-network", [], { name: "prod-network-2", gone: true }],
  ["prod-network-2", [], { name: "prod-network-3", gone: true }],
  ["prod-network-bridge-1234567", [], { name: "prod-network-bridge-1234567-2", gone: true }],
])("a network that was %s, where the engine has %j, is to be called %j", (before, there, name) => {
  const networks = there.map((one) => network(one, wanted.subnet));
  expect(networkName(before, surveyOf({ networks }))).toEqual(name);
});

test("a network that was made anew keeps its name where the host does not answer", () =>
  expect(networkName("prod-network-2", undefined)).toEqual({ name: "prod-network-2", gone: false }));
