import { admittedHeader } from "../router/admitted";
import { routesDirectory } from "../router/config";
import { renderFile } from "../router/file";
import { byCode } from "../shared/order";
import { revisionOf } from "../shared/revision";
import type { AddressPlan } from "../shared/subnet";
import { renderExceptions } from "./exceptions";
import type { Probe } from "./probe";
import { urlOf } from "./protocol";
import { questionOf } from "./question";
import { renderReadiness } from "./readiness";
import { renderRefused } from "./refused";
import { answered } from "./responseHeaders";
import { namesOf } from "./rules";
import { type SignInAt, signedIn } from "./signIn";
import { revisionRouter } from "./taken";
import type { Asked } from "./throughRouter";
import { mayTakeH2, transportOf } from "./transport";
import { triedAgain } from "./triedAgain";

/** What one way into a service, in its route file, depends on. */
export interface Route extends Asked {
  readonly service: string;
  /** Names that lead to its domains. @default none */
  readonly redirectedHere?: readonly string[];
  readonly sticky: boolean;
  /**
   * Addresses of the farms, whose visitors have shown a certificate to them: nobody else is let in.
   * @default visitors need no certificate
   */
  readonly onlyFarms?: readonly string[];
  /** Networks of clients that are let in; absent for everyone. */
  readonly allow?: readonly string[];
  /** Bcrypt hashes by name of the user; absent where nobody is asked. */
  readonly users?: Readonly<Record<string, string>>;
  /** Paths at and below which nobody is asked. */
  readonly usersExcept?: readonly string[];
  /** Whether preflights are asked, too. */
  readonly askPreflights?: boolean;
  /** The sign-in that each request is shown to; absent where nobody is asked. */
  readonly signIn?: SignInAt;
  /** Headers of answers, in the place of the application's own. */
  readonly responseHeaders?: Readonly<Record<string, string>>;
  /** Headers that no answer has. */
  readonly removeHeaders?: readonly string[];
  /** Whether answers of text are packed. */
  readonly compress?: boolean;
  /** Whether farms of other hosts ask, which reach nothing but the port that serves. */
  readonly askedOverWire: boolean;
  /** Who has which address on the router's network. */
  readonly addresses: Pick<AddressPlan, "subnet" | "subnet6" | "gateway" | "gateway6">;
  /** How long a connection without a request is kept; absent for as long as the router does by itself. */
  readonly keepAliveSeconds?: number;
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

/**
 * Renders one service's file for Traefik's file provider.
 * @param also further ways into the service: the router takes all of them at once
 * @see https://doc.traefik.io/traefik/reference/routing-configuration/other-providers/file/
 */
export function renderRoute(route: Route, also: readonly Route[] = []): RouteFile {
  const all = [route, ...also];
  const body = {
    middlewares: someOf(
      merged(all, (one) => ({ ...middlewares(one), ...merged(parts(one), (part) => part.middlewares) })),
    ),
    routers: merged(all, (one) => ({ ...routers(one), ...merged(parts(one), (part) => part.routers) })),
    services: merged(all, services),
    serversTransports: transports(all),
  };
  const users = all.flatMap((one) =>
    one.users ? [{ file: usersFileOf(one.service), text: renderUsers(one.users) }] : [],
  );
  // The router reads the users when it takes a route: other users need another revision. It is seen in logs and
  // process lists, and gives nothing away: each hash has a random salt of 128 bits, without which no guess at a
  // password can be compared with these 48.
  const revision = revisionOf(JSON.stringify(body) + users.map(({ text }) => text).join(""));
  const routersWithRevision = { ...body.routers, ...revisionRouter(route.service, revision) };
  const text = renderFile({ http: { ...body, routers: routersWithRevision } });
  return { text, revision, users };
}

/** What a way has beside its own routers. */
const parts = (one: Route) => [
  renderReadiness(one),
  renderRefused(one, namesOf(one)),
  renderExceptions(one, namesOf(one), pastUsers(one)),
];

const merged = <One>(all: readonly One[], part: (one: One) => object): object =>
  Object.assign({}, ...all.map(part));

/** How connections to containers are opened and kept, where that has to be said. */
function transports(all: readonly Route[]) {
  const given = all.flatMap((one) => {
    const transport = transportOf(one);
    return transport ? [[one.service, transport] as const] : [];
  });
  return someOf(Object.fromEntries(given));
}

/** Traefik refuses a whole file for an empty part. */
const someOf = (part: object): object | undefined => (Object.keys(part).length > 0 ? part : undefined);

/** One user on a line, in the form of Apache's password files. */
const renderUsers = (users: Readonly<Record<string, string>>): string =>
  Object.entries(users)
    .sort(([a], [b]) => byCode(a, b))
    .map(([user, hash]) => `${user}:${hash}\n`)
    .join("");

/** In the order in which they are applied: a client that is not let in is not even asked for a password. */
const middlewares = (route: Route) => ({
  ...guards(route),
  ...signedIn(route),
  ...answered(route),
  ...triedAgain(route),
  ...stripped(route),
});

const guards = ({ service, onlyFarms, allow, users }: Route) => ({
  ...(onlyFarms ? { [`${service}_farms`]: callersList(onlyFarms) } : {}),
  ...(allow ? { [`${service}_allow`]: allowList(allow) } : {}),
  ...(users
    ? {
        [`${service}_users`]: {
          basicAuth: { realm: service, removeHeader: true, usersFile: usersFileOf(service) },
        },
        [`${service}_admitted`]: { headers: { customResponseHeaders: { [admittedHeader]: "yes" } } },
      }
    : {}),
});

/** Who has opened the connection, whatever headers say; behind a gate, who has opened the one to it. */
const callersList = (addresses: readonly string[]) => ({
  ipAllowList: { sourceRange: [...addresses].sort(byCode) },
});

const stripped = ({ service, pathPrefix, stripPrefix }: Route) =>
  pathPrefix && stripPrefix ? { [`${service}_strip`]: { stripPrefix: { prefixes: [pathPrefix] } } } : {};

/**
 * The client is the last that the farm names: it sets the header anew. From anyone else the router has dropped
 * the header, and without an address nobody is let in.
 */
const allowList = (networks: readonly string[]) => ({
  ipAllowList: { ipStrategy: { depth: 1 }, sourceRange: [...networks].sort(byCode) },
});

/** Names below the users' middleware, and behind it and what tells that it let someone in. */
function pastUsers(route: Route): [string[], string[]] {
  const applied = Object.keys(middlewares(route));
  const at = applied.indexOf(`${route.service}_users`);
  return [applied.slice(0, Math.max(at, 0)), applied.slice(at + 2)];
}

const routers = (route: Route) =>
  Object.fromEntries(
    namesOf(route).map(({ router, priority, rule }) => [
      router,
      {
        entryPoints: ["web"],
        middlewares: Object.keys(middlewares(route)),
        priority,
        rule,
        service: route.service,
      },
    ]),
  );

const services = (route: Route) => ({
  [route.service]: {
    loadBalancer: {
      ...healthCheck(route, route.probe),
      passHostHeader: true,
      ...(transportOf(route) ? { serversTransport: route.service } : {}),
      servers: route.servers.map((server) => ({ url: urlOf(route, server) })),
      ...(route.sticky
        ? {
            sticky: {
              cookie: { httpOnly: true, secure: true, name: `homeport_${route.service}`, sameSite: "lax" },
            },
          }
        : {}),
    },
  },
});

/** What was asked before a container got its first request is asked again, and the answer taken by the same rule. */
function healthCheck(route: Route, probe: Probe) {
  if (probe.kind === "tcp") return {};
  // Where no connection is tried again, who is gone has to be known sooner.
  const often = { interval: mayTakeH2(route) ? "1s" : "5s", timeout: "3s" };
  if (probe.kind === "grpc") return { healthCheck: { mode: "grpc", ...often } };
  const { path, host: hostname, headers } = questionOf(route, probe);
  const good = probe.status === undefined ? {} : { status: probe.status };
  const how = { path, hostname, headers, ...good, followRedirects: false };
  return { healthCheck: { ...how, ...often } };
}
