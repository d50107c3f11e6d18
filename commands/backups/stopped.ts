import { npx } from "../../components/shared/npx";
import { sleepersIn } from "../../components/survey/asleep";
import { cutOffTold, nextOf, stageOf } from "../restore/volumes/cutOff";
import { type Kept, keptOf } from "../restore/volumes/kept";
import { Failure } from "../shared/failure";
import type { Variables } from "../shared/surroundings";
import { askingOn, askVolumes } from "../status/read/engine";
import type { FoundBackups } from "./find";
import { notStarted } from "./notStarted";

/** What backs up an environment, as far as that is needed. */
export type Stopped = Pick<
  FoundBackups,
  "name" | "stack" | "host" | "engine" | "container" | "containers" | "repositories"
>;

/** Says why what makes the backups does not run, and what to do: in words, as it is asked where nobody understands an engine's. */
export async function whyStopped(backups: Stopped, variables: Variables): Promise<string> {
  const { name, stack, host, engine, container, containers } = backups;
  const own = containers.find(({ id }) => id === container);
  const opening = `${name} of ${stack} (host ${host}) does not run`;
  try {
    const sleepers = sleepersIn(await askVolumes(askingOn(engine, variables)));
    const kept = await keptOf(backups, { host, engine, variables });
    const cut = servicesOf(kept).flatMap((service) => cutOffOf(service, kept, backups));
    if (cut.length > 0) return [`${opening}:`, ...cut].join("\n  ");
    if (own && sleepers.has(own.name))
      return `${opening}: ${stack} sleeps; first: ${npx(`homeport wake ${stack}`)}`;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
  const why = await notStarted(backups, variables);
  if (why !== undefined) return `${opening}: ${why}`;
  return `${opening}; what starts it: ${npx(`pulumi up --stack ${stack}`)}`;
}

/** Names of services with volumes that keep something. */
export const servicesOf = (kept: readonly Kept[]): string[] => [
  ...new Set(kept.map(({ service }) => service)),
];

function cutOffOf(service: string, kept: readonly Kept[], { stack, host }: Stopped): string[] {
  const own = kept.filter((one) => one.service === service);
  const stage = stageOf(own, false);
  if (stage === undefined) return [];
  return [
    `${service}: ${cutOffTold(stage, own)}`,
    ...nextOf(stage, own, { service, stack, host }).map((one) => `  → ${one}`),
  ];
}
