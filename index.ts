import {
  DockerHost,
  DomainService,
  describeServices,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  TraefikRouter,
} from "./components";

const { ports, network: networks, images } = loadSettings();

const host = new DockerHost("infra", { kind: "local" });
const network = new EnvironmentNetwork("network", { host, subnet: networks.subnet });
const router = new TraefikRouter("router", {
  network,
  image: images.traefik,
  publish: { address: networks.privateAddress, port: ports.router, image: images.haproxy },
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

const notes = new DomainService("notes", {
  router,
  domains: ["notes.example.org"],
  image: images.echo,
  port: 8080,
  environment: { WHOAMI_PORT_NUMBER: "8080" },
  volumes: [{ name: "data", path: "/data" }],
});

const consoles = new DomainService("consoles", {
  router,
  domains: ["consoles.example.org"],
  pathPrefix: "/whoami",
  stripPrefix: true,
  image: images.echo,
  port: 8080,
  environment: { WHOAMI_PORT_NUMBER: "8080" },
});

const services = [blog, notes, consoles];
const farm = new HaproxyFarm("farm", {
  network,
  services,
  image: images.haproxy,
  ports,
  bindAddress: networks.bindAddress,
  statsAddress: networks.privateAddress,
});

export const addresses = farm.addresses;
const summaries = describeServices(farm, services);

export { summaries as services };
