import {
  DockerHost,
  DomainService,
  describeServices,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  TraefikRouter,
} from "homeport";

// What differs between staging and production is in Pulumi.staging.yaml and Pulumi.prod.yaml, and nothing else.
const { hosts, farm: front, images } = loadSettings();
const { subnet, subnet6, keepVolumes } = hosts.infra;

const host = new DockerHost("infra", hosts.infra.host);
const network = new EnvironmentNetwork("network", { host, subnet, subnet6, keepVolumes });
const router = new TraefikRouter("router", { network, image: images.traefik });

const site = new DomainService("site", {
  router,
  domains: ["www.example.org"],
  image: images.site,
  port: 8080,
  replicas: 2,
  readOnly: true,
  temporary: ["/tmp"],
});

// What `npx homeport adopt` has written into apps/ is taken in so:
//   import { cloud } from "./apps/cloud";
//   const services = [site, ...cloud(router).services];
const services = [site];

const farm = new HaproxyFarm("farm", { network, services, image: images.haproxy, ...front });

export const { addresses } = farm;
export const authority = farm.authority ?? null;
const summaries = describeServices(farm, services);

export { summaries as services };
