import { npx } from "../../components/shared/npx";
import type { Chosen } from "../backups/choose";
import { timeOf } from "../backups/sets";
import { sizeOf } from "../restore/volumes/told";
import { bytes, span } from "../status/render/units";
import type { Arrival } from "./arrive";
import type { Source } from "./source";
import type { Subject } from "./subject";

/** What a move of a service that runs would do. */
export function renderPlan(
  { service, stack, source, target, volumes, left, targetBackups }: Subject,
  {
    source: { users, beside, staying, standing },
    arrival,
    shown,
    isBegun,
  }: {
    readonly source: Source;
    readonly arrival: Arrival;
    readonly shown: string;
    readonly isBegun: boolean;
  },
): string {
  const names = users.map(({ name }) => name).join(", ") || "nothing";
  const steps = [
    `stop ${names}: visitors get the page of status 503 until the update`,
    `make a last set of all that is in the volumes, in ${shown}`,
    `put it into volumes of the same names on host ${target.host}, verified; ${bytes(arrival.free)} are free there`,
    `tell the repositories and both hosts that ${service} is on host ${target.host}; if anything fails until then, start it on host ${source.host} again`,
  ];
  const remarks = [
    ...(arrival.standing.length > 0
      ? [
          `host ${target.host} has ${listed(arrival.standing.map((one) => one.source))} already: what is in it is kept for 7 days, in .homeport/before`,
        ]
      : []),
    ...left.map((volume) => `${service}/${volume} begins empty: its data may be lost (backup: "none")`),
    ...staying.map((place) => `${place} does not go along: take it there by yourself`),
    ...beside.map(
      (unit) => `${unit} uses a volume of ${service}, and stops too: its router has to change as well`,
    ),
    ...(targetBackups
      ? []
      : [`host ${target.host} has no Backups: give it some, or ${service} is not backed up there`]),
  ];
  return `${isBegun ? "A move was cut off, and goes on\n" : ""}${service} of ${stack}, from host ${source.host} to host ${target.host}
${volumes.map(({ volume, name }, at) => `  ${service}/${volume}: ${bytes(standing[at]?.bytes ?? 0)}, in the volume ${name}\n`).join("")}${lines(remarks)}With --yes it would
${steps.map((one, at) => `  ${at + 1}. ${one}\n`).join("")}${next({ service, stack, target })}Nothing has been changed.
`;
}

/** What a move from a host that is gone does, or would do. */
export function renderGone(
  { service, stack, source, target, volumes, targetBackups }: Subject,
  {
    chosen: { manifest, parts },
    shown,
    lost,
    left,
    arrival,
  }: {
    readonly chosen: Chosen;
    readonly shown: string;
    readonly lost: readonly string[];
    /** Paths that sets leave out. */
    readonly left: readonly string[];
    readonly arrival: Arrival;
  },
  yes: boolean,
): string {
  const remarks = [
    ...lost.map((volume) => `${service}/${volume} is in no set, and stays on host ${source.host}`),
    ...left.map((one) => `${one} is in no set, and is lost with host ${source.host}`),
    ...(targetBackups
      ? []
      : [`host ${target.host} has no Backups: give it some, or ${service} is not backed up there`]),
  ];
  return `${service} of ${stack}, from host ${source.host}, which is gone, to host ${target.host}: as it was ${span(Date.now() - timeOf(manifest.set))} ago
  set ${manifest.set}, of ${shown}
${volumes.map(({ volume }, at) => `  ${service}/${volume}: ${parts[at] ? sizeOf(parts[at]) : "nothing"}\n`).join("")}${lines(remarks)}${
  yes
    ? ""
    : `With --yes it would
  1. put it into volumes of the same names on host ${target.host}, verified, and have dumps loaded there by servers like those that are gone; ${bytes(arrival.free)} are free there
  2. tell the repositories that ${service} is on host ${target.host}: should host ${source.host} return, it makes no set of it any more
${next({ service, stack, target })}Nothing has been changed.
`
}`;
}

/** What is to be done once the data are there. */
export const renderDone = (subject: Pick<Subject, "service" | "stack" | "target">, set: string): string =>
  `The data of ${subject.service} are on host ${subject.target.host}, as of the set ${set}.\n${next(subject)}`;

const next = ({ service, stack, target }: Pick<Subject, "service" | "stack" | "target">): string =>
  `Then, in the program, ${service} is on host ${target.host}: its router, and which Backups have it; and
  ${npx(`pulumi up --stack ${stack}`)}
`;

const listed = (all: readonly string[]): string => all.join(", ");

const lines = (all: readonly string[]): string => all.map((one) => `  ${one}\n`).join("");
