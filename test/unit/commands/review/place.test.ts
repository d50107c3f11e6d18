import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placeOf, roomAbove } from "../../../../commands/review/place";
import { isSubnet, overlaps } from "../../../../components/shared/subnet";

const base = { http: 7070, https: 7443, stats: 8404, router: 88 };
/** Production, and staging with its offsets. */
const taken = [7070, 7443, 8404, 88, 7171, 7544, 8505, 99];
const subnets = "172.29.0.0/16";

const portsAt = (offset: number, ports = base) => Object.values(ports).map((port) => port + offset);

describe("the place of a merge request", () => {
  const room = roomAbove(base, taken, subnets);

  test("is always the same", () => {
    expect(placeOf(7, room)).toEqual({ offset: 8474, subnet: "172.29.1.192/26" });
  });

  test("shares no port and no address with any other, nor with the stacks that stay", () => {
    const all = Array.from({ length: room.places }, (_, number) => placeOf(number, room));
    const ports = [...taken, ...all.flatMap(({ offset }) => portsAt(offset))];
    expect(new Set(ports).size).toBe(ports.length);
    const networks = all.map(({ subnet }) => subnet);
    expect(networks.every(isSubnet)).toBe(true);
    expect(networks.slice(1).filter((subnet, at) => overlaps(subnet, networks[at] as string))).toEqual([]);
    expect(new Set(networks).size).toBe(networks.length);
  });

  test("is below the ports that Linux takes for connections of its own", () => {
    const highest = Math.max(...portsAt(placeOf(room.places - 1, room).offset));
    expect(highest).toBeLessThan(32_768);
  });

  test("begins again where numbers get too large for the ports", () => {
    expect(room.places).toBe(1024);
    expect(placeOf(1031, room)).toEqual(placeOf(7, room));
    expect(placeOf(999_999_999, room).offset).toBeLessThan(24_364);
  });
});

test("whatever the base ports are, no two places meet", () => {
  const port = fc.integer({ min: 1, max: 9_999 });
  fc.assert(
    fc.property(fc.uniqueArray(port, { minLength: 4, maxLength: 4 }), (ports) => {
      const [http = 0, https = 0, stats = 0, router = 0] = ports;
      const own = { http, https, stats, router };
      const room = roomAbove(own, ports, subnets);
      const all = [
        ...ports,
        ...Array.from({ length: room.places }, (_, number) =>
          portsAt(placeOf(number, room).offset, own),
        ).flat(),
      ];
      expect(new Set(all).size).toBe(all.length);
    }),
    { numRuns: 50 },
  );
});

describe("no place is given", () => {
  test("where the ports leave no room", () => {
    expect(() => roomAbove({ ...base, stats: 31_000 }, [...taken, 31_000], subnets)).toThrow(
      "ports: there is no room between those of the other stacks (up to 31000) and 32767",
    );
  });

  test.each(["172.29.0.0/24", "172.29.1.0/16", "999.29.0.0/16", "here"])("in %s", (pool) => {
    expect(() => roomAbove(base, taken, pool)).toThrow(
      `--subnets: ${JSON.stringify(pool)} is not a network of 16 bits; example: 172.29.0.0/16`,
    );
  });
});
