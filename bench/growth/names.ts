import type { FarmConfig } from "../../components/front/farm/farmConfig";
import { memoryOf, mostMemoryDuring } from "../../test/support/containers";
import { type LoadReport, start } from "../../test/support/load";
import { pause } from "../../test/support/wait";
import { domain, farmUrls } from "../ours";
import type { Run } from "../section";
import { authority, type Certified, change, give } from "./farm";
import { type Home, workerOf } from "./home";

/** How many names a farm has, and how many of them a certificate is for. */
export interface NamesSize {
  readonly names: number;
  readonly perCertificate: number;
}

export interface NamesSeen extends NamesSize {
  /** Bytes, with nobody there and while it was reloaded. */
  readonly held: number;
  readonly most: number;
  /** Seconds of each reload, until the farm answers with what was changed. */
  readonly reloads: readonly number[];
  /** Seconds until one more name with a certificate was served. */
  readonly added: readonly number[];
  /** How many of these were reloads. */
  readonly reloaded: number;
  /** Who asked meanwhile. */
  readonly report: LoadReport;
}

const sizes: readonly NamesSize[] = [
  { names: 1, perCertificate: 1 },
  { names: 100, perCertificate: 5 },
  { names: 1_000, perCertificate: 5 },
  { names: 1_000, perCertificate: 1 },
];
const rate = 200;

/** A farm with more and more names, whose configuration changes while it is asked. */
export async function measureNames(home: Home, { repeats, trial, say }: Run): Promise<NamesSeen[]> {
  const seen: NamesSeen[] = [];
  const { root, certify } = await authority();
  for (const size of trial ? sizes.slice(0, 2) : sizes) {
    say(`growth: ${size.names} names, ${size.perCertificate} a certificate`);
    seen.push(await once(home, certify(wanted(size)), size, repeats, { root, certify }));
  }
  return seen;
}

/** Services with so many names each. */
const wanted = ({ names, perCertificate }: NamesSize) =>
  Array.from({ length: Math.ceil(names / perCertificate) }, (_, service) => ({
    service: `service-${service + 1}`,
    domains: Array.from({ length: perCertificate }, (_, at) => domain(service * perCertificate + at + 1)),
  }));

async function once(
  home: Home,
  certified: readonly Certified[],
  size: NamesSize,
  repeats: number,
  { root, certify }: Awaited<ReturnType<typeof authority>>,
): Promise<NamesSeen> {
  const [farm, router] = [home.container("farm-haproxy"), home.container("router-traefik")];
  const serving = (all: readonly Certified[], server = 300): Partial<FarmConfig> => ({
    routers: [{ name: "router", host: router.Name.slice(1), maxRequests: 2_000 }],
    domains: [{ router: "router", domains: all.flatMap(({ domains }) => domains) }],
    timeouts: { connect: 5, request: 10, keepAlive: 5, client: 60, server, tunnel: 3600 },
  });
  await give(farm, certified, serving(certified));
  // A process of before ends when its last connection does.
  await pause(3);
  const held = await memoryOf(farm.Id);
  const [reloads, added]: [number[], number[]] = [[], []];
  let reloaded = 0;
  const load = start({ origin: farmUrls.https, host: domain(), rate, ca: root, maxSeconds: 300 });
  const work = async () => {
    for (let repeat = 1; repeat <= repeats; repeat++) {
      await pause(2);
      reloads.push(await change(farm, certified, serving(certified, 300 + repeat)));
    }
    const seconds = 300 + repeats;
    for (let repeat = 1; repeat <= repeats; repeat++) {
      const domains = [`more-${repeat}.example.org`];
      const more = [...certified, ...certify([{ service: `more-${repeat}`, domains }])];
      const worker = await workerOf(farm);
      added.push(await give(farm, more, serving(more, seconds)));
      if ((await workerOf(farm)) !== worker) reloaded++;
      await change(farm, certified, serving(certified, seconds));
    }
  };
  try {
    const [most = 0] = await mostMemoryDuring([farm.Id], work);
    return { ...size, held, most, reloads, added, reloaded, report: await load.stop() };
  } catch (error) {
    await load.stop();
    throw error;
  }
}
