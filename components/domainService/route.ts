import { stringify } from "yaml";
import { isWildcard, wildcardPattern } from "../shared/domain";
import { byCode } from "../shared/order";
import { revisionOf } from "../shared/revision";
import { routesDirectory } from "../traefikRouter/config";
import { type Spoken, tlsTransport, urlOf } from "./protocol";
import { renderReadiness } from "./readiness";
import { revisionRouter } from "./taken";

/** How a container is asked whether it can serve. */
export type Probe =
  | { readonly kind: "http"; readonly path: string }
  | { readonly kind: "tcp" }
  | { readonly kind: "grpc" };

/** What one way into a service, in its route file, depends on. */
export interface Route extends Spoken {
  readonly service: string;
  readonly domains: readonly string[];
  /** Begins with a slash and does not end with one; absent for all paths. */
  readonly pathPrefix?: string;
  readonly stripPrefix: boolean;
  readonly probe: Probe;
  readonly sticky: boolean;
  /** Networks of clients that are let in; absent for everyone. */
  readonly allow?: readonly string[];
  /** Bcrypt hashes by name of the user; absent where nobody is asked. */
  readonly users?: Readonly<Record<string, string>>;
  /** Whether farms of other hosts ask, which reach nothing but the port that serves. */
  readonly askedOverWire: boolean;
  /** `name:port` of each container. */
  readonly servers: readonly string[];
}

/** A rendered route file and the fingerprint by which the router can be asked whether it has taken it. */
export interface RouteFile {
  readonly text: string;
  readonly revision: string;
  /** Files with users, and what they hold; none where nobody is asked. */
  readonly users: readonly { readonly file: string; readonly text: string }[];
}

/** Where a service's users are. In the route file itself, Traefik's dashboard would show their hashes. */
export const usersFileOf = (service: string): string => `${routesDirectory}/${service}.users`;

/** An exact name goes before any wildcard, a longer prefix before a shorter one. */
const priorities = { exact: 2000, wildcard: 1000 } as const;

/**
 * Renders one service's file for Traefik's file provider.
 * @param also further ways into the service: the router takes all of them at once
 * @see https://doc.traefik.io/traefik/reference/routing-configuration/other-providers/file/
 */
export function renderRoute(route: Route, also: readonly Route[] = []): RouteFile {
  const all = [route, ...also];
  const body = {
    middlewares: merged(all, (one) => ({ ...middlewares(one), ...renderReadiness(one).middlewares })),
    routers: merged(all, (one) => ({ ...routers(one), ...renderReadiness(one).routers })),
    services: merged(all, services),
    ...transports(all),
  };
  const users = all.flatMap((one) =>
    one.users ? [{ file: usersFileOf(one.service), text: renderUsers(one.users) }] : [],
  );
  // The router reads the users when it takes a route: other users need another revision. It is seen in logs and
  // process lists, and gives nothing away: each hash has a random salt of 128 bits, without which no guess at a
  // password can be compared with these 48.
  const revision = revisionOf(JSON.stringify(body) + users.map(({ text }) => text).join(""));
  const routersWithRevision = { ...body.routers, ...revisionRouter(route.service, revision) };
  const text = stringify(
    { http: { ...body, routers: routersWithRevision } },
    { sortMapEntries: true, lineWidth: 0 },
  );
  return { text, revision, users };
}

const merged = (all: readonly Route[], part: (one: Route) => object): object =>
  Object.assign({}, ...all.map(part));

/** How connections to containers are opened, where that has to be said. */
function transports(all: readonly Route[]) {
  const given = merged(all, (one) => {
    const transport = tlsTransport(one);
    return transport ? { [one.service]: transport } : {};
  });
  return Object.keys(given).length > 0 ? { serversTransports: given } : {};
}

/** One user on a line, in the form of Apache's password files. */
const renderUsers = (users: Readonly<Record<string, string>>): string =>
  Object.entries(users)
    .sort(([a], [b]) => byCode(a, b))
    .map(([user, hash]) => `${user}:${hash}\n`)
    .join("");

/** In the order in which they are applied: a client that is not let in is not even asked for a password. */
const middlewares = ({ service, allow, users, pathPrefix, stripPrefix }: Route) => ({
  ...(allow ? { [`${service}_allow`]: allowList(allow) } : {}),
  ...(users
    ? {
        [`${service}_users`]: {
          basicAuth: { realm: service, removeHeader: true, usersFile: usersFileOf(service) },
        },
      }
    : {}),
  // Only connections that could not be opened are tried again: Traefik never repeats a request it has sent.
  // With few containers the next choice can be the dead one again, so a few attempts are not enough.
  [`${service}_retry`]: { retry: { attempts: 10, initialInterval: "20ms" } },
  ...(pathPrefix && stripPrefix ? { [`${service}_strip`]: { stripPrefix: { prefixes: [pathPrefix] } } } : {}),
});

/**
 * The client is the last that the farm names: it sets the header anew. From anyone else the router has dropped
 * the header, and without an address nobody is let in.
 */
const allowList = (networks: readonly string[]) => ({
  ipAllowList: { ipStrategy: { depth: 1 }, sourceRange: [...networks].sort(byCode) },
});

function routers(route: Route) {
  const groups = {
    exact: route.domains.filter((name) => !isWildcard(name)).sort(),
    wildcard: route.domains.filter(isWildcard).sort(),
  };
  const applied = Object.keys(middlewares(route));
  return Object.fromEntries(
    (["exact", "wildcard"] as const)
      .filter((group) => groups[group].length > 0)
      .map((group) => [
        group === "exact" ? route.service : `${route.service}_wildcard`,
        {
          entryPoints: ["web"],
          middlewares: applied,
          priority: priorities[group] + (route.pathPrefix?.length ?? 0),
          rule: rule(groups[group], route.pathPrefix),
          service: route.service,
        },
      ]),
  );
}

function rule(domains: readonly string[], prefix?: string): string {
  const hosts = domains.map((name) =>
    isWildcard(name) ? `HostRegexp(\`${wildcardPattern(name)}\`)` : `Host(\`${name}\`)`,
  );
  const host = hosts.length > 1 ? `(${hosts.join(" || ")})` : hosts.join();
  return prefix ? `${host} && (Path(\`${prefix}\`) || PathPrefix(\`${prefix}/\`))` : host;
}

const services = ({ service, servers, sticky, probe, ...spoken }: Route) => ({
  [service]: {
    loadBalancer: {
      ...(probe.kind === "http" ? { healthCheck: { path: probe.path, interval: "5s", timeout: "3s" } } : {}),
      ...(probe.kind === "grpc" ? { healthCheck: { mode: "grpc", interval: "5s", timeout: "3s" } } : {}),
      passHostHeader: true,
      servers: servers.map((server) => ({ url: urlOf(spoken, server) })),
      ...(tlsTransport({ service, ...spoken }) ? { serversTransport: service } : {}),
      ...(sticky
        ? {
            sticky: {
              cookie: { httpOnly: true, secure: true, name: `homeport_${service}`, sameSite: "lax" },
            },
          }
        : {}),
    },
  },
});
