import { describe, expect, test } from "vitest";
import { insideNames, insidePlaces } from "../../../../components/front/farm/inside";
import type { FarmService } from "../../../../components/front/farm/services";
import type { EnvironmentNetwork } from "../../../../components/network/environmentNetwork";
import { planAddresses } from "../../../../components/shared/subnet";

const network = (subnet: string, isOwn = true) =>
  ({ addresses: planAddresses(subnet), isOwn }) as EnvironmentNetwork;
const near = network("172.30.70.0/24");
const far = network("172.30.80.0/24");
const ports = { http: 7070, https: 7443, stats: 8404 };

const on = (place: EnvironmentNetwork, farms: string[] = []): Pick<FarmService, "routers"> => ({
  routers: [{ network: place, wire: { farms } }] as unknown as FarmService["routers"],
});
const places = (bindAddress: string, services: Pick<FarmService, "routers">[], own = near) =>
  insidePlaces({ network: own, ports, bindAddress }, services).map(({ door }) => door);

const beside = { address: "172.30.70.254", http: 80, https: 443, tellsCaller: true };
const published = (address: string) => ({ address, http: 7070, https: 7443, tellsCaller: false });

describe("where a farm's names lead", () => {
  test("on its own network to itself, whatever it is bound to", () => {
    for (const address of ["127.0.0.1", "0.0.0.0", "10.0.0.1"])
      expect(places(address, [on(near)])).toEqual([beside]);
  });

  test("on a network that is not the program's, it is not told who calls", () => {
    expect(places("0.0.0.0", [], network("172.30.70.0/24", false))).toEqual([
      { ...beside, tellsCaller: false },
    ]);
  });

  test.each<[string, string, string | undefined]>([
    ["to where its connections come from", "0.0.0.0", "10.0.0.1"],
    ["the same, with IPv6", "::", "10.0.0.1"],
    ["to the address that it is bound to", "192.168.1.5", "192.168.1.5"],
    ["to one of IPv6", "2001:db8::5", "[2001:db8::5]"],
    ["nowhere, where it is bound to its own machine", "127.0.0.1", undefined],
    ["nowhere, by IPv6 either", "::1", undefined],
  ])("on another host %s", (_, bindAddress, address) => {
    expect(places(bindAddress, [on(near), on(far, ["10.0.0.1", "10.0.0.9"]), on(far, ["10.0.0.1"])])).toEqual(
      [beside, address === undefined ? undefined : published(address)],
    );
  });
});

test("a network has exact names alone, each once", () => {
  const names = [
    ["b.org", "*.b.org"],
    ["a.org", "b.org", "x.b.org"],
  ].map((domains) => ({ domains }));
  expect(insideNames(names)).toEqual(["a.org", "b.org", "x.b.org"]);
});
