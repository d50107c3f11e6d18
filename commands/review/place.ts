import { Failure } from "../shared/failure";

/** Base ports, to which each environment adds its own offset. */
export interface BasePorts {
  readonly http: number;
  readonly https: number;
  readonly stats: number;
  readonly router: number;
}

/** Where environments of merge requests can be, one beside the other. */
export interface Room {
  readonly firstOffset: number;
  readonly stride: number;
  readonly places: number;
  readonly subnets: Subnets;
}

/** A network to be cut into pieces, as its first address, and how many. */
export interface Subnets {
  readonly first: readonly [number, number];
  readonly pieces: number;
}

/** One environment's place. */
export interface Place {
  readonly offset: number;
  readonly subnet: string;
}

/** From here on Linux takes ports for connections of its own. */
const lastPort = 32_767;

/** Addresses of an environment's network: a /26, half of it for containers. */
const pieceSize = 64;

/**
 * Works out where environments go so that no two share a port, and none has one that is taken.
 * @param taken ports of the environments that stay: all places are above them
 * @param subnets a /16 for the networks, as `172.29.0.0/16`
 * @throws Failure where there is no room.
 */
export function roomAbove(base: BasePorts, taken: readonly number[], subnets: string): Room {
  const ports = Object.values(base);
  const firstOffset = Math.max(0, ...taken) - Math.min(...ports) + 1;
  const stride = strideOf(ports);
  const byPorts = Math.floor((lastPort - Math.max(...ports) - firstOffset) / stride) + 1;
  const pool = poolOf(subnets);
  const places = Math.min(byPorts, pool.pieces);
  if (places < 1)
    throw new Failure(
      `ports: there is no room between those of the other stacks (up to ${Math.max(...taken)}) and ${lastPort}; choose smaller base ports or offsets`,
    );
  return { firstOffset, stride, places, subnets: pool };
}

/** A merge request's number always has the same place; numbers that are as far apart as there are places share one. */
export function placeOf(number: number, { firstOffset, stride, places, subnets }: Room): Place {
  const at = number % places;
  const [a, b] = subnets.first;
  const address = at * pieceSize;
  return {
    offset: firstOffset + at * stride,
    subnet: `${a}.${b}.${address >> 8}.${address & 255}/26`,
  };
}

/** The smallest step by which the ports of one environment never meet those of another. */
function strideOf(ports: readonly number[]): number {
  const distances = ports
    .flatMap((a) => ports.map((b) => Math.abs(a - b)))
    .filter((distance) => distance > 0);
  let stride = 1;
  while (distances.some((distance) => distance % stride === 0)) stride++;
  return stride;
}

function poolOf(text: string): Subnets {
  const [, a, b] = /^(\d{1,3})\.(\d{1,3})\.0\.0\/16$/.exec(text) ?? [];
  const first = [Number(a), Number(b)] as const;
  if (!a || !b || first.some((byte) => byte > 255))
    throw new Failure(
      `--subnets: ${JSON.stringify(text)} is not a network of 16 bits; example: 172.29.0.0/16`,
    );
  return { first, pieces: 2 ** 16 / pieceSize };
}
