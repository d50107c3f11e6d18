import { Failure } from "../../shared/failure";
import type { Budgets, GuardRails } from "../../shared/guardRails";
import { types } from "../../shared/types";
import type { Digest } from "../read/digest";
import { containerFacts, providerEndpoint } from "../read/facts";
import type { NewestSets } from "../read/newestSets";
import type { Rehearsed } from "../read/rehearsal";
import { type Environment, readEnvironment } from "./environment";
import { type HostMemory, memoryByHost } from "./memory";

/** All that a note tells. */
export interface Review {
  readonly project: string;
  readonly environments: readonly Environment[];
  /** Nothing where the engine told only what changes. */
  readonly memory: readonly HostMemory[];
  /** Stacks that this pipeline could not preview. */
  readonly skipped: readonly string[];
  /** What is known of backups. @default nothing */
  readonly backups?: Backups;
}

/** What is known of backups, and the time by which ages are told. */
interface Backups {
  /** @default none is known */
  readonly rehearsed?: Rehearsed;
  readonly newest: NewestSets;
  readonly now: Date;
}

export interface ReviewOptions {
  readonly guardRails: GuardRails;
  readonly skipped: readonly string[];
  readonly now: Date;
  /** @default none is known */
  readonly rehearsed?: Rehearsed;
  /** @default nothing is known of them */
  readonly newest?: NewestSets;
}

/**
 * Works out what the previews of a project's stacks mean together.
 * @throws Failure where they are not of one project, or one stack is there twice.
 */
export function reviewOf(
  digests: readonly Digest[],
  { guardRails, skipped, now, rehearsed, newest = new Map() }: ReviewOptions,
): Review {
  const project = digests[0]?.project ?? "";
  const stranger = digests.find((digest) => digest.project !== project);
  if (stranger)
    throw new Failure(
      `stack ${stranger.stack} is of project ${stranger.project}, the others are of ${project}; a note is about one project`,
    );
  const twice = digests.find(({ stack }, at) => digests.findIndex((other) => other.stack === stack) !== at);
  if (twice) throw new Failure(`stack ${twice.stack} is there twice; give one file for each stack`);
  const environments = digests.map((digest) => readEnvironment(digest, now, guardRails.proven));
  return {
    project,
    environments,
    memory: memoryOf(environments, guardRails.budgets),
    skipped,
    backups: { rehearsed, newest, now },
  };
}

function memoryOf(environments: readonly Environment[], budgets: Budgets): HostMemory[] {
  if (environments.some(({ complete, failed }) => failed || !complete)) return [];
  const present = environments.flatMap(namesOf);
  if (onSameMachines(environments))
    return memoryByHost(
      environments.flatMap(({ resources }) => resources),
      budgets,
      present,
    );
  return environments.flatMap(({ stack, resources }) =>
    memoryByHost(resources, budgets, present).map((sum) => ({ ...sum, host: `${sum.host} of ${stack}` })),
  );
}

/** An environment has its stack's name, or one of its own, which its containers tell. */
function namesOf({ stack, resources }: Environment): string[] {
  const told = resources
    .filter(({ type }) => type === types.container)
    .map(({ before, after }) => containerFacts(after ?? before).environment ?? stack);
  return told.length > 0 ? [...new Set(told)] : [stack];
}

/** Whether a host of one name is one machine in every environment. */
function onSameMachines(environments: readonly Environment[]): boolean {
  const engines = environments.flatMap(({ resources }) =>
    resources
      .filter(({ type, after }) => type === types.engine && after)
      .map(({ name, after }) => ({ name, endpoint: providerEndpoint(after) })),
  );
  return engines.every(({ name, endpoint }) =>
    engines.every((other) => other.name !== name || other.endpoint === endpoint),
  );
}
