import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { z } from "zod";
import { expecting, shown } from "../../shared/expecting";
import { type Fields, type Problem, problemsOf } from "../../shared/problems";

/** What a person says of a fault to everybody. */
export interface Incident {
  readonly title: string;
  /** Since when, in UTC. */
  readonly begun: string;
  /** Until when. @default it is not over */
  readonly over?: string;
  /** Services, by the names that readers know. */
  readonly about: readonly string[];
  readonly text: string;
}

/** The feed's name beside the page. */
export const feedFile = "feed.atom";

/** By which the feed leads to an incident of the page. */
export const anchorOf = ({ begun }: Incident): string => `since-${begun}`;

const when = expecting("a moment with its offset from UTC", "2026-11-20T08:15:00Z");
const moment = z.iso
  .datetime({ ...when, offset: true })
  .transform((said) => new Date(said).toISOString().replace(".000Z", "Z"));

const words = (what: string, example: string) => {
  const message = expecting(what, example);
  return z.string(message).trim().min(1, message);
};

const schema = z.array(
  z
    .strictObject(
      {
        title: words("what was so, in a line", "The wiki did not answer"),
        begun: moment,
        over: moment.optional(),
        about: z
          .array(words("the name of a service", "Wiki"), expecting("a list of names", "[Wiki]"))
          .default([]),
        text: words("what was so, in sentences", "A disk was full. It is larger now."),
      } satisfies Fields<Incident>,
      expecting("an incident", "{ title: …, begun: 2026-11-20T08:15:00Z, text: … }"),
    )
    .refine(({ begun, over }) => over === undefined || over >= begun, {
      path: ["over"],
      error: "it is before the incident has begun",
    }),
  expecting("a list of incidents", "- { title: …, begun: 2026-11-20T08:15:00Z, text: … }"),
);

/** What a file of incidents has, newest first, or what is wrong with it. */
export type ReadIncidents =
  | { readonly incidents: readonly Incident[] }
  | { readonly problems: readonly Problem[] };

/**
 * Reads a file of incidents.
 * @param names those that readers know services by
 */
export function readIncidents(file: string, names: readonly string[]): ReadIncidents {
  let said: unknown;
  try {
    said = parse(readFileSync(resolve(pulumi.getRootDirectory(), file), "utf8")) ?? [];
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? `there is no such file in ${pulumi.getRootDirectory()}` : message;
    return {
      problems: [{ path: [], message: `${shown(file)} cannot be read: ${why}; example: "incidents.yml"` }],
    };
  }
  const wrong = problemsOf(schema, said);
  if (wrong.length > 0) return { problems: inFile(file, wrong) };
  const incidents = schema.parse(said).sort((one, other) => (one.begun < other.begun ? 1 : -1));
  return problemsAmong(file, incidents, names) ?? { incidents };
}

const inFile = (file: string, problems: readonly Problem[]): Problem[] =>
  problems.map(({ path, message }) => ({ path, message: `${message} (in ${file})` }));

/** The moment that one begun is its address. */
function problemsAmong(
  file: string,
  incidents: readonly Incident[],
  names: readonly string[],
): { problems: Problem[] } | undefined {
  const twice = incidents.find(({ begun }, at) => incidents[at + 1]?.begun === begun);
  const unknown = incidents.flatMap(({ about }) => about).find((name) => !names.includes(name));
  const messages = [
    ...(twice ? [`two incidents began at ${twice.begun}: say a second more for one of them`] : []),
    ...(unknown === undefined
      ? []
      : [`about: "${unknown}" is none of the services that the page shows (${names.join(", ")})`]),
  ];
  if (messages.length === 0) return undefined;
  return {
    problems: inFile(
      file,
      messages.map((message) => ({ path: [], message })),
    ),
  };
}
