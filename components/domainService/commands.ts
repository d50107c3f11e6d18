import { lastLines, shellInside } from "../shared/inside";
import { commandLine, pollFunction, quote } from "../shared/shell";
import type { Titled } from "../shared/titled";
import { routerUser } from "../traefikRouter/config";
import { renderWithdraw } from "./publish";

// Root inside the container: the router itself, another user, cannot change its routes. What is written belongs
// to the router's group, so that it can read what nobody else may.
const insideRouter = (router: string): string => shellInside(router, "-u", `0:${routerUser}`);

/** Containers whose health the engine watches, and how long it may take, in seconds. */
export interface Watched {
  readonly containers: readonly string[];
  readonly seconds: number;
}

/** Publishes a service's route; the script inside names the container that is not ready. */
export const publishCommand = (service: string, router: string, watched?: Watched): Titled => ({
  title: `publish the route of ${service}`,
  script: `${watched ? `${awaitHealth(watched)}\n` : ""}failed=$(${insideRouter(router)}) || { ${lastLines(`"\${failed:-${router}}"`)}; exit 1; }`,
});

const awaitHealth = ({ containers, seconds }: Watched): string => `${pollFunction}
ailing() { docker inspect -f '{{slice .Name 1}} {{.State.Health.Status}}' ${commandLine(...containers)} | awk '$2 != "healthy" { print $1; exit }'; }
healthy() { [ -z "$(ailing)" ]; }
poll ${seconds} healthy || { failed=$(ailing); echo "$failed is not healthy after ${seconds} s" >&2; ${lastLines('"$failed"')}; exit 1; }`;

/** Takes a service's route away; a router that is gone has none. A host that is not reached has told nothing (255). */
export const withdrawCommand = (service: string, router: string, drainSeconds: number): Titled => ({
  title: `withdraw the route of ${service}`,
  script: `${insideRouter(router)} -c ${quote(renderWithdraw(service, drainSeconds))} || { docker inspect ${router} >/dev/null 2>&1; [ $? -eq 1 ]; }`,
});
