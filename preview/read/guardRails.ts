import { z } from "zod";
import { isMemorySize, type MemorySize, toMebibytes } from "../../components/shared/size";
import { Failure } from "../failure";

const size = z.string().refine((text): text is MemorySize => isMemorySize(text));

const guardRailsSchema = z.looseObject({
  "host-memory": z
    .union([
      z.string(),
      z.looseObject({ hosts: z.record(z.string(), z.looseObject({ memory: size })).default({}) }),
    ])
    .optional(),
});

/**
 * Reads the memory of each host, in mebibytes, from the configuration of the guard rails.
 * @throws Failure where the file is none.
 */
export function readBudgets(source: string, text: string): Record<string, number> {
  const { data } = guardRailsSchema.safeParse(parseJson(text));
  if (!data)
    throw new Failure(
      `${source}: it is not a configuration of the guard rails; example: {"host-memory": {"hosts": {"infra": {"memory": "8GiB", "shares": []}}}}`,
    );
  const rule = data["host-memory"];
  const hosts = typeof rule === "object" ? rule.hosts : {};
  return Object.fromEntries(Object.entries(hosts).map(([host, { memory }]) => [host, toMebibytes(memory)]));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
