import { symlinkSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { testImages } from "../images/tags";
import { installFacade } from "../package/facade";
import { type Packed, packAndInstall } from "../package/tarball";
import type { Machine } from "../support/machine/machine";
import { languageProject } from "./language";
import type { OwnProject } from "./ownProject";
import type { StandIns } from "./standIns";
import { changeYaml } from "./yaml";

const ports = { http: 27670, https: 27643, stats: 27604 };
/** Beside those, as both are on the same machines. */
const portsOfExample = { http: 27770, https: 27743, stats: 27704 };
const { echo, haproxy, traefik } = testImages;

/** The example of two fronts as it is, with the package, on two machines that are set up already. */
export async function exampleOfTwoFronts(standIns: StandIns, machines: { east: Machine; west: Machine }) {
  const packed = await packAndInstall();
  const project = languageProject("two-fronts");
  symlinkSync(path.join(packed.project, "node_modules"), path.join(project.folder, "node_modules"));
  const address = standIns.freeAddress();
  const key = { from: "value", privateKey: standIns.keys.privateKey };
  const [attic, cellar] = [machines.east, machines.west].map(({ address: own, hostKey, user }) => ({
    host: { kind: "ssh", address: own, hostKey, user, key },
    own,
  }));
  const values: Record<string, unknown> = {
    hosts: { attic: attic?.host, cellar: cellar?.host },
    addresses: { attic: attic?.own, cellar: cellar?.own },
    address: `${address}/24`,
    ports: portsOfExample,
    images: {
      site: standIns.nameOf(echo),
      haproxy: standIns.nameOf(haproxy),
      traefik: standIns.nameOf(traefik),
    },
  };
  await project.pulumi("stack", "init", "dev");
  changeYaml(path.join(project.folder, "Pulumi.dev.yaml"), {
    config: Object.fromEntries(Object.entries(values).map(([name, value]) => [`two-fronts:${name}`, value])),
  });
  return {
    ...{ project, address, base: `https://${address}:${portsOfExample.https}` },
    close: () => closed(project, packed),
  };
}

/** A home in YAML on two machines that are set up already, with a farm on each and an address for both. */
export async function homeInYaml(standIns: StandIns, machines: { east: Machine; west: Machine }) {
  const packed = await packAndInstall();
  const facade = await installFacade(packed);
  const project = languageProject("yaml");
  const keyFile = path.join(project.folder, "key");
  writeFileSync(keyFile, standIns.keys.privateKey, { mode: 0o600 });
  const address = standIns.freeAddress();
  const hostOf = (name: "east" | "west", other: "east" | "west") => {
    const { address: own, hostKey, user } = machines[name];
    const router = { address: own, port: 1188, farms: [machines[other].address] };
    return { name, subnet: "172.28.96.0/24", ssh: { address: own, hostKey, user, keyFile }, router };
  };
  changeYaml(path.join(project.folder, "Pulumi.yaml"), {
    resources: {
      home: {
        properties: {
          hosts: [hostOf("east", "west"), hostOf("west", "east")],
          ports,
          bindAddress: "0.0.0.0",
          images: { haproxy: standIns.nameOf(haproxy), traefik: standIns.nameOf(traefik) },
          services: [
            {
              ...{ name: "blog", hosts: ["east", "west"], domains: ["blog.example.org"] },
              ...{ image: standIns.nameOf(echo), port: 8080 },
            },
          ],
          virtualAddress: { address: `${address}/24`, host: "west" },
        },
      },
    },
  });
  await project.pulumi("stack", "init", "dev");
  await project.pulumi("package", "add", facade);
  return {
    ...{ project, address, base: `https://${address}:${ports.https}` },
    close: () => closed(project, packed),
  };
}

async function closed(project: OwnProject, packed: Packed): Promise<void> {
  await project.pulumi("destroy", "--yes", "--skip-preview").catch(() => {});
  project.remove();
  packed.remove();
}
