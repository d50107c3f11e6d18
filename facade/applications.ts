import type * as pulumi from "@pulumi/pulumi";
import { Application, type ApplicationArgs, type TraefikRouter } from "homeport";
import { type HomeKept, withKept } from "./backups";
import { type HomeContainer, inTheirForms } from "./containers";
import type { HomeDatabase } from "./databases";
import { firstOf } from "./hosts";
import type { HomeUdp } from "./ports";
import { type HomeWeb, withProbe, withSignIn } from "./ways";

/** Several containers as one thing, with a network and data of their own. */
export interface HomeApplication {
  name: string;
  /** Name of the host that all of it is on; the first host by default. */
  host?: string;
  /** Where data are kept, by names within the application. */
  volumes?: Record<string, HomePlace>;
  /** The containers, by the names under which they find one another. */
  containers: Record<string, HomeMember>;
  /**
   * Databases, by the names under which the containers find them. Who waits for one by "after" has its password in the
   * file /run/secrets/NAME-password.
   */
  databases?: Record<string, HomeDatabase>;
  /** What is done once for each image and command before a container changes, such as a migration, by name. */
  jobs?: Record<string, HomeJob>;
  /** Its own IPv4 network in CIDR notation, /16 to /27; one that nothing uses on the host by default. */
  subnet?: string;
}

/** Where data of an application are kept: a volume of its own, or one of the other two kinds. */
export interface HomePlace {
  /** Engine's name of a volume that is there already and belongs to whoever made it. */
  existing?: string;
  /** A directory of the host, which has to be there and belongs to whoever made it. */
  directory?: string;
  /** Whether several may write to it at once: containers of one image, or what is not of the application. */
  shared?: boolean;
  /** What backs it up, in words, or "none" where its data may be lost; it backs up nothing by itself. */
  backup?: string;
  /** How the home's own backups keep it, in place of words. */
  kept?: HomeKept;
}

/** One container of an application. Without "web" nobody outside of the application reaches it. */
export interface HomeMember extends HomeContainer {
  /** Further names under which the application's containers find it. */
  aliases?: string[];
  /** What it waits for, by name: "started" or "healthy" of a container, "done" of a job. */
  after?: Record<string, string>;
  /** Places of the application, and where they are in the container. */
  mounts?: HomeMount[];
  /** Domain names that it answers for, at one of its ports or at several. */
  web?: HomeWeb[];
  /** Ports of UDP that it publishes by itself, which makes it stop-first; none by default. */
  udp?: HomeUdp[];
  /** Number of containers; 1 by default. */
  replicas?: number;
  /** How long a new container may take until it does its work, in seconds; 60 by default. */
  readySeconds?: number;
  /** With "web": how long running requests may take when their container goes, in seconds; 5 by default. */
  drainSeconds?: number;
}

/** A place of an application in one of its containers. */
export interface HomeMount {
  /** Name of the place within the application. */
  volume: string;
  /** Absolute path in the container. */
  path: string;
  /** Whether the container can only read it. */
  readOnly?: boolean;
  /** Of a directory of the host: what of it is mounted, as a path below it. */
  subpath?: string;
}

/** Something that ends by itself, done once for each image and command in a container like another one. */
export interface HomeJob {
  /** The container whose image, environment, places and limits it has, and which waits for it. */
  like: string;
  /** Arguments for the entry point. */
  command: string[];
  /** The program that is run, with its first arguments; that of the container by default. */
  entrypoint?: string[];
  /** What it waits for, by name; what its container waits for, but for jobs, by default. */
  after?: Record<string, string>;
  /** How long it may take, in seconds, before it is killed and has failed; 600 by default. */
  seconds?: number;
  /** Further environment values. */
  environment?: Record<string, pulumi.Input<string>>;
}

/** Makes the applications, each on the router of its host. */
export const makeApplications = (
  home: string,
  applications: HomeApplication[],
  routers: Map<string, TraefikRouter>,
  services: ReadonlyMap<string, unknown>,
  parent: pulumi.Resource,
): Application[] =>
  applications.map(
    ({ name, ...application }) =>
      new Application(`${home}-${name}`, argsOf(application, routers, services), { parent }),
  );

function argsOf(
  { host, volumes, containers, ...application }: Omit<HomeApplication, "name">,
  routers: Map<string, TraefikRouter>,
  services: ReadonlyMap<string, unknown>,
): ApplicationArgs {
  const args = {
    ...application,
    volumes:
      volumes &&
      Object.fromEntries(Object.entries(volumes).map(([key, place]) => [key, withKept(place ?? {})])),
    router: host === undefined ? firstOf(routers) : routers.get(host),
    containers: Object.fromEntries(
      Object.entries(containers).map(([key, { web, ...one }]) => [
        key,
        { ...inTheirForms(one), web: web?.map((way) => withSignIn(withProbe(way), services)) },
      ]),
    ),
  };
  // What the component's types say of single texts and numbers, it checks itself.
  return args as ApplicationArgs;
}
