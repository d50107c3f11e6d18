import { randomBytes } from "node:crypto";
import * as path from "node:path";
import { planAddresses } from "../../../components/shared/subnet";
import { buildTestImages } from "../../images/build";
import { testImages } from "../../images/tags";
import { type Container, containers, docker, logsOf } from "../../support/containers";
import { addressesAt, onFreeSubnet } from "../../support/freeSubnet";
import { handshake } from "../../support/tls";
import { waitFor } from "../../support/wait";
import { startPebble } from "../acme/pebble";
import { CertificatesOnHost } from "../certificatesOnHost";
import { idLabel, ownerLabel, removeSandbox } from "../clean";
import { owner } from "../owner";
import { startSandbox } from "../sandbox";

const stack = "fronts";
const project = path.join(__dirname, "../fixtures/fronts");
const subnets = { east: "10.213.150.0/24", west: "10.213.151.0/24" };
const names = ["east", "west"] as const;
type Name = (typeof names)[number];

export type Fronts = Awaited<ReturnType<typeof startFronts>>;

/** Two farms that serve one name, and an authority that finds it at the first one. */
export async function startFronts(domain: string) {
  await buildTestImages(() => {});
  const id = randomBytes(4).toString("hex");
  const labels = { [idLabel]: id, [ownerLabel]: owner() };
  const network = `homeport-acme-${id}`;
  await onFreeSubnet((prefix) =>
    docker.createNetwork({ Name: network, IPAM: addressesAt(prefix), Labels: labels }),
  );
  const directories = { east: new CertificatesOnHost(), west: new CertificatesOnHost() };
  const farmOf = (name: Name) => planAddresses(subnets[name]).farm;
  const pebble = await startPebble({
    ...{ networks: [network], address: farmOf("east"), labels },
    // Shorter than a day, and a day is left for renewal: every check renews.
    certificateSeconds: 3_600,
  });
  let warnings = "";
  let joined = 0;
  const leave = async () => {
    await pebble.stop();
    await removeSandbox(docker, id);
    for (const one of Object.values(directories)) one.remove();
  };
  try {
    const sandbox = await startSandbox({
      ...{ project, program: path.join(project, "index.ts"), stacks: [stack] },
      config: {
        [`${stack}:images`]: testImages,
        [`${stack}:east`]: subnets.east,
        [`${stack}:west`]: subnets.west,
        [`${stack}:directories`]: { east: directories.east.directory, west: directories.west.directory },
        [`${stack}:certificates`]: {
          ...{ source: "acme", server: pebble.directoryUrl, authorityFile: pebble.authorityFile },
          ...{ renewDays: 1, checkSeconds: 8, retrySeconds: 5 },
        },
      },
      report: (_, heard) => {
        if (!("made" in heard)) return;
        warnings += heard.made.warnings ?? "";
        if (heard.made.type !== "docker:index/network:Network") return;
        const made = names[joined++];
        if (made) for (const name of names) void pebble.joinSubnet(subnets[name]).catch(() => {});
      },
    });
    const farms = sandbox.outputs[stack]?.addresses?.value as Record<Name, { http: string; https: string }>;
    const root = await pebble.rootPem();
    const serialOf = (name: Name, seconds = 30): Promise<string> =>
      waitFor(
        `a good certificate of the ${name}`,
        async () => {
          const made = await handshake(farms[name].https, domain, { ca: root });
          if ("refused" in made) throw new Error(made.refused);
          return made.serialNumber;
        },
        seconds,
      );
    const containersOf = async (name: Name): Promise<Container[]> =>
      (await containers({ [idLabel]: sandbox.id })).filter(({ Name }) => Name.startsWith(`/${name}-`));
    return {
      farms,
      root,
      serialOf,
      containersOf,
      warnings: () => warnings,
      serialAfter: (name: Name, before: string): Promise<string> =>
        waitFor(
          `another certificate of the ${name}`,
          async () => {
            const serial = await serialOf(name, 5);
            return serial !== before && serial;
          },
          60,
        ),
      /** How often a farm was asked for a file of an authority. */
      challengesAt: async (name: Name, file: string): Promise<number> => {
        const farm = (await containersOf(name)).find(({ Name }) => Name.includes("-farm-haproxy"));
        const lines = (await logsOf(farm?.Id ?? "")).split("\n");
        return lines.filter((line) => line.includes(`/.well-known/acme-challenge/${file}`)).length;
      },
      leadTo: (name: Name) => pebble.pointTo(domain, farmOf(name)),
      stop: async () => {
        // Whoever is still in a network would keep it.
        await pebble.stop();
        await sandbox.stop();
        await leave();
      },
    };
  } catch (error) {
    await leave();
    throw error;
  }
}
