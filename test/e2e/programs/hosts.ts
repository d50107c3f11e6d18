import "./mark";
import * as pulumi from "@pulumi/pulumi";
import {
  DockerHost,
  DomainService,
  describeServices,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  secretSetting,
  TraefikRouter,
} from "../../../components";

/** A farm here, and what it serves on two machines over SSH: one service on each, one on both. */
const { hosts, farm: front, images } = loadSettings();
const config = new pulumi.Config("machines");
const farmAddress = config.require("farmAddress");
const answer = config.get("answer") ?? "first";

const routerOn = (name: string, host: DockerHost, address?: string) =>
  new TraefikRouter(`${name}-router`, {
    network: new EnvironmentNetwork(`${name}-network`, { host, subnet: hosts.infra.subnet }),
    image: images.traefik,
    gateImage: images.haproxy,
    publish: address === undefined ? undefined : { address, port: 88, farms: [farmAddress] },
  });

function machine(name: "east" | "west") {
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

const here = routerOn("here", new DockerHost("infra", { kind: "local" }));
const east = machine("east");
const west = machine("west");

const serve = (name: string, router: TraefikRouter | readonly TraefikRouter[]) =>
  new DomainService(name, {
    router,
    domains: [`${name}.example.org`],
    image: images.echo,
    port: 8080,
    readiness: { kind: "http", path: "/health" },
    environment: { ANSWER: answer },
  });

const services = [
  serve("near", here),
  serve("eastern", east),
  serve("western", west),
  serve("both", [east, west]),
];
const farm = new HaproxyFarm("farm", { network: here.network, services, image: images.haproxy, ...front });

export const { addresses, authority } = farm;
export const summaries = describeServices(farm, services);
