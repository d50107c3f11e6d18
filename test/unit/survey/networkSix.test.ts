import { expect, test } from "vitest";
import { subnetTaken } from "../../../components/survey/network";
import { stateOf, surveyOf } from "./surveys";

const labels = { "homeport.project": "homeport", "homeport.environment": "prod" };
const [subnet, subnet6] = ["172.30.70.0/24", "fd12:3456:789a:70::/64"];
const wanted = { path: "network.subnet", host: "infra", subnet, subnet6, labels };
const own = (...subnets: string[]) => ({ name: "prod-network", subnets, labels, bridge: "br-own" });
const state = stateOf({ "urn:network-bridge": ["network", { name: "prod-network" }] });

test("the environment's own network with the same part of IPv6 is no obstacle", () =>
  expect(subnetTaken(wanted, state, surveyOf({ networks: [own(subnet, subnet6)] }))).toBeUndefined());

test("one that gets a part of IPv6, or loses it, needs another subnet: it stays until its containers have moved", () => {
  const before = surveyOf({ networks: [own(subnet)] });
  expect(subnetTaken(wanted, state, before)).toContain("Choose another subnet and subnet6 as well");
  const after = surveyOf({ networks: [own(subnet, subnet6)] });
  expect(subnetTaken({ ...wanted, subnet6: undefined }, state, after)).toContain(
    "Choose another subnet as well; example",
  );
});

test("another network, or the machine itself, may have a part of the IPv6 that is wanted", () => {
  const theirs = { name: "theirs", subnets: ["fd12:3456:789a::/48"], labels: {}, bridge: "br-theirs" };
  expect(subnetTaken(wanted, stateOf({}), surveyOf({ networks: [theirs] }))).toContain(
    `network.subnet: ${subnet6} is already used on host infra by the Docker network "theirs"`,
  );
  const machine = {
    addresses: [],
    networks: [{ network: "fd12:3456:789a:70::7/128", interface: "wg0" }],
    listening: [],
    takesAbsentAddresses: { four: false, six: false },
  };
  expect(subnetTaken(wanted, stateOf({}), surveyOf({ machine }))).toContain(
    `${subnet6} is part of a network of host`,
  );
});
