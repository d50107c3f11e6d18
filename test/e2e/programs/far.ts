import "./mark";
import { DockerHost, HaproxyFarm, loadSettings } from "../../../components";
import { machine, routerOn } from "./machines";
import { padOn } from "./padOn";

/** A farm here, and an application on a machine over SSH. */
const { farm: front, images } = loadSettings();
const here = routerOn("here", new DockerHost("infra", { kind: "local" }));
const pad = padOn(machine("east"));

export const { addresses, authority } = new HaproxyFarm("farm", {
  network: here.network,
  services: [...pad.services],
  image: images.haproxy,
  ...front,
  rateLimit: "off",
});
export const { deploys } = pad;
