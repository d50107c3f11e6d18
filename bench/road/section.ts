import { domain, removeAll } from "../ours";
import { digits, ratios, shown, spreadOf } from "../report/spread";
import { table, targetTable } from "../report/table";
import type { Run, Section } from "../section";
import { buildApache } from "./apacheImage";
import { deployEnvironment } from "./environment";
import { type Entrances, openRoads, type RoadName, roadNames, roads } from "./roads";
import { type Seen, wrk } from "./wrk";

const connectionCounts = [1, 32, 256];
const answers = { small: "/", "1 MiB": "/1m" } as const;
type Size = keyof typeof answers;

interface Question {
  readonly name: RoadName;
  readonly size: Size;
  readonly connections: number;
  /** Each request on a connection of its own. @default false */
  readonly newConnections?: boolean;
}

const fresh = { size: "small", connections: 32, newConnections: true } as const;
const questions: readonly Omit<Question, "name">[] = [
  ...(Object.keys(answers) as Size[]).flatMap((size) =>
    connectionCounts.map((connections) => ({ size, connections })),
  ),
  fresh,
];

/** What was seen, repeat by repeat. */
type Results = Map<string, Seen[]>;
const key = ({ name, size, connections, newConnections }: Question): string =>
  `${name} ${size} ${connections} ${newConnections ?? false}`;
const resultsOf = (results: Results, question: Question): Seen[] => results.get(key(question)) ?? [];

export const road: Section = {
  title: "Road",
  async measure(run) {
    await buildApache(run.say);
    const deployed = await deployEnvironment("site", 1);
    try {
      return report(await ask(await openRoads(deployed), run));
    } finally {
      // The old road's front is still on the network.
      await removeAll();
      await deployed.stop();
    }
  },
};

/** Each repeat asks all roads, one right after the other: whatever else the machine does meets all of them. */
async function ask({ kept, whole }: Entrances, { repeats, trial, say, late }: Run): Promise<Results> {
  const results: Results = new Map();
  for (let repeat = 1; repeat <= repeats && !late(); repeat++) {
    say(`road: repeat ${repeat} of ${repeats}`);
    for (const { size, connections, newConnections = false } of questions)
      for (const name of roads) {
        const question = { name, size, connections, newConnections };
        // So many handshakes, and so many large answers at once, take a part of the time before the first answer.
        const seconds = trial ? 1 : connections === 256 ? 6 : 2;
        const door = (newConnections ? whole : kept)[name];
        const load = { path: answers[size], domain: domain(), connections, seconds, newConnections };
        results.set(key(question), [...resultsOf(results, question), await wrk({ ...door, ...load })]);
      }
  }
  return results;
}

function report(results: Results): string {
  const compared = (
    other: RoadName,
    question: Omit<Question, "name"> = { size: "small", connections: 32 },
  ) => {
    const rates = (name: RoadName) =>
      resultsOf(results, { ...question, name }).map(({ perSecond }) => perSecond);
    return spreadOf(ratios(rates("ours"), rates(other)));
  };
  return [
    "Requests per second and milliseconds, each as min – median – max. The load, the proxies and the service share the machine's processors, so a road with more steps leaves less for each. All roads end at the same container and are asked at the containers' own addresses. TLS ends where a road begins, and what is behind has plain HTTP: in Traefik alone, in ours in HAProxy, on the old road in Apache. All three show the same P-256 certificate, with the same settings as far as each has them; wrk offers TLS 1.3 with AES-128-GCM and X25519, over HTTP/1.1. Each road logs each request once, where its visitors arrive: Traefik alone in JSON with the fields that Homeport's router has, ours in JSON at the farm, both on the container's output for Docker's json-file driver; the old road in Apache's combined format in a file, as Debian's Apache does, and no more behind it. Apart from that, Traefik and HAProxy run with the same configuration in every road.",
    targetTable([
      {
        what: "Ours / Traefik alone, small answers, 32 connections",
        atLeast: 0.9,
        found: compared("traefik"),
      },
      { what: "Ours / old road, small answers, 32 connections", atLeast: 2, found: compared("old") },
    ]),
    ...(Object.keys(answers) as Size[]).map((size) => `### Answers: ${size}\n\n${tableOf(results, size)}`),
    `### New connections\n\n${tableOfNew(results)}`,
    `A connection with a whole handshake for each request, and nothing taken up from an earlier one: every road is told not to. Small answers, 32 at once. Ours / Traefik alone: ${shown(compared("traefik", fresh), digits)}; ours / old road: ${shown(compared("old", fresh), digits)}. wrk does not count the handshake as part of an answer's time, so none is given.`,
    "Failed requests are answers other than 2xx and 3xx, broken connections, and answers that took longer than ten seconds.",
  ].join("\n\n");
}

/** Of too few answers no time is known. */
function shownWhereKnown(values: readonly number[]): string {
  const known = values.filter(Number.isFinite);
  return known.length > 0 ? shown(spreadOf(known), digits) : "–";
}

function tableOf(results: Results, size: Size): string {
  const rows = connectionCounts.flatMap((connections) =>
    roads.map((name) => {
      const seen = resultsOf(results, { name, size, connections });
      const column = (pick: (one: Seen) => number) => shownWhereKnown(seen.map(pick));
      return [
        `${connections} × ${roadNames[name]}`,
        column((one) => one.perSecond),
        column((one) => one.p50),
        column((one) => one.p99),
        failedOf(seen),
      ];
    }),
  );
  return table(["Connections × road", "requests/s", "p50 ms", "p99 ms", "failed"], rows);
}

function tableOfNew(results: Results): string {
  const rows = roads.map((name) => {
    const seen = resultsOf(results, { ...fresh, name });
    return [roadNames[name], shownWhereKnown(seen.map((one) => one.perSecond)), failedOf(seen)];
  });
  return table(["Road", "requests/s", "failed"], rows);
}

const failedOf = (seen: readonly Seen[]): string => String(seen.reduce((sum, one) => sum + one.failed, 0));
