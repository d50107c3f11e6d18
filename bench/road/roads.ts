import { addressOf, docker, inspect } from "../../test/support/containers";
import { waitFor } from "../../test/support/wait";
import { domain, marks } from "../ours";
import { apacheImage } from "./apacheImage";
import { networkOf, startLoggingRouter, startSilentFarm } from "./copies";
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
  const [farm, router] = [await deployed.container("farm"), await deployed.container("router")];
  const oldFarm = await startSilentFarm(farm);
  const apache = await startApache(addressOf(oldFarm), networkOf(farm));
  const opened = {
    service: await at("service-1", 8080),
    traefik: `http://${addressOf(await startLoggingRouter(router))}:80`,
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
