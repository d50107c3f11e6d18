import "./mark";
import {
  DockerHost,
  DomainService,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  type Place,
  TraefikRouter,
} from "../../../components";

/** A farm here, and a service with data: on a VM of this machine where the settings have one, else here too. */
const { hosts, farm: front, images } = loadSettings();

const infraHost = new DockerHost("infra", hosts.infra.host);
const here = routerOn(infraHost, { subnet: hosts.infra.subnet });
const apps = hosts.apps
  ? routerOn(new DockerHost("apps", hosts.apps.hostBeside(infraHost)), hosts.apps, "apps-")
  : here;

const echo = { image: images.echo, port: 8080, readiness: { kind: "http", path: "/health" } } as const;
const services = [
  new DomainService("near", { ...echo, router: here, domains: ["near.example.org"] }),
  new DomainService("web", {
    ...echo,
    router: apps,
    domains: ["web.example.org"],
    volumes: [{ name: "data", path: "/data", backup: "none" }],
  }),
];
const farm = new HaproxyFarm("farm", { network: here.network, services, image: images.haproxy, ...front });

export const { authority } = farm;

function routerOn(
  host: DockerHost,
  { subnet, routerPort }: Pick<Place, "subnet"> & Partial<Place>,
  prefix = "",
): TraefikRouter {
  const network = new EnvironmentNetwork(`${prefix}network`, { host, subnet });
  const { traefik: image, haproxy: gateImage } = images;
  return new TraefikRouter(`${prefix}router`, { network, image, gateImage, publish: routerPort });
}
