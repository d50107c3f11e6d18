import { domain, removeAll } from "../ours";
import { digits, ratios, shown, spreadOf } from "../report/spread";
import { table, targetTable } from "../report/table";
import type { Run, Section } from "../section";
import { buildApache } from "./apacheImage";
import { deployEnvironment } from "./environment";
import { openRoads, type RoadName, roadNames, roads } from "./roads";
import { type Seen, wrk } from "./wrk";

const connectionCounts = [1, 32, 256];
const answers = { small: "/", "1 MiB": "/1m" } as const;
type Size = keyof typeof answers;

/** What was seen, repeat by repeat, by road, size and connections. */
type Results = Map<string, Seen[]>;
const key = (name: RoadName, size: Size, connections: number): string => `${name} ${size} ${connections}`;

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
async function ask(opened: Record<RoadName, string>, { repeats, trial, say }: Run): Promise<Results> {
  const results: Results = new Map();
  for (let repeat = 1; repeat <= repeats; repeat++) {
    say(`road: repeat ${repeat} of ${repeats}`);
    for (const [size, path] of Object.entries(answers) as [Size, string][])
      for (const connections of connectionCounts)
        for (const name of roads) {
          // So many large answers at once take seconds until the first of them is complete.
          const seconds = trial ? 1 : size === "1 MiB" && connections === 256 ? 6 : 2;
          const seen = await wrk({ origin: opened[name], path, host: domain(), connections, seconds });
          results.set(key(name, size, connections), [
            ...(results.get(key(name, size, connections)) ?? []),
            seen,
          ]);
        }
  }
  return results;
}

function report(results: Results): string {
  const rates = (name: RoadName, size: Size = "small", connections = 32) =>
    (results.get(key(name, size, connections)) ?? []).map(({ perSecond }) => perSecond);
  const compared = (other: RoadName) => spreadOf(ratios(rates("ours"), rates(other)));
  return [
    "Requests per second and milliseconds, each as min – median – max. The load, the proxies and the service share the machine's processors, so a road with more steps leaves less for each. All roads end at the same container and are asked at the containers' own addresses. Each road logs each request once, where its visitors arrive: Traefik alone in JSON with the fields that Homeport's router has, ours in JSON at the farm, both on the container's output for Docker's json-file driver; the old road in Apache's combined format in a file, as Debian's Apache does, and no more behind it. Apart from that, Traefik and HAProxy run with the same configuration in every road.",
    targetTable([
      {
        what: "Ours / Traefik alone, small answers, 32 connections",
        atLeast: 0.9,
        found: compared("traefik"),
      },
      { what: "Ours / old road, small answers, 32 connections", atLeast: 2, found: compared("old") },
    ]),
    ...(Object.keys(answers) as Size[]).map((size) => `### Answers: ${size}\n\n${tableOf(results, size)}`),
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
      const seen = results.get(key(name, size, connections)) ?? [];
      const column = (pick: (one: Seen) => number) => shownWhereKnown(seen.map(pick));
      return [
        `${connections} × ${roadNames[name]}`,
        column((one) => one.perSecond),
        column((one) => one.p50),
        column((one) => one.p99),
        String(seen.reduce((sum, one) => sum + one.failed, 0)),
      ];
    }),
  );
  return table(["Connections × road", "requests/s", "p50 ms", "p99 ms", "failed"], rows);
}
