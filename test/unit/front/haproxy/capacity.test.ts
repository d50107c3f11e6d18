import { describe, expect, test } from "vitest";
import {
  allConnections,
  bufferSize,
  capacityOf,
  capacityProblem,
} from "../../../../components/front/haproxy/capacity";
import { perAddressOf } from "../../../../components/front/haproxy/perAddress";
import { heapOf, requestsFor, routerLimits } from "../../../../components/router/capacity";
import type { MemorySize } from "../../../../components/shared/size";
import { toMebibytes } from "../../../../components/shared/size";

const sizes: MemorySize[] = ["128MiB", "256MiB", "512MiB", "1GiB", "4GiB"];

describe("what a HAProxy takes on", () => {
  test.each([
    ["256MiB", 1024, 3276],
    ["512MiB", 2048, 6553],
    ["1GiB", 4096, 13_107],
  ] as const)("with %s, are %i connections and %i buffers", (memory, connections, buffers) =>
    expect(capacityOf(memory)).toEqual({ connections, buffers }),
  );

  test.each(sizes)(
    "fits into %s, all of it at once, with room for the process of an earlier configuration",
    (memory) => {
      const { connections, buffers } = capacityOf(memory);
      const taken = 16 + (allConnections(connections) * 54) / 1024 + (buffers * bufferSize) / 1024 / 1024;
      expect(taken).toBeLessThan(toMebibytes(memory) * 0.87);
    },
  );

  test.each(sizes)("with %s, one address leaves a third of the buffers to others", (memory) => {
    const { connections, buffers } = capacityOf(memory);
    const { requests, websockets } = perAddressOf(connections);
    // Three for a websocket and two for an answer, of which nobody takes anything.
    expect(Number(websockets) * 3 + Number(requests) * 2).toBeLessThan(buffers * 0.67);
  });

  test("more connections leave fewer buffers", () => {
    expect(capacityOf("512MiB", 5000)).toEqual({ connections: 5000, buffers: 4157 });
  });

  test.each([
    ["512MiB", undefined],
    ["512MiB", 7000],
    ["64MiB", undefined],
  ] as const)("%s for %s connections is enough", (memory, connections) =>
    expect(capacityProblem(memory, connections)).toBeUndefined(),
  );

  test("connections without memory for what is said on them are refused, with how much it takes", () => {
    expect(capacityProblem("512MiB", 20_000)).toBe(
      "20000 are too many for 512MiB of memory; ask for fewer, or raise limits.memory; example: 1344MiB",
    );
    expect(capacityProblem("1344MiB", 20_000)).toBeUndefined();
    expect(capacityProblem("16MiB")).toBe("16MiB are too little for a HAProxy; example: 32MiB");
  });
});

describe("what a router takes on", () => {
  test("are as many requests as it has memory for", () => {
    expect([requestsFor("256MiB"), requestsFor("512MiB"), requestsFor("1GiB")]).toEqual([1040, 2215, 4559]);
    expect(heapOf("256MiB")).toBe(217);
  });

  test("is more than one address may have at a farm", () => {
    const { requests, websockets } = perAddressOf(capacityOf(routerLimits.memory).connections);
    expect(Number(requests) + Number(websockets)).toBeLessThan(requestsFor(routerLimits.memory) * 0.7);
  });
});
