import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isSubnet, overlaps, planAddresses } from "../../../components/shared/subnet";

const toNumber = (address: string) => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
const toAddress = (value: number) =>
  [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");

/** First and last address, worked out apart from the code under test. */
function bounds(cidr: string): [number, number] {
  const [address = "", bits = ""] = cidr.split("/");
  const size = 2 ** (32 - Number(bits));
  const first = Math.floor(toNumber(address) / size) * size;
  return [first, first + size - 1];
}

const subnet = fc
  .record({ bits: fc.integer({ min: 16, max: 27 }), at: fc.integer({ min: 0, max: 2 ** 32 - 1 }) })
  .map(({ bits, at }) => `${toAddress(Math.floor(at / 2 ** (32 - bits)) * 2 ** (32 - bits))}/${bits}`);

/** Two networks close enough to one another to overlap about every second time. */
const neighbours = fc
  .array(fc.record({ bits: fc.integer({ min: 16, max: 27 }), at: fc.integer({ min: 0, max: 2 ** 17 }) }), {
    minLength: 2,
    maxLength: 2,
  })
  .map((pair) => pair.map(({ bits, at }) => `${toAddress(toNumber("172.30.0.0") + at)}/${bits}`));

describe("isSubnet", () => {
  test("takes every network of a usable size and no host within one", () => {
    fc.assert(
      fc.property(subnet, fc.integer({ min: 1, max: 31 }), (network, host) => {
        expect(isSubnet(network)).toBe(true);
        const [address = "", bits] = network.split("/");
        expect(isSubnet(`${toAddress(toNumber(address) + host)}/${bits}`)).toBe(false);
      }),
    );
  });

  test.each([
    "172.30.70.0",
    "172.30.70.0/",
    "172.30.70.0/24 ",
    "172.30.70.0/28",
    "172.0.0.0/15",
    "172.30.70.0/33",
    "172.30.256.0/24",
    "172.30.070.0/24",
    "172.30.0/24",
    "2886616576/24",
    "0xac.30.70.0/24",
    "fd00::/64",
    "::ffff:172.30.70.0/120",
    "a network",
    "",
  ])("%j would be refused by the engine, or leave no room", (text) => {
    expect(isSubnet(text)).toBe(false);
  });
});

describe("planAddresses", () => {
  const plan = (network: string) => {
    const { gateway, dynamicRange, farm, gate, hairpins } = planAddresses(network);
    const fixed = [farm, gate, ...hairpins].map(toNumber);
    return { gateway: toNumber(gateway), fixed, dynamicRange };
  };

  test("gives addresses in the network, neither its first nor its last, and none twice", () => {
    fc.assert(
      fc.property(subnet, (network) => {
        const [first, last] = bounds(network);
        const { gateway, fixed } = plan(network);
        expect(new Set([gateway, ...fixed]).size).toBe(5);
        for (const address of [gateway, ...fixed]) {
          expect(address).toBeGreaterThan(first);
          expect(address).toBeLessThan(last);
        }
      }),
    );
  });

  test("keeps farm, gate and hairpins out of the range that the engine gives to containers, which lies in the network", () => {
    fc.assert(
      fc.property(subnet, (network) => {
        const [first, last] = bounds(network);
        const { fixed, dynamicRange } = plan(network);
        const [from, to] = bounds(dynamicRange);
        expect(from).toBeGreaterThanOrEqual(first);
        expect(to).toBeLessThanOrEqual(last);
        for (const address of fixed) expect(address < from || address > to).toBe(true);
        // Half of the addresses at least: room for the containers of an update beside the old ones.
        expect(to - from + 1).toBeGreaterThanOrEqual((last - first + 1) / 2);
      }),
    );
  });

  test("by hand", () => {
    expect(planAddresses("172.30.70.0/24")).toEqual({
      subnet: "172.30.70.0/24",
      gateway: "172.30.70.1",
      dynamicRange: "172.30.70.0/25",
      farm: "172.30.70.254",
      gate: "172.30.70.253",
      hairpins: ["172.30.70.252", "172.30.70.251"],
      monitor: "172.30.70.250",
    });
  });
});

describe("overlaps", () => {
  test("says the same as looking at every address, whichever network is named first", () => {
    let seen = 0;
    fc.assert(
      fc.property(neighbours, ([a = "", b = ""]) => {
        const [[firstOfA, lastOfA], [firstOfB, lastOfB]] = [bounds(a), bounds(b)];
        const addresses = new Set(Array.from({ length: lastOfA - firstOfA + 1 }, (_, at) => firstOfA + at));
        let shared = false;
        for (let address = firstOfB; address <= lastOfB && !shared; address++)
          shared = addresses.has(address);
        if (shared) seen++;
        expect(overlaps(a, b)).toBe(shared);
        expect(overlaps(b, a)).toBe(shared);
      }),
      { numRuns: 200 },
    );
    expect(seen).toBeGreaterThan(10);
    expect(seen).toBeLessThan(190);
  });

  test.each([
    ["172.30.70.0/24", "172.30.71.0/24", false],
    ["172.30.70.0/24", "172.30.70.0/24", true],
    ["172.30.0.0/16", "172.30.255.224/27", true],
    ["0.0.0.0/0", "255.255.255.224/27", true],
  ])("%s and %s: %s", (a, b, shared) => {
    expect(overlaps(a, b)).toBe(shared);
  });
});
