import { cutOffTold, nextOf, stageOf } from "../restore/volumes/cutOff";
import { keptBy } from "../restore/volumes/kept";
import { exitCodes, Failure } from "../shared/failure";
import type { Variables } from "../shared/surroundings";
import type { Environment } from "../sleep/environment";

/**
 * Nobody may use data of which some have changed places and some have not.
 * @throws Failure where a rehearsal was cut off in the midst of that.
 */
export async function refuseMidway(
  { stack, declared, hosts }: Environment,
  variables: Variables,
): Promise<void> {
  const exchanged = hosts.filter(({ isExchanged }) => isExchanged);
  const all = await Promise.all(
    exchanged.flatMap(({ host, engine }) =>
      declared.containers
        .filter((one) => one.host === host && one.role === "sweeper")
        .map(({ id }) => keptBy({ host, engine, variables }, id)),
    ),
  );
  const kept = all.flat();
  const stage = stageOf(kept, false);
  if (stage !== "changing" && stage !== "returning") return;
  const next = nextOf(stage, kept, { service: kept[0]?.service ?? "", stack, host: "" });
  throw new Failure(
    [`${stack}: ${cutOffTold(stage, kept)}`, ...next.map((one) => `  → ${one}`)].join("\n"),
    exitCodes.unfinished,
  );
}
