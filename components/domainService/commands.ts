import type { Titled } from "../dockerHost/hostCommand";
import { lastLines, shellInside } from "../shared/inside";
import { quote } from "../shared/shell";
import { renderWithdraw } from "./publish";

// Root inside the container: the router itself, another user, cannot change its routes.
const insideRouter = (router: string): string => shellInside(router, "-u", "0");

/** Publishes a service's route; the script inside names the container that is not ready. */
export const publishCommand = (service: string, router: string): Titled => ({
  title: `publish the route of ${service}`,
  script: `failed=$(${insideRouter(router)}) || { ${lastLines(`"\${failed:-${router}}"`)}; exit 1; }`,
});

/** Takes a service's route away; a router that is gone has none. */
export const withdrawCommand = (service: string, router: string, drainSeconds: number): Titled => ({
  title: `withdraw the route of ${service}`,
  script: `${insideRouter(router)} -c ${quote(renderWithdraw(service, drainSeconds))} || ! docker inspect ${router} >/dev/null 2>&1`,
});
