import "./mark";
import * as pulumi from "@pulumi/pulumi";
import {
  DockerHost,
  DomainService,
  describeServices,
  HaproxyFarm,
  loadSettings,
  type TraefikRouter,
} from "../../../components";
import { machine, routerOn } from "./machines";

/** A farm here, and what it serves on two machines over SSH: one service on each, one on both. */
const { farm: front, images } = loadSettings();
const config = new pulumi.Config("machines");
const answer = config.get("answer") ?? "first";

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
