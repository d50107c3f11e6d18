import { isOfFigures } from "../../components/front/farm/ownBackends";
import { Counted } from "./counted";
import type { Request } from "./request";

/** Whatever is logged: so many paths are kept, and so many addresses of each service. */
const most = { paths: 2_000, addresses: 2_000 } as const;

/** What a service was asked for. */
export interface ServiceTraffic {
  readonly service: string;
  readonly requests: number;
  /** Answers that say so (5xx). */
  readonly errors: number;
  /** Answers that are for the visitor to mend (4xx). */
  readonly refused: number;
  /** Visitors who went before there was an answer. */
  readonly left: number;
  /** Bytes. */
  readonly sent: number;
  /** Those that asked most. */
  readonly addresses: readonly { readonly address: string; readonly requests: number }[];
}

/** How long a path took. */
export interface PathTraffic {
  readonly path: string;
  readonly service: string;
  readonly requests: number;
  /** Milliseconds. */
  readonly mean: number;
  readonly longest: number;
}

/** What a farm was asked for. */
export interface Traffic {
  /** Times of the first and the last request. @default there is none */
  readonly from?: string;
  readonly to?: string;
  /** The busiest first. */
  readonly services: readonly ServiceTraffic[];
  /** The slowest first. */
  readonly paths: readonly PathTraffic[];
  /** How often a monitor asked, which is counted nowhere else. */
  readonly monitor: number;
  /** Whether there were more paths or addresses than are kept: some of their counts may be too low. */
  readonly atLeast: boolean;
}

interface Service {
  requests: number;
  errors: number;
  refused: number;
  left: number;
  sent: number;
  readonly addresses: Counted<number>;
}

interface Path {
  readonly service: string;
  readonly requests: number;
  readonly milliseconds: number;
  readonly longest: number;
}

const mean = ({ milliseconds, requests }: Path): number => milliseconds / requests;

/** What is told of what was counted, and whose. */
interface Counting {
  /** Addresses of those who ask for a monitor. */
  readonly monitors: ReadonlySet<string>;
  readonly ownerOf: (host: string, path: string) => string;
  /** How an address is written. */
  readonly tellAddress: (address: string) => string;
  /** How many paths, and addresses of each service. */
  readonly top: number;
}

/** Counts requests as they come, in an amount of memory that does not grow with them. */
export async function tally(
  requests: AsyncIterable<Request>,
  { monitors, ownerOf, tellAddress, top }: Counting,
): Promise<Traffic> {
  const services = new Map<string, Service>();
  const paths = new Counted<Path>(most.paths, mean);
  let from: string | undefined;
  let to: string | undefined;
  let monitor = 0;
  for await (const request of requests) {
    const { time, host, path, visitor, milliseconds, backend } = request;
    // What asks for figures is another container, whose address may have been another one then.
    if (monitors.has(visitor) || isOfFigures(backend)) {
      monitor += 1;
      continue;
    }
    from = from === undefined || time < from ? time : from;
    to = to === undefined || time > to ? time : to;
    const service = ownerOf(host, path);
    const own = services.get(service) ?? nothing();
    services.set(service, own);
    count(own, request);
    own.addresses.change(tellAddress(visitor), (before = 0) => before + 1);
    if (isAnswered(request))
      paths.change(`${host}${path}`, (before) => ({
        service,
        requests: (before?.requests ?? 0) + 1,
        milliseconds: (before?.milliseconds ?? 0) + milliseconds,
        longest: Math.max(before?.longest ?? 0, milliseconds),
      }));
  }
  return {
    ...(from === undefined ? {} : { from, to }),
    services: [...services]
      .map(([service, { addresses, ...own }]) => ({
        ...{ service, ...own },
        addresses: addresses
          .heaviest()
          .slice(0, top)
          .map(([address, requests]) => ({ address, requests })),
      }))
      .sort((a, b) => b.requests - a.requests),
    paths: paths
      .heaviest()
      .slice(0, top)
      .map(([path, one]) => ({
        ...{ path, service: one.service, requests: one.requests },
        ...{ mean: Math.round(mean(one)), longest: one.longest },
      })),
    monitor,
    atLeast: paths.dropped || [...services.values()].some(({ addresses }) => addresses.dropped),
  };
}

const nothing = (): Service => ({
  ...{ requests: 0, errors: 0, refused: 0, left: 0, sent: 0 },
  addresses: new Counted(most.addresses, (requests) => requests),
});

function count(own: Service, { status, bytes }: Request): void {
  own.requests += 1;
  own.sent += bytes;
  if (status >= 500) own.errors += 1;
  else if (status >= 400) own.refused += 1;
  else if (status < 100) own.left += 1;
}

/** A websocket is as long as it is wanted, and a visitor who went has no answer that could be slow. */
const isAnswered = ({ status }: Request): boolean => status > 101;
