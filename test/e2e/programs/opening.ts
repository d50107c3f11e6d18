import * as pulumi from "@pulumi/pulumi";
import "./mark";
import {
  DockerHost,
  DomainService,
  describeServices,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  TraefikRouter,
} from "../../../components";

/** A home with the services that the settings name, each with its answer or without any: none at the beginning. */
const { hosts, farm: front, images } = loadSettings();
const answers = new pulumi.Config("opening").getObject<Record<string, string | null>>("answers") ?? {};

const host = new DockerHost("infra", { kind: "local" });
const network = new EnvironmentNetwork("network", { host, subnet: hosts.infra.subnet });
const router = new TraefikRouter("router", { network, image: images.traefik });
const services = Object.entries(answers).map(
  ([name, answer]) =>
    new DomainService(name, {
      router,
      domains: [`${name}.example.org`],
      image: images.echo,
      port: 8080,
      readiness: { kind: "http", path: "/health" },
      readySeconds: 8,
      environment: answer === null ? { UNHEALTHY: "yes" } : { ANSWER: answer },
    }),
);
const farm = new HaproxyFarm("farm", {
  network,
  services,
  image: images.haproxy,
  ...front,
  // Many visitors come from one address.
  rateLimit: "off",
});

export const { addresses, authority } = farm;
const summaries = describeServices(farm, services);

export { summaries as services };
