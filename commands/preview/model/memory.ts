import { byCode } from "../../../components/shared/order";
import { matches } from "../../../components/shared/pattern";
import type { Budget, Budgets } from "../../shared/guardRails";
import { types } from "../../shared/types";
import { containerFacts } from "../read/facts";
import { hostOf } from "./hosts";
import type { ResourceChange } from "./resource";

/** What the containers on a host may take together, in mebibytes. */
export interface HostMemory {
  readonly host: string;
  readonly before: number;
  readonly after: number;
  /** While old containers run beside their successors. */
  readonly during: number;
  /** Containers without a limit: they may take everything. */
  readonly unlimited: number;
  /** @default nobody has named one */
  readonly budget?: number;
  /** What is left free for environments that are not looked at. */
  readonly kept: readonly Kept[];
}

/** What environments of this name may take, all together, in mebibytes. */
export interface Kept {
  readonly environment: string;
  readonly memory: number;
}

interface Sum {
  readonly host: string;
  readonly before: number;
  readonly after: number;
  readonly during: number;
  readonly unlimited: number;
}

/**
 * Adds up the limits of all environments' containers on each host.
 * @param present environments whose containers are counted
 */
export function memoryByHost(
  resources: readonly ResourceChange[],
  budgets: Budgets,
  present: readonly string[],
): HostMemory[] {
  const sums = new Map<string, Sum>();
  for (const sum of resources.filter(({ type }) => type === types.container).flatMap(sumsOf))
    sums.set(sum.host, add(sums.get(sum.host), sum));
  return [...sums.values()]
    .sort((a, b) => byCode(a.host, b.host))
    .map((sum) => {
      const budget = budgets[sum.host];
      return { ...sum, budget: budget?.memory, kept: keptFree(budget, present) };
    });
}

/** Each environment has the first share that is for its name; what is left of a share is for others. */
function keptFree(budget: Budget | undefined, present: readonly string[]): Kept[] {
  const shares = budget?.shares ?? [];
  const taken = present.map((name) => shares.find(({ environment }) => matches(environment, name)));
  return shares.flatMap((share) => {
    const left = share.count - taken.filter((one) => one === share).length;
    return left > 0 ? [{ environment: share.environment, memory: left * share.memory }] : [];
  });
}

function sumsOf(container: ResourceChange): Sum[] {
  const { action, order, before, after } = container;
  const old = before && memoryOf(before);
  const now = after && memoryOf(after);
  const [from, to] = [hostOf(before), hostOf(after)];
  const oldStays = action === "delete" || (action === "replace" && order !== "stop-first");
  const moves = from !== to;
  return [
    ...(from && old && moves ? [{ ...nothing, host: from, before: old.limit, during: old.limit }] : []),
    ...(to && now
      ? [
          {
            host: to,
            before: moves ? 0 : (old?.limit ?? 0),
            after: now.limit,
            during: now.limit + (oldStays && !moves ? (old?.limit ?? 0) : 0),
            unlimited: now.unlimited,
          },
        ]
      : []),
  ];
}

const nothing = { before: 0, after: 0, during: 0, unlimited: 0 };

const memoryOf = (state: Parameters<typeof containerFacts>[0]) => {
  const { memory } = containerFacts(state);
  return { limit: memory ?? 0, unlimited: memory === undefined ? 1 : 0 };
};

const add = (all: Sum | undefined, one: Sum): Sum => ({
  host: one.host,
  before: (all?.before ?? 0) + one.before,
  after: (all?.after ?? 0) + one.after,
  during: (all?.during ?? 0) + one.during,
  unlimited: (all?.unlimited ?? 0) + one.unlimited,
});
