import { byCode } from "../../components/shared/order";
import { containerFacts } from "../read/facts";
import { hostOf } from "./hosts";
import type { ResourceChange } from "./resource";
import { types } from "./types";

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
}

/** Mebibytes by name of the host. */
export type Budgets = Readonly<Record<string, number>>;

interface Share {
  readonly host: string;
  readonly before: number;
  readonly after: number;
  readonly during: number;
  readonly unlimited: number;
}

/** Adds up the limits of all environments' containers on each host. */
export function memoryByHost(resources: readonly ResourceChange[], budgets: Budgets): HostMemory[] {
  const sums = new Map<string, Share>();
  for (const share of resources.filter(({ type }) => type === types.container).flatMap(sharesOf))
    sums.set(share.host, add(sums.get(share.host), share));
  return [...sums.values()]
    .sort((a, b) => byCode(a.host, b.host))
    .map((sum) => ({ ...sum, budget: budgets[sum.host] }));
}

function sharesOf(container: ResourceChange): Share[] {
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

const add = (sum: Share | undefined, share: Share): Share => ({
  host: share.host,
  before: (sum?.before ?? 0) + share.before,
  after: (sum?.after ?? 0) + share.after,
  during: (sum?.during ?? 0) + share.during,
  unlimited: (sum?.unlimited ?? 0) + share.unlimited,
});
