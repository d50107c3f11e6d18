import { revisionRouter } from "../services/taken";
import { revisionOf } from "../shared/revision";
import { renderFile } from "./file";

/** Name of the file that says what happens to a request without a route; no service can have it. */
export const unroutedFile = "unrouted_.yml";

/** Header of an answer by which a router tells that it has no route for the request, and has loaded all it has. */
export const unroutedHeader = "X-Homeport-Unrouted";

/**
 * Renders what a router answers where no route fits. A farm sends only names that are served, so the route is not there
 * yet, or nobody has the path: 503. Everyone else gets 404; one without the header is of a router that has no routes yet.
 * @param farms their addresses
 */
export function renderUnrouted(farms: readonly string[]): string {
  const body = {
    middlewares: {
      unrouted_: { headers: { customResponseHeaders: { [unroutedHeader]: "yes" } } },
      unrouted_stranger: {
        errors: {
          status: ["200-999"],
          statusRewrites: { "200-999": 404 },
          service: "ping@internal",
          query: "/ping",
        },
      },
    },
    routers: {
      unrouted_: {
        entryPoints: ["web"],
        middlewares: ["unrouted_"],
        priority: 2,
        rule: farms.map((farm) => `ClientIP(\`${farm}\`)`).join(" || "),
        service: "unrouted_",
      },
      unrouted_stranger: {
        entryPoints: ["web"],
        middlewares: ["unrouted_", "unrouted_stranger"],
        priority: 1,
        rule: "PathPrefix(`/`)",
        service: "unrouted_",
      },
    },
    services: { unrouted_: { loadBalancer: { servers: [] } } },
  };
  const revision = revisionRouter("unrouted_", revisionOf(JSON.stringify(body)));
  return renderFile({ http: { ...body, routers: { ...body.routers, ...revision } } });
}
