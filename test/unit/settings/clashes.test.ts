import { describe, expect, test } from "vitest";
import { parseSettings } from "../../../components/settings/parse";
import { problems, usable } from "./problems";

describe("offsets", () => {
  test("are added to the base ports", () => {
    const { ports } = parseSettings({
      stack: "staging",
      values: { ...usable, portOffsets: { farm: 101, router: 11 } },
    });
    expect(ports).toEqual({ http: 7171, https: 7544, stats: 8505, router: 99 });
  });

  test.each([
    ["above", { farm: 60_000 }, ["ports.http: 67070,", "ports.https: 67443,", "ports.stats: 68404,"]],
    ["below", { router: -88 }, ["ports.router: 0,"]],
  ])("that push a port %s the range are refused before the engine does it", (_, portOffsets, starts) => {
    const all = problems({ portOffsets });
    expect(all).toHaveLength(starts.length);
    for (const start of starts)
      expect(all.join("\n")).toContain(`${start} with the stack's offset, is not a port (1–65535)`);
  });

  test("the outermost ports are still allowed", () => {
    expect(problems({ ports: { http: 1, stats: 2, router: 65535 } })).toEqual([]);
    expect(problems({ portOffsets: { farm: 65535 - 8404 } })).toEqual([]);
  });
});

describe("two ports of one stack that are the same are refused: the second container could not start", () => {
  test.each([
    ["http and stats", { ports: { http: 8404 } }, "ports.http: 8404 is also ports.stats"],
    ["http and router", { ports: { router: 7070 } }, "ports.http: 7070 is also ports.router"],
    [
      "stats and router, by their offsets",
      { portOffsets: { router: 8404 - 88 } },
      "ports.stats: 8404 is also ports.router",
    ],
  ])("%s", (_, values, problem) => {
    const all = problems(values);
    expect(all).toHaveLength(1);
    expect(all[0]).toContain(problem);
  });
});

describe("clashes with the sibling stack's file are found at preview, not at deploy", () => {
  const prod = { network: { subnet: "172.30.70.0/24" } };
  const apart = { portOffsets: { farm: 101, router: 11 } };

  test("two stacks that keep apart pass", () => {
    expect(problems(apart, { prod })).toEqual([]);
  });

  test("the same ports, each named with the file of the other", () => {
    const all = problems({}, { prod });
    expect(all).toHaveLength(4);
    expect(all[0]).toContain("ports.http: 7070 is also ports.http of stack prod (Pulumi.prod.yaml)");
    expect(all[3]).toContain("ports.router: 88 is also ports.router of stack prod");
    for (const problem of all) expect(problem).toMatch(/in Pulumi\.staging\.yaml$/);
  });

  test("a port that is another one of the sibling", () => {
    const [problem] = problems({ portOffsets: { farm: 8404 - 7070, router: 11 } }, { prod });
    expect(problem).toContain("ports.http: 8404 is also ports.stats of stack prod");
  });

  test.each(["172.30.71.0/24", "172.30.0.0/16", "172.30.71.128/25"])(
    "the sibling's subnet %s, which overlaps",
    (subnet) => {
      const [problem = "", ...more] = problems(apart, { prod: { network: { subnet } } });
      expect(more).toEqual([]);
      expect(problem).toContain(
        `network.subnet: 172.30.71.0/24 overlaps ${subnet} of stack prod (Pulumi.prod.yaml)`,
      );
    },
  );

  test("every sibling is looked at", () => {
    expect(problems(apart, { prod, test: { ...apart, network: { subnet: "172.30.72.0/24" } } })).toHaveLength(
      4,
    );
  });

  test("what is wrong inside a sibling's file is not this stack's problem", () => {
    expect(problems(apart, { prod: { ports: { http: "x" } } })).toEqual([]);
  });
});
