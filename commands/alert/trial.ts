import { testPatience, testScript, worksScript } from "../../components/monitor/asked";
import { integrations } from "../../components/monitor/integrations";
import type { Variables } from "../shared/surroundings";
import { askMonitor, patience } from "./ask";
import type { FoundMonitor } from "./find";

/** What came of a test. */
export interface TestOutcome {
  readonly isWell: boolean;
  /** How many receivers there are, and how many have taken the message. */
  readonly receivers: number;
  readonly taken: number;
  /** Kinds of those that have not. */
  readonly missing: readonly string[];
  /** Whether Prometheus runs: nothing is found without. */
  readonly prometheus: boolean;
  /** Whether whoever waits for the heartbeat took it. @default nobody waits for it, or none was sent */
  readonly heartbeat?: boolean;
}

/** Sends a message to everybody; as a heartbeat only where there would be one: it would put off who waits for it. */
export async function tryOut(found: FoundMonitor, variables: Variables): Promise<TestOutcome> {
  const prometheus = await askMonitor(found, worksScript, variables, { of: "prometheus" }).then(
    () => true,
    () => false,
  );
  const { tells, deadMan, stack } = found;
  const script = testScript(tells.length, deadMan && prometheus, stack);
  return parseTest(await askMonitor(found, script, variables, { seconds: testPatience + patience }), {
    tells,
    deadMan,
    prometheus,
  });
}

/** @param text what the script for it prints */
export function parseTest(
  text: string,
  { tells, deadMan, prometheus }: Pick<FoundMonitor, "tells" | "deadMan"> & Pick<TestOutcome, "prometheus">,
): TestOutcome {
  const said = new Map(
    text
      .trim()
      .split("\n")
      .map((line) => {
        const [name = "", ...words] = line.trim().split(" ");
        return [name, words] as const;
      }),
  );
  const [before, after] = ["before", "after"].map((one) => countsIn(said.get(one) ?? []));
  const ways = [...new Set(tells.map(wayOf))].map((way) => {
    const kinds = tells.filter((kind) => wayOf(kind) === way);
    const count = Math.min(kinds.length, (after?.get(way) ?? 0) - (before?.get(way) ?? 0));
    return { kinds, count };
  });
  const taken = ways.reduce((all, { count }) => all + count, 0);
  const beats = Number(said.get("beats")?.[0] ?? 0) > 0;
  return {
    isWell: prometheus && taken >= tells.length && (!deadMan || beats),
    receivers: tells.length,
    taken,
    missing: ways.flatMap(({ kinds, count }) => (count < kinds.length ? [notBy(kinds, count)] : [])),
    prometheus,
    ...(deadMan && prometheus ? { heartbeat: beats } : {}),
  };
}

const wayOf = (kind: string): string => integrations[kind as keyof typeof integrations] ?? kind;

/** Alertmanager counts by ways alone: of several on one of them, it is not known which. */
const notBy = (kinds: readonly string[], taken: number): string => {
  const named = [...new Set(kinds)].join(" or ");
  return kinds.length === 1 ? named : `${kinds.length - taken} of ${kinds.length} by ${named}`;
};

const countsIn = (words: readonly string[]) =>
  new Map(
    words.map((one) => {
      const [way = "", count] = one.split("=");
      return [way, Number(count)] as const;
    }),
  );
