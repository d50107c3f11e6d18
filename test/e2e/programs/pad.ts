import "./mark";
import {
  DockerHost,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  TraefikRouter,
} from "../../../components";
import { padOn } from "./padOn";

/** An application and a farm, both here. */
const { hosts, farm: front, images } = loadSettings();

const host = new DockerHost("infra", { kind: "local" });
const network = new EnvironmentNetwork("network", { host, subnet: hosts.infra.subnet });
const router = new TraefikRouter("router", { network, image: images.traefik, gateImage: images.haproxy });
const pad = padOn(router);

export const { addresses, authority } = new HaproxyFarm("farm", {
  network,
  services: [...pad.services],
  image: images.haproxy,
  ...front,
  rateLimit: "off",
});
export const { deploys } = pad;
