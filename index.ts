import {
  DockerHost,
  DomainService,
  describeServices,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  Monitor,
  MonitorPage,
  type Place,
  TraefikRouter,
} from "./components";

const { hosts, farm: front, images, monitor } = loadSettings();
const infraHost = new DockerHost("infra", hosts.infra.host);
const infra = routerOn(infraHost, hosts.infra);
// Without a machine of their own, the public applications run beside the rest.
const apps = hosts.apps
  ? routerOn(new DockerHost("apps", hosts.apps.hostBeside(infraHost)), hosts.apps, "apps-")
  : infra;

const blog = new DomainService("blog", {
  router: apps,
  domains: ["blog.example.org", "www.example.org"],
  image: images.site,
  port: 8080,
  replicas: 2,
  readOnly: true,
  temporary: ["/tmp"],
});
const environment = { WHOAMI_NAME: infra.network.environment, WHOAMI_PORT_NUMBER: "8080" };
const echo = { router: infra, image: images.echo, port: 8080, environment };
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
const watch = monitor ? [new MonitorPage("watch", { router: infra, ...monitor.page })] : [];
// What `homeport adopt` writes is taken in beside them: import { cloud } from "./apps/cloud", and here ...cloud(apps).services
const services = [blog, notes, consoles, ...watch];
const farm = new HaproxyFarm("farm", { network: infra.network, services, image: images.haproxy, ...front });
if (monitor) new Monitor("monitor", { farm, services, notify: "nobody", ...monitor.images });
const summaries = describeServices(farm, services);

export { summaries as services };
export const { addresses } = farm;
export const authority = farm.authority ?? null; // public ones have their roots in every browser

/** The environment's router on a host, with the network that it serves. */
function routerOn(host: DockerHost, { subnet, subnet6, keepVolumes, routerPort }: Place, prefix = "") {
  const network = new EnvironmentNetwork(`${prefix}network`, { host, subnet, subnet6, keepVolumes });
  const { traefik: image, haproxy: gateImage } = images;
  return new TraefikRouter(`${prefix}router`, { network, image, gateImage, publish: routerPort });
}
