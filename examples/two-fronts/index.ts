import * as pulumi from "@pulumi/pulumi";
import {
  DockerHost,
  type DockerHostArgs,
  DomainService,
  EnvironmentNetwork,
  HaproxyFarm,
  type HaproxyFarmArgs,
  TraefikRouter,
  VirtualAddress,
} from "homeport";

const config = new pulumi.Config();
const entered = config.requireObject<Record<string, DockerHostArgs>>("hosts");
const addresses = config.requireObject<{ attic: string; cellar: string }>("addresses");
const images = config.requireObject<{ site?: string; traefik?: string; haproxy?: string }>("images");
const { site = "nginxinc/nginx-unprivileged:1.29.3-alpine", traefik, haproxy } = images;

/** A host with its network, and a router that lets the farm of the other one in. */
function placeOn(name: "attic" | "cellar", other: "attic" | "cellar", subnet: string) {
  const host = new DockerHost(name, entered[name] as DockerHostArgs);
  const network = new EnvironmentNetwork(`${name}-network`, { host, subnet });
  const publish = { address: addresses[name], port: 88, farms: [addresses[other]] };
  const proxies = { image: traefik, gateImage: haproxy };
  return { network, router: new TraefikRouter(`${name}-router`, { network, publish, ...proxies }) };
}
const attic = placeOn("attic", "cellar", "172.30.90.0/24");
const cellar = placeOn("cellar", "attic", "172.30.91.0/24");

const router = [attic.router, cellar.router];
const blog = new DomainService("blog", { router, domains: ["blog.example.org"], image: site, port: 8080 });

const ports = config.requireObject<HaproxyFarmArgs["ports"]>("ports");
const front = { services: [blog], ports, bindAddress: "0.0.0.0", image: haproxy };
const first = new HaproxyFarm("attic-farm", { ...front, network: attic.network });
const second = new HaproxyFarm("cellar-farm", {
  ...front,
  network: cellar.network,
  certificates: { source: "farm", farm: first },
  hairpin: false,
});
const virtual = config.require("address");
export const { address } = new VirtualAddress("front", { address: virtual, farms: [first, second] });
export const { authority } = first;
