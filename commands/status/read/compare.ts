import { byCode } from "../../../components/shared/order";
import type { Declared, DeclaredContainer, DeclaredVolume } from "../../shared/declared/facts";
import type { EngineContainer } from "../../shared/engineContainer";
import { digestOf } from "../../shared/runningImages";
import { isOf, isOfTrial } from "../../shared/whose";
import type { VolumeFacts } from "../facts/data";
import type { ForeignFacts } from "../facts/home";
import type { ContainerFacts, Standing, UnitFacts } from "../facts/units";
import type { EngineAnswer } from "./engine";
import { goneBehind, stillAtWork, withLed } from "./leading";
import type { Led } from "./led";

/** What the engine of a host answered; undefined where it did not. */
export type AnswerOf = (host: string) => EngineAnswer | undefined;

/** Puts the containers of a state beside those of the engines. */
export function unitsOf(
  { containers, former, serves, routed }: Declared,
  answerOf: AnswerOf,
  ledOn: ReadonlyMap<string, Led>,
): UnitFacts[] {
  const units = new Map<string, DeclaredContainer[]>();
  for (const one of containers) units.set(one.unit, [...(units.get(one.unit) ?? []), one]);
  return [...units]
    .map(([name, own]) => {
      const before = former.filter(({ unit }) => unit === name);
      const facts = (one: DeclaredContainer) => factsOf(one, answerOf(one.host));
      const role = own[0]?.role ?? "other";
      const isVisited = role === "service" && routed.includes(name);
      const made = isVisited ? own.map((one) => withLed(facts(one), ledOn)) : own.map(facts);
      const gone = role === "port" ? goneBehind(name, own, answerOf, ledOn) : [];
      return {
        ...(gone.length > 0 ? { leadsToGone: gone } : {}),
        name,
        role,
        serves: serves[name] ?? [],
        containers: [...made, ...before.flatMap((one) => stillAtWork(facts(one), made, ledOn))].sort(
          (a, b) =>
            byCode(a.host, b.host) ||
            byCode(a.resource, b.resource) ||
            Number(a.former ?? false) - Number(b.former ?? false),
        ),
      };
    })
    .sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role) || byCode(a.name, b.name));
}

/** As a request passes them. */
const order = [
  "service",
  "job",
  "other",
  "port",
  "farm",
  "router",
  "gate",
  "hairpin",
  "keeper",
  "issuer",
  "door",
];

function factsOf(
  { id, name, resource, host, image, role }: DeclaredContainer,
  answer: EngineAnswer | undefined,
): ContainerFacts {
  const nothing = { name, resource, host, image, outOfMemory: false, restarts: 0, memory: {} };
  if (!answer) return { ...nothing, standing: "unknown" };
  const there = answer.containers.find((one) => one.id === id);
  if (!there) return { ...nothing, standing: "missing" };
  const { state, imageId, outOfMemory, restarts, memoryLimit, exitCode, notStarted } = there;
  const standing = role === "job" && isDone(there) ? "done" : standingOf(there, answer);
  const runs = state === "running" || state === "paused";
  const ended = !runs && state !== "created";
  const since = ended ? there.finishedAt : there.startedAt;
  const digest = digestOf(image, answer.digests.get(imageId) ?? []);
  const usedMemory = answer.memory.get(id);
  return {
    ...nothing,
    standing,
    imageId,
    ...(digest === undefined ? {} : { digest }),
    ...(state === "created" ? {} : { since }),
    ...(standing === "starting" && there.startSeconds !== undefined
      ? { startsUntil: later(there.startedAt, there.startSeconds) }
      : {}),
    ...(ended ? { exitCode } : {}),
    ...(runs || notStarted === undefined ? {} : { notStarted }),
    outOfMemory,
    restarts,
    memory: {
      ...(runs && usedMemory !== undefined ? { used: usedMemory } : {}),
      ...(memoryLimit > 0 ? { limit: memoryLimit } : {}),
    },
  };
}

const later = (time: string, seconds: number): string =>
  new Date(Date.parse(time) + seconds * 1000).toISOString();

function standingOf({ name, state, health }: EngineContainer, { sleepers }: EngineAnswer): Standing {
  if (state === "running") return (health as Standing | undefined) ?? "running";
  if (state === "restarting" || state === "paused") return state;
  return sleepers.has(name) ? "asleep" : "stopped";
}

const isDone = ({ state, exitCode }: EngineContainer): boolean =>
  state === "created" || (state === "exited" && exitCode === 0);

/** Volumes of a state, as the engines have them. */
export const volumesOf = ({ volumes }: Declared, answerOf: AnswerOf): VolumeFacts[] =>
  volumes.map((one) => ({ ...one, ...volumeOf(one, answerOf(one.host)) }));

function volumeOf(
  { name }: DeclaredVolume,
  answer: EngineAnswer | undefined,
): Pick<VolumeFacts, "there" | "size"> {
  if (!answer?.volumes) return { there: "unknown" };
  const size = answer.sizes.get(name);
  return { there: answer.volumes.has(name) ? "yes" : "missing", ...(size === undefined ? {} : { size }) };
}

/**
 * Containers that the engine of a host has of an environment, or on its networks, and the state does not know. What a
 * trial made removes itself.
 */
export function foreignOn(
  host: string,
  { containers }: EngineAnswer,
  { project, declared }: { readonly project: string; readonly declared: Declared },
): ForeignFacts[] {
  const known = new Map(declared.containers.map(({ id, name }) => [name, id]));
  const ids = new Set(known.values());
  return containers
    .filter(({ id, name, labels }) => !ids.has(id) && !declared.going.includes(name) && !isOfTrial(labels))
    .flatMap(({ name, state, labels, networks }): ForeignFacts[] => {
      const isOurs = isOf(labels, { project, environments: declared.environments });
      const by = known.has(name)
        ? "name"
        : isOurs
          ? "labels"
          : networks.some((network) => declared.networks.includes(network))
            ? "network"
            : undefined;
      const component = labels["homeport.component"];
      return by ? [{ name, host, state, by, ...(component === undefined ? {} : { component }) }] : [];
    });
}
