import { types } from "../../shared/types";
import { span } from "../../status/render/units";
import type { Environment } from "../model/environment";
import type { Review } from "../model/review";
import { code } from "./markdown";

/** What is said of an environment's backups beside data that go, where it has any. */
export function backupsOf({ stack, resources }: Environment, { backups }: Review): string {
  if (!backups || !resources.some(({ type }) => type === types.backups)) return "";
  const { rehearsed, now } = backups;
  if (rehearsed?.from !== stack) return "; no rehearsal of its backups is known";
  const age = (time: string) => span(now.getTime() - Date.parse(time));
  return `; the newest set that was rehearsed is ${age(rehearsed.time)} old${rehearsed.ok ? "" : ", and did NOT hold"}`;
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
