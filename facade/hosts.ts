import type * as pulumi from "@pulumi/pulumi";
import { DockerHost, type DockerHostArgs, EnvironmentNetwork, type SshKey, TraefikRouter } from "homeport";
import type { HomeImages } from "./images";

/** A machine with a Docker engine, and the environment's network and router on it. */
export interface HomeHost {
  name: string;
  /** The environment's network there: IPv4 in CIDR notation, /16 to /27, used by nothing else on the machine. */
  subnet: string;
  /** How the machine is entered; the engine of whoever deploys by default. */
  ssh?: HomeSsh;
  /** Where a local engine listens, in the form of DOCKER_HOST; what DOCKER_HOST or the current context says by default. */
  endpoint?: string;
  /** Where the router is published: needed on every machine but the first, where the farm runs. */
  router?: HomeRouter;
}

/** A machine that answers SSH. */
export interface HomeSsh extends HomeJump {
  /** Password by which the user becomes root; none by default. */
  sudoPassword?: pulumi.Input<string>;
  /** A machine on the way, through which the connection goes; reached directly by default. */
  jump?: HomeJump;
  /** After how many seconds of silence the machine is asked for a sign of life; 5 by default. */
  keepAliveSeconds?: number;
}

/** A machine on the way to another one. */
export interface HomeJump {
  /** Name or address. */
  address: pulumi.Input<string>;
  /** 22 by default. */
  port?: number;
  /** root by default; another user needs sudo. */
  user?: string;
  /** The machine's public host key, as "ssh-ed25519 AAAA…": nobody else is talked to. */
  hostKey: pulumi.Input<string>;
  /** Private key: a file of the machine that deploys; a key of the agent by default. */
  keyFile?: string;
}

/** Where farms on other hosts reach a router. */
export interface HomeRouter {
  /** Private address of the machine. */
  address: string;
  port: number;
  /** Addresses from which the farm's connections arrive. */
  farms?: string[];
}

/** The routers by the names of their hosts, in the order in which they were given. */
export function makeHosts(
  home: string,
  hosts: HomeHost[],
  environment: string | undefined,
  images: HomeImages,
  parent: pulumi.Resource,
): Map<string, TraefikRouter> {
  return new Map(
    hosts.map((host) => {
      const name = `${home}-${host.name}`;
      const network = new EnvironmentNetwork(
        `${name}-network`,
        { host: new DockerHost(name, reached(host), { parent }), subnet: host.subnet, environment },
        { parent },
      );
      const { traefik: image, haproxy: gateImage } = images;
      const router = { network, image, gateImage, publish: host.router };
      return [host.name, new TraefikRouter(`${name}-router`, router, { parent })];
    }),
  );
}

/** The router of the first host. */
export const firstOf = (routers: Map<string, TraefikRouter>): TraefikRouter =>
  ([...routers.values()] as [TraefikRouter])[0];

function reached({ ssh, endpoint }: HomeHost): DockerHostArgs {
  if (!ssh) return { kind: "local", endpoint };
  const { jump, ...target } = ssh;
  return { kind: "ssh", ...entered(target), jump: jump && entered(jump) };
}

/** With the key of a machine in the form that the components know. */
function entered<Door extends HomeJump>({ keyFile, ...rest }: Door): Omit<Door, "keyFile"> & { key: SshKey } {
  return { ...rest, key: keyFile === undefined ? { from: "agent" } : { from: "file", path: keyFile } };
}
