import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { isMemorySize, type MemorySize, toMebibytes } from "../../components/shared/size";
import { Failure } from "./failure";
import { readFile } from "./file";
import type { Surroundings } from "./surroundings";

/** What environments may take of a host's memory, in mebibytes. */
export interface Budget {
  readonly memory: number;
  readonly shares: readonly Share[];
}

/** The part of one environment; of `count` environments, where the name is a pattern. */
export interface Share {
  readonly environment: string;
  readonly memory: number;
  readonly count: number;
}

/** Budgets by the names of hosts. */
export type Budgets = Readonly<Record<string, Budget>>;

/** What is said of images that have run where they could hurt nobody. */
export interface Proven {
  /** Environments that run nothing else; a name may end with a star. */
  readonly environments: readonly string[];
  readonly images: readonly string[];
  /** Containers that are not looked at. */
  readonly except: readonly string[];
}

/** What commands take from the configuration of the policy pack. */
export interface GuardRails {
  readonly budgets: Budgets;
  readonly proven: Proven;
  /** Patterns of settings that each stack has for itself. */
  readonly mayDiffer: readonly string[];
}

/** Nothing is known of hosts, and no environment waits for another one to prove its images. */
export const noGuardRails: GuardRails = {
  budgets: {},
  proven: { environments: [], images: [], except: [] },
  mayDiffer: [],
};

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
    z.looseObject({ enforcementLevel: z.string().optional(), ...settings }),
  );

const guardRailsSchema = z.looseObject({
  all: rule({}),
  "host-memory": rule({
    hosts: z.record(z.string(), z.looseObject({ memory: size, shares: z.array(share) })).default({}),
  }),
  "proven-images": rule({ environments: names, images: names, except: names }),
  "same-settings": rule({ mayDiffer: names }),
});

/**
 * Reads what the configuration of the policy pack says of memory, images and settings.
 * @throws Failure where the text is none.
 */
export function readGuardRails(source: string, text: string): GuardRails {
  const { data, error } = guardRailsSchema.safeParse(parse(source, text));
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
    // What a promotion leaves alone, whether or not a policy compares it.
    mayDiffer: data["same-settings"].mayDiffer,
  };
}

const usual = "guard-rails.json";

/** The file with guard rails. */
export interface GuardRailsFile {
  readonly name: string;
  readonly text: string;
}

/**
 * The file that a command was told of, or the usual one of the folder where it has one.
 * @throws Failure where the named one cannot be read.
 */
export function guardRailsFile(
  surroundings: Pick<Surroundings, "folder" | "input">,
  named: string | undefined,
): GuardRailsFile | undefined {
  if (named === undefined && !existsSync(resolve(surroundings.folder, usual))) return undefined;
  const name = named ?? usual;
  return { name, text: readFile(surroundings, name, `--guard-rails ${usual}`) };
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

function parse(source: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure(`${source}: it is not JSON: ${(error as Error).message}; ${example}`);
  }
}
