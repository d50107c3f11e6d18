import type { FarmConfig } from "../../components/front/farm/farmConfig";
import type { FarRouter } from "../../components/front/farm/servers";
import type { SpreadService } from "../../components/front/farm/spread";
import { memoryOf } from "../../test/support/containers";
import { serversOf } from "../../test/support/statistics";
import { waitFor } from "../../test/support/wait";
import { domain, furtherSubnets, ports } from "../ours";
import type { Run } from "../section";
import { authority, give } from "./farm";
import { configOf, type Home } from "./home";
import { processorDuring } from "./processor";
import { routesTo, writeRoutes } from "./routes";

/** So many hosts, and so many services that each of them has: none, and each host has one for itself. */
export interface ChecksSize {
  readonly hosts: number;
  readonly services: number;
}

export interface ChecksSeen extends ChecksSize {
  /** Milliseconds of processor time a second: of the farm, and of gate, router and container of one host. */
  readonly farm: number;
  readonly host: number;
  /** Bytes of the farm. */
  readonly held: number;
}

const sizes: readonly ChecksSize[] = [
  { hosts: 1, services: 0 },
  { hosts: 5, services: 0 },
  { hosts: 20, services: 0 },
  { hosts: 2, services: 20 },
  { hosts: 2, services: 200 },
  { hosts: 20, services: 20 },
];
const seconds = 15;

/**
 * What a farm's questions to other hosts cost, while no visitor asks for anything. One gate stands for all hosts: what it takes is
 * shared out among them.
 */
export async function measureChecks(home: Home, { trial, say }: Run): Promise<ChecksSeen[]> {
  const farm = home.container("farm-haproxy");
  const there = ["router-1-gate-haproxy", "router-1-traefik", "service-2-0"].map((name) =>
    home.container(name),
  );
  const { certify } = await authority();
  const far = await farRouter(home);
  const all = trial ? sizes.slice(0, 1) : sizes;
  const most = Math.max(1, ...all.map(({ services }) => services));
  const [subnet = ""] = furtherSubnets(1);
  await writeRoutes(
    home.container("router-1-traefik"),
    routesTo(home.container("service-2-0"), subnet, most),
  );
  const seen: ChecksSeen[] = [];
  for (const size of all) {
    say(`growth: ${size.hosts} hosts, ${size.services} services on all of them`);
    const config = configOn(far, size);
    const names = [...(config.domains ?? []), ...(config.spread ?? [])].flatMap(({ domains }) => domains);
    await give(farm, certify([{ service: "all", domains: names }]), config);
    await allUp(size.hosts * Math.max(1, size.services));
    const [taken = 0, ...others] = await processorDuring([farm, ...there], trial ? 3 : seconds);
    const host = others.reduce((sum, one) => sum + one, 0) / size.hosts;
    seen.push({ ...size, farm: taken, host, held: await memoryOf(farm.Id) });
  }
  return seen;
}

/** The further host's router as the farm that was deployed reaches it. */
async function farRouter(home: Home): Promise<FarRouter> {
  const config = await configOf(home.container("farm-haproxy"));
  const found =
    / server router-1 (\S+):(\d+) ssl .* ca-file (\S+) crt (\S+) sni str\((\S+)\) .* maxconn (\d+)/.exec(
      config,
    );
  if (!found) throw new Error("the farm's configuration has no server router-1 behind a gate");
  const [, address = "", port, authority = "", certificate = "", name = "", maxRequests] = found;
  const wire = { port: Number(port), name, authority, certificate };
  return { name: "router-1", address, maxRequests: Number(maxRequests), wire };
}

function configOn(far: FarRouter, { hosts, services }: ChecksSize): Partial<FarmConfig> {
  const routers = Array.from({ length: hosts }, (_, at) => ({ ...far, name: `router-${at + 1}` }));
  const names = routers.map(({ name }) => name);
  if (services === 0)
    return { routers, domains: names.map((router, at) => ({ router, domains: [domain(at + 1)] })) };
  const spread = Array.from(
    { length: services },
    (_, at): SpreadService => ({
      service: `service-${at + 1}`,
      routers: names,
      domains: [domain(at + 1)],
      sticky: false,
    }),
  );
  return { routers, domains: [], spread };
}

/** A question that is not answered costs something else. */
const allUp = (count: number): Promise<unknown> =>
  waitFor(
    `${count} servers to be up`,
    async () => {
      const servers = await serversOf(`http://127.0.0.1:${ports.stats}`);
      const up = servers.filter(({ status, check }) => status === "UP" && /^L[67]OK/.test(check));
      return up.length === count;
    },
    60,
  );
