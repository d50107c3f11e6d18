import { npx } from "../../../components/shared/npx";
import type { EnvironmentFacts } from "../facts/home";
import type { ContainerFacts, UnitFacts } from "../facts/units";
import { ago, span } from "../render/units";
import type { Finding } from "./finding";
import { judgeForeign, takesPlaceOf } from "./foreign";
import { dockerOn } from "./onHost";
import { troubleOf } from "./trouble";

/** As long as the first look at a container's health takes, and some more. */
const soon = 180_000;

/** Containers that do not do their work, and those that nobody knows. */
export const judgeContainers = (environment: EnvironmentFacts, now: number): Finding[] => {
  const units = [...environment.services, ...environment.proxies];
  return [
    ...units.flatMap((unit) => judgeUnit(unit, environment, now)),
    ...units.flatMap((unit) => judgePort(unit, environment)),
    ...judgeForeign(environment),
    ...judgeStarting(units, environment, now),
  ];
};

/** Whether it can serve. One whose health nobody watches is taken at its word. */
export const isWell = (one: Pick<ContainerFacts, "standing" | "ledToBy">): boolean =>
  ["running", "healthy", "done", "asleep"].includes(one.standing) && !isLeft(one);

/** Whether an update made it and has not sent anyone there, while its visitors are sent elsewhere or nowhere. */
export const isLeft = ({ ledToBy, standing }: Pick<ContainerFacts, "standing" | "ledToBy">): boolean =>
  ledToBy?.length === 0 && isRunning({ standing });

/** Whether it is there to be asked, well or not. */
export const isRunning = ({ standing }: Pick<ContainerFacts, "standing">): boolean =>
  ["running", "healthy", "starting", "unhealthy"].includes(standing);

/** Whether it may still take its time to get healthy. */
export const isNew = (one: ContainerFacts, now: number): boolean => {
  const { standing, since, startsUntil } = one;
  if (standing !== "starting" || since === undefined || isLeft(one)) return false;
  return now < (startsUntil === undefined ? Date.parse(since) + soon : Date.parse(startsUntil));
};

function judgeUnit({ name, containers }: UnitFacts, environment: EnvironmentFacts, now: number): Finding[] {
  const { stack } = environment;
  const known = containers.filter(({ standing }) => standing !== "unknown");
  const [seen, former] = [known.filter((one) => !one.former), known.filter((one) => one.former)];
  const isFine = (one: ContainerFacts) => isWell(one) || isNew(one, now);
  const unwell = seen.filter((one) => !isFine(one));
  const logs = npx(`homeport logs ${name} --stack ${stack}`);
  const trouble = seen.filter(isFine).flatMap((one) => troubleOf(one, now));
  const fewer: Finding[] =
    unwell.length > 0
      ? [
          {
            weight: "wrong",
            about: name,
            what: `${count(unwell.length, seen.length)}${[...unwell.map((one) => plight(one, environment, now)), ...former.map(besides)].join("; ")}`,
            next: wayOut(unwell, logs, environment),
          },
        ]
      : former.length > 0
        ? [judgeParted({ name, containers: known }, environment, logs)]
        : [];
  return [...fewer, ...trouble.map((one) => ({ about: name, next: [logs] as const, ...one }))];
}

/** Each container is well, and visitors of one and the same service are not all sent to the new ones. */
function judgeParted(
  { name, containers }: Pick<UnitFacts, "name" | "containers">,
  { stack }: EnvironmentFacts,
  logs: string,
): Finding {
  const what = containers
    .map((one) => (one.former ? besides(one) : `${one.name} ${serving(one)}`))
    .join("; ");
  return { weight: "wrong", about: name, what, next: [logs, npx(`pulumi up --stack ${stack}`)] };
}

const besides = (one: ContainerFacts): string => `${one.name}, of the version before, ${serving(one)}`;

