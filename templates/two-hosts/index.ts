import {
  DockerHost,
  DomainService,
  describeServices,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  type Place,
  TraefikRouter,
} from "homeport";

// What differs between staging and production is in Pulumi.staging.yaml and Pulumi.prod.yaml, and nothing else.
const { hosts, farm: front, images } = loadSettings();

const infraHost = new DockerHost("infra", hosts.infra.host);
const infra = routerOn(infraHost, hosts.infra);
// Where the settings name no machine for them, as on staging, the applications run beside the farm.
const apps = hosts.apps
  ? routerOn(new DockerHost("apps", hosts.apps.hostBeside(infraHost)), hosts.apps, "apps-")
  : infra;

const site = new DomainService("site", {
  router: apps,
  domains: ["www.example.org"],
  image: images.site,
  port: 8080,
});
const inner = new DomainService("inner", {
  router: infra,
  domains: ["inner.example.org"],
  image: images.site,
  port: 8080,
  allow: ["192.168.0.0/16"],
});

const services = [site, inner];
const farm = new HaproxyFarm("farm", { network: infra.network, services, image: images.haproxy, ...front });

export const { addresses } = farm;
export const authority = farm.authority ?? null;
const summaries = describeServices(farm, services);

export { summaries as services };

/** The environment's router on a host, with the network that it serves. */
function routerOn(host: DockerHost, { subnet, subnet6, keepVolumes, routerPort }: Place, prefix = "") {
  const network = new EnvironmentNetwork(`${prefix}network`, { host, subnet, subnet6, keepVolumes });
  const { traefik: image, haproxy: gateImage } = images;
  return new TraefikRouter(`${prefix}router`, { network, image, gateImage, publish: routerPort });
}
