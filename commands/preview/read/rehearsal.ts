import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { npx } from "../../../components/shared/npx";
import { readFile } from "../../shared/file";
import { parseJson } from "../../shared/json";
import type { Surroundings } from "../../shared/surroundings";

const stack = z.string().regex(/^[\w.-]{1,100}$/);
const moment = z.iso.datetime();

const schema = z.object({
  from: stack,
  to: stack,
  at: moment,
  ok: z.boolean(),
  sets: z.array(z.object({ time: moment })).min(1),
});

/** What a note may tell of the last rehearsal with a stack's backups. */
export interface Rehearsed {
  /** Whose backups they were, and where they were brought up. */
  readonly from: string;
  readonly to: string;
  readonly at: string;
  /** Whether all held. */
  readonly ok: boolean;
  /** When the oldest set of it was begun. */
  readonly time: string;
}

/** Reads what `homeport rehearse` has written in the project's folder; undefined where there is none that can be read. */
export function readRehearsed(surroundings: Surroundings, file = "rehearsal.json"): Rehearsed | undefined {
  if (!existsSync(resolve(surroundings.folder, file))) return undefined;
  const { data } = schema.safeParse(
    parseJson(readFile(surroundings, file, npx("homeport preview prod.json"))),
  );
  if (!data) return undefined;
  const { sets, ...rest } = data;
  return { ...rest, time: sets.map(({ time }) => time).sort()[0] as string };
}
