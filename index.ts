import {
  DockerHost,
  DomainService,
  describeServices,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  TraefikRouter,
} from "./components";

const { subnet, routerPort, farm: front, images } = loadSettings();

const host = new DockerHost("infra", { kind: "local" });
const network = new EnvironmentNetwork("network", { host, subnet });
const router = new TraefikRouter("router", {
  network,
  image: images.traefik,
  publish: routerPort,
  gateImage: images.haproxy,
});

const blog = new DomainService("blog", {
  router,
  domains: ["blog.example.org", "www.example.org"],
  image: images.site,
  port: 8080,
  replicas: 2,
  readOnly: true,
  temporary: ["/tmp"],
});

const environment = { WHOAMI_NAME: network.environment, WHOAMI_PORT_NUMBER: "8080" };
const echo = { router, image: images.echo, port: 8080, environment };
const notes = new DomainService("notes", {
  ...echo,
  domains: ["notes.example.org"],
  volumes: [{ name: "data", path: "/data", backup: "none" }],
});
const consoles = new DomainService("consoles", {
  ...echo,
  domains: ["consoles.example.org"],
  pathPrefix: "/whoami",
  stripPrefix: true,
});

const services = [blog, notes, consoles];
const farm = new HaproxyFarm("farm", { network, services, image: images.haproxy, ...front });

export const { addresses } = farm;
// Public authorities have their roots in every browser.
export const authority = farm.authority ?? null;
const summaries = describeServices(farm, services);

export { summaries as services };
