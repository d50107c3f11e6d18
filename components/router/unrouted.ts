import { stringify } from "yaml";
import { revisionRouter } from "../services/taken";
import { revisionOf } from "../shared/revision";

/** Name of the file that says what happens to a request without a route; no service can have it. */
export const unroutedFile = "unrouted_.yml";

/** Header of an answer by which a router tells its farms that it has no route for the request. */
export const unroutedHeader = "X-Homeport-Unrouted";

/**
 * Renders what a router answers its farms where no route fits: a farm sends only names that are served, so the route is
 * not there yet, or nobody has the path. Everyone else gets Traefik's own 404.
 * @param farms their addresses
 */
export function renderUnrouted(farms: readonly string[]): string {
  const body = {
    middlewares: { unrouted_: { headers: { customResponseHeaders: { [unroutedHeader]: "yes" } } } },
    routers: {
      unrouted_: {
        entryPoints: ["web"],
        middlewares: ["unrouted_"],
        priority: 1,
        rule: farms.map((farm) => `ClientIP(\`${farm}\`)`).join(" || "),
        service: "unrouted_",
      },
    },
    services: { unrouted_: { loadBalancer: { servers: [] } } },
  };
  const revision = revisionRouter("unrouted_", revisionOf(JSON.stringify(body)));
  return stringify(
    { http: { ...body, routers: { ...body.routers, ...revision } } },
    { sortMapEntries: true, lineWidth: 0 },
  );
}
