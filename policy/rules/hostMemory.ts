import { isAmong, matches } from "../../components/shared/pattern";
import { type MemorySize, memoryPattern, toMebibytes } from "../../components/shared/size";
import type { Container } from "../container";
import type { Finding, StackRule } from "../rule";

/** The part of a host's memory that an environment may take; `count` environments, where the name is a pattern. */
interface Share {
  readonly environment: string;
  readonly memory: MemorySize;
  readonly count?: number;
}

interface Budget {
  readonly memory: MemorySize;
  readonly shares: readonly Share[];
}

/**
 * A policy sees one stack. So each environment has its share of a host, the shares have to fit into the host, and what
 * a stack's containers may take has to fit into its environment's share: then all environments fit together.
 */
export const hostMemory: StackRule<{ hosts: Record<string, Budget>; except: readonly string[] }> = {
  about: "stack",
  name: "host-memory",
  description: "What the containers of all environments may take fits into their host.",
  settings: {
    hosts: {
      type: "object",
      default: {},
      description:
        "What containers may take of each host, and how environments share it, by the host's name.",
      additionalProperties: {
        type: "object",
        required: ["memory", "shares"],
        additionalProperties: false,
        properties: {
          memory: { type: "string", pattern: memoryPattern },
          shares: {
            type: "array",
            items: {
              type: "object",
              required: ["environment", "memory"],
              additionalProperties: false,
              properties: {
                environment: { type: "string" },
                memory: { type: "string", pattern: memoryPattern },
                count: { type: "integer", minimum: 1 },
              },
            },
          },
        },
      },
    },
  },
  check: ({ containers }, { hosts, except }) =>
    Object.entries(hosts).flatMap(([host, budget]) => {
      const here = containers.filter((one) => one.host === host && !isAmong(except, one.name));
      const environments = [...new Set(here.map(({ environment }) => environment))];
      return [
        ...overbooked(host, budget),
        ...environments.flatMap((environment) =>
          overdrawn(
            host,
            budget,
            environment,
            here.filter((one) => one.environment === environment),
          ),
        ),
      ];
    }),
};

function overbooked(host: string, { memory, shares }: Budget): Finding[] {
  const given = shares.reduce((sum, share) => sum + toMebibytes(share.memory) * (share.count ?? 1), 0);
  if (given <= toMebibytes(memory)) return [];
  return [
    { message: `host ${host}: its shares add up to ${given} MiB, and it has ${memory}; make one smaller` },
  ];
}

function overdrawn(
  host: string,
  { shares }: Budget,
  environment: string,
  containers: Container[],
): Finding[] {
  const share = shares.find((one) => matches(one.environment, environment));
  if (!share)
    return [
      {
        message: `host ${host}: environment ${environment} has no share of its memory; add one, example: ${JSON.stringify({ environment, memory: "1GiB" })}; a name that ends with a star is for several`,
      },
    ];
  const taken = containers.reduce((sum, { memory }) => sum + (typeof memory === "number" ? memory : 0), 0);
  if (taken <= toMebibytes(share.memory)) return [];
  return [
    {
      message: `host ${host}: the ${containers.length} containers of ${environment} may take ${taken} MiB, and its share is ${share.memory}; lower a limit or raise the share`,
    },
  ];
}
