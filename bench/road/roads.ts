import { addressOf, docker, inspect } from "../../test/support/containers";
import { waitFor } from "../../test/support/wait";
import { domain, marks } from "../ours";
import { apacheImage } from "./apacheImage";
import { networkOf, startForgetfulFarm, startInnerFarm, startOpenRouter } from "./copies";
import type { Deployed } from "./environment";
import { takesUpSessions } from "./handshakes";
import { type Shown, shownBy } from "./shown";
import { type Door, wrk } from "./wrk";

/** The roads to one and the same service, by name. TLS ends where a road begins. */
export const roadNames = {
  service: "service alone, without TLS",
  traefik: "Traefik → service",
  ours: "HAProxy → Traefik → service",
  old: "Apache → HAProxy → Traefik → service",
} as const;

export type RoadName = keyof typeof roadNames;
export const roads = Object.keys(roadNames) as RoadName[];

export type Doors = Readonly<Record<RoadName, Door>>;

/** How the roads are entered. */
export interface Entrances {
  /** For connections that are kept. */
  readonly kept: Doors;
  /** For a connection with each request, whose handshake is a whole one. */
  readonly whole: Doors;
}

/** Every road is asked at its container's own address: a published port on loopback would measure the engine's proxy. */
export async function openRoads(deployed: Deployed): Promise<Entrances> {
  const [farm, router] = [await deployed.container("farm"), await deployed.container("router")];
  const shown = await shownBy(farm);
  const inner = await startInnerFarm(farm);
  const kept: Doors = {
    service: { scheme: "http", address: await deployed.address("service-1"), port: 8080 },
    traefik: await startOpenRouter(router, shown),
    ours: { scheme: "https", address: await deployed.address("farm"), port: 443 },
    old: await startApache(inner, networkOf(farm), shown),
  };
  const whole = { ...kept, ours: await startForgetfulFarm(farm) };
  for (const [name, door] of [...Object.entries(kept), ...Object.entries(whole)]) await opened(name, door);
  for (const [name, door] of Object.entries(whole))
    if (door.scheme === "https" && (await takesUpSessions(door)))
      throw new Error(`the road "${name}" takes sessions up again: its handshakes are no whole ones`);
  return { kept, whole };
}

const opened = (name: string, door: Door): Promise<unknown> =>
  waitFor(`an answer of the road "${name}" without a failure`, async () => {
    const seen = await wrk({ ...door, path: "/", domain: domain(), connections: 1, seconds: 1 });
    return seen.failed === 0 && seen.perSecond > 0;
  });

async function startApache(farm: string, network: string, { certificate, key }: Shown): Promise<Door> {
  const container = await docker.createContainer({
    Image: apacheImage,
    Env: [`FARM=${farm}`, `NAME=${domain()}`, `CERTIFICATE=${certificate}${key}`],
    Labels: { ...marks },
    HostConfig: {
      NetworkMode: network,
      ReadonlyRootfs: true,
      Tmpfs: { "/tmp": "mode=1777" },
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges:true"],
      LogConfig: { Type: "json-file", Config: { "max-size": "10m", "max-file": "3" } },
    },
  });
  await container.start();
  return { scheme: "https", address: addressOf(await inspect(container.id)), port: 443 };
}
