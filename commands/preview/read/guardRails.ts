import { z } from "zod";
import { isMemorySize, type MemorySize, toMebibytes } from "../../../components/shared/size";
import { Failure } from "../failure";
import type { Budgets } from "../model/memory";
import type { Proven } from "../model/unproven";

/** What a note takes from the configuration of the policy pack. */
export interface GuardRails {
  readonly budgets: Budgets;
  readonly proven: Proven;
}

/** Nothing is known of hosts, and no environment waits for another one to prove its images. */
export const noGuardRails: GuardRails = { budgets: {}, proven: { environments: [], images: [], except: [] } };

const size = z.string().refine((text): text is MemorySize => isMemorySize(text));
const share = z.looseObject({
  environment: z.string(),
  memory: size,
  count: z.int().min(1).default(1),
});
const names = z.array(z.string()).default([]);

/** What is said of a rule: how strict it is, or that among its settings. */
const rule = <T extends z.ZodRawShape>(settings: T) =>
  z.preprocess(
    (said) => (typeof said === "string" ? { enforcementLevel: said } : (said ?? {})),
    z.looseObject(settings),
  );

const strictness = { enforcementLevel: z.string().optional() };

const guardRailsSchema = z.looseObject({
  all: rule(strictness),
  "host-memory": rule({
    ...strictness,
    hosts: z.record(z.string(), z.looseObject({ memory: size, shares: z.array(share) })).default({}),
  }),
  "proven-images": rule({ ...strictness, environments: names, images: names, except: names }),
});

/**
 * Reads what guard rails say of the hosts' memory, and of images that have run.
 * @throws Failure where the file is not a configuration of theirs.
 */
export function readGuardRails(source: string, text: string): GuardRails {
  const { data, error } = guardRailsSchema.safeParse(parseJson(source, text));
  if (!data)
    throw new Failure(
      `${source}: ${error.issues[0]?.path.join(".") || "it"} is not what a configuration of the guard rails has there; ${example}`,
    );
  const isOn = ({ enforcementLevel = data.all.enforcementLevel }: { enforcementLevel?: string }) =>
    enforcementLevel !== "disabled";
  const [memory, proven] = [data["host-memory"], data["proven-images"]];
  return {
    budgets: isOn(memory) ? budgetsOf(memory.hosts) : noGuardRails.budgets,
    proven: isOn(proven) ? proven : noGuardRails.proven,
  };
}

type Hosts = z.infer<typeof guardRailsSchema>["host-memory"]["hosts"];

const budgetsOf = (hosts: Hosts): Budgets =>
  Object.fromEntries(
    Object.entries(hosts).map(([host, { memory, shares }]) => [
      host,
      {
        memory: toMebibytes(memory),
        shares: shares.map((one) => ({ ...one, memory: toMebibytes(one.memory) })),
      },
    ]),
  );

const example = `example: {"host-memory": {"hosts": {"infra": {"memory": "8GiB", "shares": [{"environment": "prod", "memory": "4GiB"}]}}}}`;

function parseJson(source: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure(`${source}: it is not JSON: ${(error as Error).message}; ${example}`);
  }
}