function serving(one: ContainerFacts): string {
  const { standing, ledToBy } = one;
  if (!ledToBy) return `is ${standing}`;
  const who = ledToBy.join(", ");
  return who === "" || isWell(one) ? `serves ${who || "nobody"}` : `is ${standing}, and would serve ${who}`;
}

/** A door is well by itself; the next update tells it of who took the place of those that are gone. */
const judgePort = ({ name, leadsToGone }: UnitFacts, { stack }: EnvironmentFacts): Finding[] =>
  leadsToGone
    ? [
        {
          weight: "wrong",
          about: name,
          what: `nobody is behind it: it leads to ${leadsToGone.join(", ")}, and the failed update has not told it of others`,
          next: [npx(`pulumi up --stack ${stack}`)],
        },
      ]
    : [];

/** An update makes anew what is gone or has ended, and changes nothing on one that is paused; of the others, a log says why. */
function wayOut(
  unwell: readonly ContainerFacts[],
  logs: string,
  environment: EnvironmentFacts,
): Finding["next"] {
  const { stack, foreign } = environment;
  const up = npx(`pulumi up --stack ${stack}`);
  const paused = unwell.filter(({ standing }) => standing === "paused");
  const taken = unwell.filter((one) => takesPlaceOf(one, foreign));
  const ended = unwell.filter(
    (one) => one.standing === "missing" || one.standing === "stopped" || isLeft(one),
  );
  const withLog = unwell.filter(
    ({ standing, since }) => standing !== "missing" && standing !== "paused" && since !== undefined,
  );
  const [first, ...others] = [
    ...paused.map(({ name, host }) => dockerOn(environment, host, `unpause ${name}`)),
    ...taken.map(({ name, host }) => dockerOn(environment, host, `inspect ${name}`)),
    ...(withLog.length > 0 ? [logs] : []),
    ...(ended.length > 0 ? [up] : []),
  ];
  return [first ?? logs, ...others];
}

function count(unwell: number, all: number): string {
  if (all === 1) return "";
  if (unwell === all) return `none of ${all} containers is well: `;
  return `${unwell} of ${all} containers ${unwell > 1 ? "are" : "is"} not well: `;
}

function plight(one: ContainerFacts, { foreign, update, pending }: EnvironmentFacts, now: number): string {
  const { name, host, standing, since, exitCode, outOfMemory, notStarted } = one;
  const when = since === undefined ? "" : ` ${ago(since, now)}`;
  const isOver = update?.succeeded === false && pending.length === 0;
  if (isLeft(one))
    return `${name} is ${isOver ? "left of the failed update" : "of an update that has not come to its end"}: not ready, serves nobody`;
  const killed = outOfMemory ? "ended by the kernel for want of memory" : `exit code ${exitCode}`;
  switch (standing) {
    case "missing":
      return takesPlaceOf(one, foreign)
        ? `${name} is gone from host ${host}, and another container has its name`
        : `${name} is gone from host ${host}`;
    case "stopped": {
      const why = notStarted === undefined ? "" : `, and cannot be started: ${notStarted}`;
      return `${exitCode === undefined ? `${name} was never started` : `${name} stopped${when} (${killed})`}${why}`;
    }
    case "restarting":
      return `${name} ends again and again (${killed})`;
    case "starting":
      return `${name} was started${when} and is not healthy yet`;
    default:
      return `${name} is ${standing}`;
  }
}

/** Those that take their time, all of them in one. */
function judgeStarting(units: readonly UnitFacts[], { stack }: EnvironmentFacts, now: number): Finding[] {
  const young = units.flatMap(({ name, containers }) =>
    containers
      .filter((one) => isNew(one, now) && troubleOf(one, now).length === 0)
      .map(({ since = "" }) => ({ name, since })),
  );
  const [first] = young;
  if (!first) return [];
  const longest = Math.max(...young.map(({ since }) => now - Date.parse(since)));
  const what = `starting since ${span(longest)}: ${[...new Set(young.map(({ name }) => name))].join(", ")}`;
  return [{ weight: "notice", about: "start", what, next: [npx(`homeport status --stack ${stack}`)] }];
}
