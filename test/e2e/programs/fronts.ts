import "./mark";
import * as pulumi from "@pulumi/pulumi";
import {
  type AcmeCertificates,
  DockerHost,
  DomainService,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  secretSetting,
  TraefikRouter,
  VirtualAddress,
} from "../../../components";

/**
 * Two machines over SSH with a farm each, one address, and a service that is on both. Certificates are of the first farm's
 * authority, or, where a server is named, of that one by what it asks for at the address.
 */
const { hosts, farm: front, images } = loadSettings();
const config = new pulumi.Config("machines");
const addressOf = (name: string) => config.requireObject<{ address: string }>(name).address;

function placeOn(name: string, other: string) {
  const { address, hostKey, user } = config.requireObject<Record<string, string>>(name);
  if (!address || !hostKey) throw new Error(`machines:${name} is not complete`);
  const host = new DockerHost(name, {
    kind: "ssh",
    ...{ address, hostKey, user },
    key: { from: "value", privateKey: secretSetting("key") },
    setup: { daemon: { "insecure-registries": [config.require("registry")] } },
  });
  const network = new EnvironmentNetwork(`${name}-network`, { host, subnet: hosts.infra.subnet });
  const publish = { address, port: hosts.infra.routerPort.port, farms: [addressOf(other)] };
  const proxies = { image: images.traefik, gateImage: images.haproxy };
  return { network, router: new TraefikRouter(`${name}-router`, { network, ...proxies, publish }) };
}
const [east, west] = [placeOn("east", "west"), placeOn("west", "east")];

const blog = new DomainService("blog", {
  router: [east.router, west.router],
  domains: ["blog.example.org"],
  image: images.echo,
  port: 8080,
  readiness: { kind: "http", path: "/health" },
});

const proven = config.getObject<Pick<AcmeCertificates, "server" | "authorityFile">>("proven");
const certificatesBy = (peer: string): AcmeCertificates | undefined =>
  proven && {
    ...{ source: "acme", ...proven, challenge: { kind: "http-01", peer: addressOf(peer) } },
    // Shorter than a day is what they are good for: each look renews.
    ...{ renewDays: 1, checkSeconds: 8, retrySeconds: 5 },
  };

const { haproxy: image, keeper: keeperImage, lego: legoImage } = images;
const farmOf = {
  ...{ ...front, services: [blog], bindAddress: "0.0.0.0", image, keeperImage, legoImage },
  ...(proven && { publicPorts: { http: 80 } }),
};
const first = new HaproxyFarm("east-farm", {
  ...{ ...farmOf, network: east.network },
  certificates: certificatesBy("west") ?? front.certificates,
});
const second = new HaproxyFarm("west-farm", {
  ...{ ...farmOf, network: west.network },
  certificates: certificatesBy("east") ?? { source: "farm", farm: first },
  hairpin: false,
});

export const { address } = new VirtualAddress("front", {
  address: config.require("virtual"),
  farms: [first, second],
});
export const { authority } = first;
