import { describe, expect, test } from "vitest";
import {
  asArriving,
  type Behind,
  hasToTell,
  sharedAddresses,
} from "../../../../components/front/farm/behind";
import { insidePlaces } from "../../../../components/front/farm/inside";
import type { FarmService } from "../../../../components/front/farm/services";
import type { EnvironmentNetwork } from "../../../../components/network/environmentNetwork";
import { planAddresses } from "../../../../components/shared/subnet";

const plan = planAddresses("172.30.70.0/24", "fd12:3456:789a:70::/64");
const behind = (...addresses: string[]): Behind => ({ addresses, by: "proxy-protocol" });

describe("addresses that a container of the environment could have", () => {
  test.each([
    ["127.0.0.1", "0.0.0.0", "is what runs on the farm's own host, and at 0.0.0.0"],
    ["::1", "10.0.0.1", "is what runs on the farm's own host, and at 10.0.0.1"],
    ["172.30.70.9", "127.0.0.1", "containers of the environment have addresses of 172.30.70.9"],
    ["172.30.70.1", "0.0.0.0", "containers of the environment"],
    ["172.16.0.0/12", "127.0.0.1", "name one of the upper half of 172.30.70.0/24"],
    ["fd12:3456:789a:70::9", "127.0.0.1", "containers of the environment"],
    ["fd00::/8", "127.0.0.1", "containers of the environment"],
  ])("are refused: %s of a farm at %s", (address, bindAddress, said) => {
    const [problem, ...more] = sharedAddresses(behind("10.0.0.7", address), plan, bindAddress);
    expect([problem?.path, more]).toEqual([["behind", "addresses", "1"], []]);
    expect(problem?.message).toContain(said);
  });

  test.each([
    ["127.0.0.1", "127.0.0.1"],
    ["10.0.0.7", "0.0.0.0"],
    ["172.30.71.9", "0.0.0.0"],
    ["172.30.70.200", "0.0.0.0"],
    ["2001:db8::/32", "::"],
  ])("are all others: %s of a farm at %s", (address, bindAddress) => {
    expect(sharedAddresses(behind(address), plan, bindAddress)).toEqual([]);
  });
});

test("what runs on the farm's own host arrives from the network's gateway", () => {
  const seen = (...addresses: string[]) => asArriving(behind(...addresses), plan).addresses;
  expect(seen("127.0.0.1")).toEqual(["127.0.0.1", "172.30.70.1", "fd12:3456:789a:70::1"]);
  expect(seen("10.0.0.0/8")).toEqual(["10.0.0.0/8"]);
});

test("a connection has to begin by the header from these addresses, and where headers tell nowhere", () => {
  const networks = behind("10.0.0.0/24", "2001:db8::7");
  expect(["10.0.0.9", "10.0.1.9", "2001:db8::7"].map((address) => hasToTell(networks, address))).toEqual([
    true,
    false,
    true,
  ]);
  expect(hasToTell({ ...networks, by: "x-forwarded-for" }, "10.0.0.9")).toBe(false);
  expect(hasToTell(undefined, "10.0.0.9")).toBe(false);
});

test("hairpins of a host that has to tell who calls do so", () => {
  const network = (subnet: string) =>
    ({ addresses: planAddresses(subnet), isOwn: true }) as EnvironmentNetwork;
  const routers = ["10.0.0.2", "10.0.0.3"].map((address, at) => ({
    network: network(`172.30.8${at}.0/24`),
    wire: { address, farms: ["10.0.0.1"] },
  })) as unknown as FarmService["routers"];
  const ports = { http: 7070, https: 7443, stats: 8404 };
  const args = {
    network: network("172.30.70.0/24"),
    ports,
    bindAddress: "0.0.0.0",
    behind: behind("10.0.0.3"),
  };
  expect(insidePlaces(args, [{ routers }]).map(({ door }) => door?.tellsCaller)).toEqual([true, false, true]);
});
