import * as pulumi from "@pulumi/pulumi";
import {
  DockerHost,
  EnvironmentNetwork,
  loadSettings,
  secretSetting,
  TraefikRouter,
} from "../../../components";

/** Machines over SSH, as the tests say that they are entered. */
const { hosts, images } = loadSettings();
const config = new pulumi.Config("machines");

export const routerOn = (name: string, host: DockerHost, address?: string) =>
  new TraefikRouter(`${name}-router`, {
    network: new EnvironmentNetwork(`${name}-network`, { host, subnet: hosts.infra.subnet }),
    image: images.traefik,
    gateImage: images.haproxy,
    publish:
      address === undefined
        ? undefined
        : { address, port: hosts.infra.routerPort.port, farms: [config.require("farmAddress")] },
  });

/** The router on a machine. */
export function machine(name: "east" | "west") {
  const { address, hostKey, user } = config.requireObject<Record<string, string>>(name);
  const registry = config.require("registry");
  if (!address || !hostKey) throw new Error(`machines:${name} is not complete`);
  const host = new DockerHost(name, {
    kind: "ssh",
    address,
    hostKey,
    user,
    key: { from: "value", privateKey: secretSetting("key") },
    sudoPassword: user === "root" ? undefined : secretSetting("sudo"),
    setup: { daemon: { "insecure-registries": [registry] } },
  });
  return routerOn(name, host, address);
}
