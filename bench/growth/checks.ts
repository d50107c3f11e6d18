import type { FarmConfig } from "../../components/front/farm/farmConfig";
import type { FarRouter } from "../../components/front/farm/servers";
import type { SpreadService } from "../../components/front/farm/spread";
import { type Container, memoryOf } from "../../test/support/containers";
import { serversOf } from "../../test/support/statistics";
import { waitFor } from "../../test/support/wait";
import { domain, furtherSubnets, ports } from "../ours";
import { processorDuring } from "../processor";
import type { Run } from "../section";
import { authority, give } from "./farm";
import { configOf, type Home } from "./home";
import { begunAnew, routesTo, writeRoutes } from "./routes";

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

/** What a farm's questions to other hosts cost, while no visitor asks for anything. */
export async function measureChecks(home: Home, { trial, say }: Run): Promise<ChecksSeen[]> {
  const seen: ChecksSeen[] = [];
  for (const size of trial ? sizes.slice(0, 1) : sizes) {
    say(`growth: ${size.hosts} hosts, ${size.services} services on all of them`);
    seen.push(await once(home, size, trial ? 3 : seconds));
  }
  return seen;
}

/** One gate stands for all hosts: what it takes is shared out among them. */
async function once(home: Home, size: ChecksSize, span: number): Promise<ChecksSeen> {
  const { hosts, services } = size;
  const farm = home.container("farm-haproxy");
  const [gate, router, service] = there.map((name) => home.container(name)) as [
    Container,
    Container,
    Container,
  ];
  const [subnet = ""] = furtherSubnets(1);
  await writeRoutes(router, routesTo(service, subnet, Math.max(1, services)));
  await begunAnew(router);
  const config = configOn(await farRouter(home), size);
  const domains = [...(config.domains ?? []), ...(config.spread ?? [])].flatMap((one) => one.domains);
  const { certify } = await authority();
  await give(farm, certify([{ service: "all", domains }]), config);
  await allUp(hosts * Math.max(1, services));
  const [taken = 0, ...others] = await processorDuring([farm, gate, router, service], span);
  const host = others.reduce((sum, one) => sum + one, 0) / hosts;
  return { ...size, farm: taken, host, held: await memoryOf(farm.Id) };
}

const there = ["router-1-gate-haproxy", "router-1-traefik", "service-2-0"];

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
