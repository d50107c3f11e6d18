import type { DoorConfig } from "./program/types";

/** Where the door's container has the engine's socket. */
export const engineSocket = "/engine.sock";

/** Where door and router have the volume with the door's own. */
export const doorDirectory = "/door";

/** The door's own, at which a router asks. */
export const doorSocket = `${doorDirectory}/engine.sock`;

/** Port of the container's loopback at which the door says how it is. */
export const doorPort = 8086;

/** Where a router is asked whether it has heard of all containers, on the port of its ping. */
export const discoveredPath = "/homeport-discovered";

/** Whose containers a door shows. */
export type DoorTask = Pick<DoorConfig, "environment" | "network">;

/** Renders what the door's program is told. */
export const renderDoor = ({ environment, network }: DoorTask): string =>
  JSON.stringify({
    engine: engineSocket,
    socket: doorSocket,
    port: doorPort,
    environment,
    network,
    told: {
      "traefik.enable": "true",
      "traefik.http.routers.discovered_.entrypoints": "ping",
      "traefik.http.routers.discovered_.rule": `Path(\`${discoveredPath}\`)`,
      "traefik.http.routers.discovered_.service": "ping@internal",
    },
  } satisfies DoorConfig);

/** Options of a router that finds containers by their labels, through the door. */
export const discovering = ({ environment, network }: DoorTask): string[] => [
  `providers.docker.endpoint=unix://${doorSocket}`,
  "providers.docker.exposedByDefault=false",
  `providers.docker.network=${network}`,
  `providers.docker.constraints=Label(\`homeport.environment\`, \`${environment}\`)`,
  // Until the engine has told that a container is gone, nobody answers at its address, not even that nobody is there.
  "serversTransport.forwardingTimeouts.dialTimeout=2s",
];
