import { types } from "../../shared/types";
import { span } from "../../status/render/units";
import type { Environment } from "../model/environment";
import type { Review } from "../model/review";
import { code } from "./markdown";

/** What is said of an environment's backups beside data that go, where it has any. */
export function backupsOf({ stack, resources }: Environment, { backups }: Review): string {
  if (!backups || !resources.some(({ type }) => type === types.backups)) return "";
  const { rehearsed, newest, now } = backups;
  const age = (time: number) => `${span(now.getTime() - time)} old`;
  const known = newest.get(stack);
  const set = known
    ? `; ${known.made === undefined ? "it has NO whole set of backups" : `its newest set of backups is ${age(known.made)}`}`
    : "";
  if (rehearsed?.from !== stack) return `${set}; no rehearsal of its backups is known`;
  return `${set}; the newest set that was rehearsed is ${age(Date.parse(rehearsed.time))}${rehearsed.ok ? "" : ", and did NOT hold"}`;
}

/** The lines of how old backups are, of each environment of which a pipeline knows it. */
export function newestSetLines({ backups, environments }: Review): string[] {
  const { newest, now } = backups ?? {};
  if (!newest || !now) return [];
  return environments.flatMap(({ stack }) => {
    const known = newest.get(stack);
    if (!known) return [];
    const { made, goesWithHost } = known;
    return [
      made === undefined
        ? `Backups of ${code(stack)} have **no whole set**.`
        : `The newest set of backups of ${code(stack)} is ${span(now.getTime() - made)} old.`,
      ...(goesWithHost
        ? [`Backups of ${code(stack)} are **on the machine that they are of alone**, and are lost with it.`]
        : []),
    ];
  });
}

/** The line of the last rehearsal, with a stack that the note is about. */
export function rehearsedLines({ backups, environments }: Review): string[] {
  const { rehearsed, now } = backups ?? {};
  if (!rehearsed || !now || environments.every(({ stack }) => stack !== rehearsed.from)) return [];
  const { from, to, at, ok, time } = rehearsed;
  const old = span(Date.parse(at) - Date.parse(time));
  return [
    `Backups of ${code(from)} were brought up in ${code(to)} ${span(now.getTime() - Date.parse(at))} ago, from a set that was ${old} old: ${ok ? "all held" : "it **failed**"}.`,
  ];
}
