import type { Web } from "../labels/web";
import type { Notes } from "../notes";
import { prefixOf, type VirtualHost, type Way } from "./virtualHost";

/** What a container publishes. */
export interface Published {
  /** The machine's port. @default the engine chooses one */
  readonly host?: string;
  readonly container: string;
}

/** A container, by what a proxy could have led to it. */
export interface Reachable {
  readonly key: string;
  /** Names on networks. */
  readonly names: readonly string[];
  readonly published: readonly Published[];
}

/** Brings virtual hosts together with the containers that they lead to: by the published port, or by name. */
export function meet(
  hosts: readonly VirtualHost[],
  containers: readonly Reachable[],
  notes: Notes,
): ReadonlyMap<string, readonly Web[]> {
  const met = new Map<string, Web[]>();
  for (const { domains, ways, at } of hosts) {
    const named = domains.join(", ") || "a virtual host without a name";
    if (ways.length === 0) {
      notes.add(
        "leftOut",
        at,
        `${named}: this virtual host leads to no application, but to another address or to files`,
      );
      continue;
    }
    for (const way of ways) {
      const [found] = containers.flatMap((one) => {
        const port = portOf(way, one);
        return port === undefined ? [] : [{ key: one.key, port }];
      });
      if (found === undefined) {
        notes.add(
          "leftOut",
          way.at,
          `${named}: ${way.host}:${way.port} is none of these containers, which publish no such port`,
        );
        continue;
      }
      met.set(found.key, join(met.get(found.key) ?? [], webOf(domains, way, found.port)));
    }
  }
  return met;
}

function portOf({ host, port }: Way, { names, published }: Reachable): string | undefined {
  if (names.includes(host)) return port;
  return published.find((one) => one.host === port)?.container;
}

function webOf(domains: readonly string[], { at, path, strips, scheme, allow }: Way, port: string): Web {
  const prefix = prefixOf(path);
  return {
    at,
    domains,
    port,
    ...(prefix === "" ? {} : { pathPrefix: prefix }),
    ...(strips ? { stripPrefix: true } : {}),
    ...(scheme === "http" ? {} : { protocol: scheme }),
    ...(allow ? { allow } : {}),
  };
}

/** A way that another one covers says nothing new: websockets beside the rest, or the same by plain HTTP. */
function join(webs: readonly Web[], web: Web): Web[] {
  const covered = (one: Web, by: Web) =>
    one.port === by.port &&
    !one.stripPrefix &&
    JSON.stringify(one.allow) === JSON.stringify(by.allow) &&
    one.domains.every((domain) => by.domains.includes(domain)) &&
    `${one.pathPrefix ?? ""}/`.startsWith(`${by.pathPrefix ?? ""}/`);
  if (webs.some((one) => covered(web, one))) return [...webs];
  return [...webs.filter((one) => !covered(one, web)), web];
}
