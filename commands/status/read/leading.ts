import { isIP } from "node:net";
import type { DeclaredContainer } from "../../shared/declared/facts";
import type { ContainerFacts } from "../facts/units";
import { isRunning } from "../judge/containers";
import type { AnswerOf } from "./compare";
import type { Led } from "./led";

/** What the door of a port leads to, where none of it is there. Addresses are doors of other hosts. */
export function goneBehind(
  port: string,
  doors: readonly DeclaredContainer[],
  answerOf: AnswerOf,
  ledOn: ReadonlyMap<string, Led>,
): string[] {
  return doors.flatMap(({ host }) => {
    const there = answerOf(host)?.containers ?? [];
    const led = [...(ledOn.get(host) ?? [])].filter(([, by]) => by.includes(port)).map(([name]) => name);
    return led.some((name) => isIP(name) || there.some((one) => one.name === name)) ? [] : led;
  });
}

/** What a container of a service is led to by, where its host's routers told. */
export function withLed(one: ContainerFacts, ledOn: ReadonlyMap<string, Led>): ContainerFacts {
  const led = ledOn.get(one.host);
  return led ? { ...one, ledToBy: led.get(one.name) ?? [] } : one;
}

/** Of the version before, what visitors are sent to; where nobody is, what runs in the place of one that does not. */
export function stillAtWork(
  before: ContainerFacts,
  made: readonly ContainerFacts[],
  ledOn: ReadonlyMap<string, Led>,
): ContainerFacts[] {
  if (before.standing === "missing") return [];
  const one = { ...before, former: true };
  const ledToBy = ledOn.get(one.host)?.get(one.name);
  if (ledToBy) return [{ ...one, ledToBy }];
  const own = made.find(({ resource, host }) => resource === one.resource && host === one.host);
  const isVisited = own?.ledToBy !== undefined;
  return !isVisited && isRunning(one) && !(own && isRunning(own)) ? [one] : [];
}
