import type { HttpProbe } from "./probe";
import { becomes, grpcHeaders, questionOf, type Wanted } from "./question";
import type { Route } from "./route";
import { triedAgain } from "./triedAgain";

/** The name under which a farm asks whether a service can serve. It is no domain name: no visitor gets there. */
export const readinessHost = (service: string): string => `${service}_ready`;

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
        rule: `Host(\`${readinessHost(service)}\`) && (${fromOutside(route)})`,
        service: answeredBy,
      },
    },
  };
}

/** Of those on the router's network, the farm alone asks. All others come over a wire, or from the machine itself. */
function fromOutside({ farm, addresses }: Route): string {
  const { subnet, subnet6, gateway, gateway6 } = addresses;
  const from = (address: string) => `ClientIP(\`${address}\`)`;
  const asking = [farm, gateway, gateway6].filter((address) => address !== undefined).map(from);
  const inside = [subnet, subnet6].filter((network) => network !== undefined).map(from);
  return [...asking, inside.map((network) => `!${network}`).join(" && ")].join(" || ");
}

/** What is asked of whom, and through which of the service's own middlewares. */
function question(route: Route) {
  const { service, probe } = route;
  switch (probe.kind) {
    case "http":
      return {
        through: Object.keys(triedAgain(route)),
        middlewares: {
          ...rule(service, probe),
          // The query is the farm's own.
          ...becomes(`${service}_ready`, asVisitor(route, probe)),
        },
        answeredBy: service,
      };
    case "grpc":
      return {
        through: Object.keys(triedAgain(route)),
        // Whoever speaks gRPC answers with status 200, also that there is no such method.
        middlewares: becomes(
          `${service}_ready`,
          asVisitor(route, { path: "/homeport.Ready/Ask" }),
          grpcHeaders,
        ),
        answeredBy: service,
      };
    case "tcp":
      // The router cannot ask whether a port is open. That it has the route is told even so.
      return { through: [], middlewares: {}, answeredBy: "ping@internal" };
  }
}

/** The farm's address is told by the router itself. */
function asVisitor(route: Route, wanted: Wanted) {
  const question = questionOf(route, wanted);
  const { "X-Forwarded-For": _, "X-Real-IP": __, ...headers } = question.headers;
  return { ...question, headers };
}

/**
 * A farm takes each status from 200 to 399 for a yes. Where another one is the good one, the router says yes or no in
 * its place, so that a rule that changes does so in one moment with the route, and not when the farm hears of it.
 */
function rule(service: string, { status }: HttpProbe) {
  if (status === undefined) return {};
  const others = [...(status > 200 ? [`200-${status - 1}`] : []), `${status + 1}-999`];
  const statusRewrites = { [status]: 200, ...Object.fromEntries(others.map((range) => [range, 503])) };
  return {
    [`${service}_ready_rule`]: {
      errors: { status: ["200-999"], statusRewrites, service: "ping@internal", query: "/ping" },
    },
  };
}
