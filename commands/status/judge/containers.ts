import type { ContainerFacts, EnvironmentFacts, ForeignFacts, UnitFacts } from "../facts";
import { ago } from "../render/units";
import type { Finding } from "./finding";

/** Enough to tell a container that starts in vain from one that failed once. */
const manyRestarts = 3;
const shortly = 10 * 60_000;
/** As long as the first look at a container's health takes, and some more. */
const soon = 180_000;
const day = 24 * 3_600_000;

/** Containers that do not do their work, and those that nobody knows. */
export const judgeContainers = (
  { stack, services, proxies, foreign }: EnvironmentFacts,
  now: number,
): Finding[] => [
  ...[...services, ...proxies].flatMap((unit) => judgeUnit(unit, stack, now)),
  ...foreign.map((one) => judgeForeign(one, stack)),
];

/** Whether it can serve. One whose health nobody watches is taken at its word. */
export const isWell = ({ standing }: Pick<ContainerFacts, "standing">): boolean =>
  ["running", "healthy", "done", "asleep"].includes(standing);

function judgeUnit({ name, containers }: UnitFacts, stack: string, now: number): Finding[] {
  const seen = containers.filter(({ standing }) => standing !== "unknown");
  const isFine = (one: ContainerFacts) => isWell(one) || isNew(one, now);
  const unwell = seen.filter((one) => !isFine(one));
  const trouble = seen.filter(isFine).flatMap((one) => troubleOf(one, now));
  const logs = `homeport logs ${name} --stack ${stack}`;
  const fewer: Finding[] =
    unwell.length > 0
      ? [
          {
            weight: "wrong",
            about: name,
            what: `${count(unwell.length, seen.length)}${unwell.map((one) => plight(one, now)).join("; ")}`,
            next: wayOut(unwell, stack) ?? logs,
          },
        ]
      : [];
  return [...fewer, ...trouble.map((one) => ({ about: name, next: logs, ...one }))];
}

/** Nobody has looked yet whether it is healthy. */
const isNew = ({ standing, since }: ContainerFacts, now: number): boolean =>
  standing === "starting" && since !== undefined && now - Date.parse(since) < soon;

/** What mends all of them, where no log could say why. An update changes nothing on one that is paused. */
function wayOut(unwell: readonly ContainerFacts[], stack: string): string | undefined {
  if (unwell.every(({ standing }) => standing === "missing")) return `pulumi up --stack ${stack}`;
  if (unwell.every(({ standing }) => standing === "paused"))
    return unwell.map(({ name, host }) => `docker unpause ${name}, on host ${host}`).join("; ");
  return undefined;
}

function count(unwell: number, all: number): string {
  if (all === 1) return "";
  if (unwell === all) return `none of ${all} containers is well: `;
  return `${unwell} of ${all} containers ${unwell > 1 ? "are" : "is"} not well: `;
}

function plight({ name, host, standing, since, exitCode, outOfMemory }: ContainerFacts, now: number): string {
  const when = since === undefined ? "" : ` ${ago(since, now)}`;
  const killed = outOfMemory ? "ended by the kernel for want of memory" : `exit code ${exitCode}`;
  switch (standing) {
    case "missing":
      return `${name} is gone from host ${host}`;
    case "stopped":
      return exitCode === undefined ? `${name} was never started` : `${name} stopped${when} (${killed})`;
    case "restarting":
      return `${name} ends again and again (${killed})`;
    case "starting":
      return `${name} was started${when} and is not healthy yet`;
    default:
      return `${name} is ${standing}`;
  }
}

/** What happened to one that is well at this moment. */
function troubleOf(one: ContainerFacts, now: number): Pick<Finding, "weight" | "what">[] {
  const { name, since, restarts, outOfMemory } = one;
  if (since === undefined) return [];
  const age = now - Date.parse(since);
  const started = `started again ${ago(since, now)}`;
  if (outOfMemory)
    return [
      {
        weight: age < day ? "wrong" : "notice",
        what: `${name} was ended by the kernel for want of memory, and ${started}`,
      },
    ];
  if (restarts >= manyRestarts && age < shortly)
    return [{ weight: "wrong", what: `${name} ends again and again: ${restarts} times, ${started}` }];
  return isNew(one, now)
    ? [{ weight: "notice", what: `${name} was started ${ago(since, now)} and is not healthy yet` }]
    : [];
}

const reasons = {
  labels: "has this environment's labels, and its state does not know it",
  network: "is on this environment's network, and its state does not know it",
  name: "has the name of a container of this environment, and is another one",
} as const;

const judgeForeign = ({ name, host, state, by }: ForeignFacts, stack: string): Finding => ({
  weight: "wrong",
  about: name,
  what: `foreign: it ${reasons[by]} (${state}, host ${host})`,
  next: by === "labels" ? `homeport leftovers --stack ${stack}` : `docker inspect ${name}, on host ${host}`,
});
