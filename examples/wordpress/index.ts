import * as pulumi from "@pulumi/pulumi";
import {
  DockerHost,
  describeServices,
  EnvironmentNetwork,
  HaproxyFarm,
  type HaproxyFarmArgs,
  TraefikRouter,
} from "homeport";
import { makeBlog } from "./blog";

const config = new pulumi.Config();
const { wordpress, mariadb, haproxy, traefik } = config.requireObject<Record<string, string>>("images");

const host = new DockerHost("here", { kind: "local" });
const network = new EnvironmentNetwork("network", { host, subnet: config.require("subnet") });
const router = new TraefikRouter("router", { network, image: traefik });

const blog = makeBlog(router, config.require("domain"), { wordpress, mariadb });

const ports = config.requireObject<HaproxyFarmArgs["ports"]>("ports");
const front = { ports, bindAddress: "127.0.0.1", image: haproxy };
const farm = new HaproxyFarm("farm", { network, services: [...blog.services], ...front });
const summaries = describeServices(farm, blog.services);

export { summaries as services };
export const { addresses, authority } = farm;
