import { routerGroup, routerPorts } from "../../components/router/config";
import { fileOf, renderPublish } from "../../components/services/publish";
import { type Route, renderRoute } from "../../components/services/route";
import { revisionPath } from "../../components/services/taken";
import { planAddresses } from "../../components/shared/subnet";
import { type Container, docker, memoryOf } from "../../test/support/containers";
import { pause } from "../../test/support/wait";
import { routes as cases } from "../../test/unit/cases";
import { domain, subnets } from "../ours";
import { processorDuring } from "../processor";
import type { Run } from "../section";
import { type Home, runScript } from "./home";

export interface RoutesSeen {
  readonly routes: number;
  /** Seconds until a router that had few of them had them all. */
  readonly all: number;
  /** Seconds until each changed route was taken. */
  readonly changed: readonly number[];
  /** Bytes. */
  readonly held: number;
  /** Milliseconds of processor time a second, with nobody there. */
  readonly processor: number;
}

const sizes = [1, 100, 1_000];
const idleSeconds = 15;

/** A router with more and more routes, each to one and the same container. */
export async function measureRoutes(home: Home, { repeats, trial, say }: Run): Promise<RoutesSeen[]> {
  const router = home.container("router-traefik");
  const seen: RoutesSeen[] = [];
  for (const routes of trial ? sizes.slice(0, 2) : sizes) {
    say(`growth: ${routes} routes`);
    const made = routesTo(home.container("service-1-0"), subnets.growth, routes);
    const all = await writeRoutes(router, made);
    const changed: number[] = [];
    for (let repeat = 1; repeat <= repeats * 3; repeat++) {
      const route = { ...(made.at(-1) as Route), keepAliveSeconds: repeat };
      changed.push(await deploy(router, renderPublish({ route, readySeconds: 20, drainSeconds: 0 })));
    }
    await begunAnew(router);
    const [processor = 0] = await processorDuring([router], trial ? 3 : idleSeconds);
    seen.push({ routes, all, changed, held: await memoryOf(router.Id), processor });
  }
  return seen;
}

/** Routes of so many services, each with a name of its own. */
export function routesTo(container: Container, subnet: string, count: number): Route[] {
  const { gateway, farm } = planAddresses(subnet);
  return Array.from({ length: count }, (_, at) => ({
    ...cases.exact,
    service: `service-${at + 1}`,
    domains: [domain(at + 1)],
    farm,
    addresses: { subnet, gateway },
    askedOverWire: true,
    servers: [`${container.Name.slice(1)}:8080`],
  }));
}

/** Puts routes in place one after the other, as services do that are deployed at once. @returns seconds until the last is taken */
export function writeRoutes(router: Container, routes: readonly Route[]): Promise<number> {
  const files = routes.map((route) => ({ ...renderRoute(route), service: route.service }));
  const written = files.map(({ service, text }) => {
    const file = fileOf(service);
    return `cat > ${file}.new <<'END'\n${text}END\nmv ${file}.new ${file}\n`;
  });
  const { service = "", revision = "" } = files.at(-1) ?? {};
  const taken = `http://127.0.0.1:${routerPorts.revision}${revisionPath(service, revision)}`;
  return deploy(
    router,
    `set -eu
umask 027
${written.join("")}until wget -q -T 2 -O /dev/null ${taken}; do sleep 0.1; done
`,
  );
}

/** What many files at once cost goes on for minutes; a router that has begun anew has read them once. */
export async function begunAnew({ Id }: Container): Promise<void> {
  await docker.getContainer(Id).restart({ t: 5 });
  await pause(15);
}

const deploy = (router: Container, script: string) => runScript(router, script, `0:${routerGroup}`);
