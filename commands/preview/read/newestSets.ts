import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { goesWithIt } from "../../../components/backups/layout";
import { npx } from "../../../components/shared/npx";
import { timeOf } from "../../backups/sets";
import { readFile } from "../../shared/file";
import { parseJson } from "../../shared/json";
import type { Surroundings } from "../../shared/surroundings";

const set = z.object({ set: z.string().regex(/^\d{8}T\d{6}Z$/), complete: z.boolean() });
const place = z.object({ sets: z.array(set).optional(), warned: z.string().optional() });
const schema = z.array(z.object({ places: z.array(place) })).min(1);

/** What is known of an environment's backups. */
export interface NewestSet {
  /** When the newest whole set was begun, in milliseconds. @default a host has none */
  readonly made?: number;
  /** Whether a host has none but on itself. */
  readonly goesWithHost: boolean;
}

export type NewestSets = ReadonlyMap<string, NewestSet>;

/** Where a pipeline leaves what `homeport backup --list --json` prints of an environment. */
export const setsFile = (stack: string): string => `backups-${stack}.json`;

/** Reads what pipelines have left of environments; of those whose file is not there, or is something else, nothing. */
export function readNewestSets(surroundings: Surroundings, stacks: readonly string[]): NewestSets {
  return new Map(
    stacks.flatMap((stack) => {
      const file = setsFile(stack);
      if (!existsSync(resolve(surroundings.folder, file))) return [];
      const text = readFile(surroundings, file, npx(`homeport backup --list --json --stack ${stack}`));
      const { data } = schema.safeParse(parseJson(text));
      return data
        ? [[stack, { made: newestOfAll(data), goesWithHost: data.some(goesWithHost) }] as const]
        : [];
    }),
  );
}

const goesWithHost = ({ places }: z.infer<typeof schema>[number]): boolean =>
  places.some(({ warned }) => warned === goesWithIt);

/** Of several hosts, it is the one whose newest set is oldest that tells how much would be lost. */
function newestOfAll(hosts: z.infer<typeof schema>): number | undefined {
  const newest = hosts.map(({ places }) =>
    Math.max(
      ...places.flatMap(({ sets = [] }) =>
        sets.filter(({ complete }) => complete).map((one) => timeOf(one.set)),
      ),
    ),
  );
  return newest.every(Number.isFinite) ? Math.min(...newest) : undefined;
}
