import { byCode } from "../shared/order";
import type { Route } from "./route";

/** The name under which a farm asks whether a service can serve. It is no domain name: no visitor gets there. */
export const readinessHost = (service: string): string => `${service}_ready`;

/** A name that the application knows; an exact one where there is any, whatever their order. */
const knownName = (domains: readonly string[]): string =>
  ([...domains].sort(byCode).at(-1) ?? "").replace("*", "probe");

/**
 * The part of a route file by which farms ask. A service on several routers is sent only to those that say yes: a
 * router that has lost its containers, or has just come back without them, answers for nobody. It is there with one
 * router too: after a change from several to one, a farm goes on asking until it has been told.
 */
export function renderReadiness(route: Route) {
  const { service, askedOverWire } = route;
  const { through, middlewares, answeredBy } = question(route);
  const applied = [...through, ...Object.keys(middlewares)];
  return {
    middlewares,
    routers: {
      [`${service}_ready`]: {
        // A port that is published for everyone does not tell: it would be a way past the service's own passwords.
        entryPoints: ["ping", ...(askedOverWire ? ["web"] : [])],
        ...(applied.length > 0 ? { middlewares: applied } : {}),
        rule: `Host(\`${readinessHost(service)}\`)`,
        service: answeredBy,
      },
    },
  };
}

/** What is asked of whom, and through which of the service's own middlewares. */
function question({ service, domains, probe }: Route) {
  switch (probe.kind) {
    case "http":
      return {
        through: [`${service}_retry`],
        middlewares: {
          [`${service}_ready_name`]: { headers: { customRequestHeaders: { Host: knownName(domains) } } },
          // A path is all that the router can put in place of another: what stands behind a question mark is left out.
          [`${service}_ready_path`]: { replacePath: { path: probe.path.replace(/\?.*/s, "") } },
        },
        answeredBy: service,
      };
    case "grpc":
      return {
        through: [`${service}_retry`],
        middlewares: {
          [`${service}_ready_name`]: {
            headers: {
              customRequestHeaders: {
                Host: knownName(domains),
                "Content-Type": "application/grpc",
                TE: "trailers",
              },
            },
          },
          // Whoever speaks gRPC answers with status 200, also that there is no such method.
          [`${service}_ready_path`]: { replacePath: { path: "/homeport.Ready/Ask" } },
        },
        answeredBy: service,
      };
    case "tcp":
      // The router cannot ask whether a port is open. That it has the route is told even so.
      return { through: [], middlewares: {}, answeredBy: "ping@internal" };
  }
}
