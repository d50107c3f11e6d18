import { addressOf, docker, inspect } from "../../test/support/containers";
import { waitFor } from "../../test/support/wait";
import { domain, marks } from "../ours";
import { apacheImage } from "./apacheImage";
import type { Deployed } from "./environment";
import { wrk } from "./wrk";

/** The roads to one and the same service, by name. */
export const roadNames = {
  service: "service alone",
  traefik: "Traefik → service",
  ours: "HAProxy → Traefik → service",
  old: "Apache → HAProxy → Traefik → service",
} as const;

export type RoadName = keyof typeof roadNames;
export const roads = Object.keys(roadNames) as RoadName[];

/** Where each road begins. Every one is asked at its container's own address: a published port on loopback would measure the engine's proxy. */
export async function openRoads(deployed: Deployed): Promise<Record<RoadName, string>> {
  const at = async (component: string, port: number) => `http://${await deployed.address(component)}:${port}`;
  const farm = await deployed.container("farm");
  const apache = await startApache(addressOf(farm), Object.keys(farm.NetworkSettings.Networks)[0] as string);
  const opened = {
    service: await at("service-1", 8080),
    traefik: await at("router", 80),
    ours: await at("farm", 80),
    old: `http://${apache}:80`,
  };
  for (const [name, origin] of Object.entries(opened)) {
    const answered = async () => {
      const seen = await wrk({ origin, path: "/", host: domain(), connections: 1, seconds: 1 });
      return seen.failed === 0;
    };
    await waitFor(`an answer of the road "${name}" without a failure`, answered);
  }
  return opened;
}

async function startApache(farm: string, network: string): Promise<string> {
  const container = await docker.createContainer({
    Image: apacheImage,
    Env: [`FARM=${farm}`],
    Labels: { ...marks },
    HostConfig: {
      NetworkMode: network,
      ReadonlyRootfs: true,
      Tmpfs: { "/tmp": "" },
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges:true"],
      LogConfig: { Type: "json-file", Config: { "max-size": "10m", "max-file": "3" } },
    },
  });
  await container.start();
  return addressOf(await inspect(container.id));
}
