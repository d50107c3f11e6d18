import type * as pulumi from "@pulumi/pulumi";
import { DomainService, type DomainServiceArgs, type TraefikRouter } from "homeport";
import { ownersOf } from "./owners";
import { probeOf } from "./readiness";

/** The containers behind one or more domain names. */
export interface HomeService {
  name: string;
  /** Names that are served: exact ones, or "*." for every name one level below. */
  domains: string[];
  /** Image of the containers, with a tag or digest. */
  image: string;
  /** Port on which the containers serve HTTP. */
  port: number;
  /** Names of the hosts, each of which runs all of the containers; the first host by default. */
  hosts?: string[];
  /** Number of containers; 1 by default. */
  replicas?: number;
  /** Only paths at and below this one; all by default. */
  pathPrefix?: string;
  /** Whether the application sees paths without the prefix. */
  stripPrefix?: boolean;
  /** Networks or addresses of clients that are let in; everyone by default. */
  allow?: string[];
  /** Bcrypt hash of the password by name of the user; nobody is asked by default. */
  users?: Record<string, pulumi.Input<string>>;
  /** Paths at and below which nobody is asked for a password; none by default. */
  usersExcept?: string[];
  /** Whether CORS preflights, which browsers send without a password, are asked for one. */
  askPreflights?: boolean;
  /** PEM of the authorities by one of which each visitor's certificate has to be issued; none is needed by default. */
  clientAuthority?: pulumi.Input<string>;
  /** What is run in the place of the image's entry point, a text for each word; the image's own by default. */
  entrypoint?: string[];
  /** Arguments for the image's entry point; the image's own by default. */
  command?: string[];
  /** The directory in which it is run; the image's own by default. */
  workingDirectory?: string;
  /** Environment values, secret ones among them. */
  environment?: Record<string, pulumi.Input<string>>;
  /** Files with further environment values (NAME=value, one a line), a later one before an earlier one. */
  environmentFiles?: HomeEnvironmentFile[];
  /** Files whose content the program says, to read alone. */
  files?: HomeFile[];
  /** Directories that outlive the containers. */
  volumes?: HomeVolume[];
  /** Command by which the engine watches a container's health; the image's own by default. */
  healthCommand?: string[];
  /** The same, with a line of the shell, times and a start period. */
  health?: HomeHealth;
  /** What the containers speak at their port: "http", "h2c" as of gRPC servers, or "https"; "http" by default. */
  protocol?: string;
  /** With "https": PEM of the authorities by one of which the containers' certificate has to be issued; any by default. */
  authority?: pulumi.Input<string>;
  /** With "https": the name that the containers' certificate is asked for; the first exact domain by default. */
  serverName?: string;
  /** Further ports of the same containers, under names or paths of their own. */
  also?: HomePort[];
  /**
   * How a container is asked whether it can serve: a path, "tcp" for an open port, or "grpc" for gRPC's health service;
   * "/" by default, with the protocol "h2c" it is "grpc".
   */
  readiness?: string;
  /** Name by which it is asked, one that is served, with a port where it needs one; the first exact one by default. */
  readinessHost?: string;
  /** The only status that is good, from 200 to 499; each one from 200 to 399 by default. */
  readinessStatus?: number;
  /** How long a new container may take until it can serve, in seconds; 60 by default. */
  readySeconds?: number;
  /** How long running requests may take when their container goes, in seconds; 5 by default. */
  drainSeconds?: number;
  /** How long a container has to end by itself before it is killed, in seconds; 10 by default. */
  stopSeconds?: number;
  /** The signal that asks a container to end, as in "SIGINT"; the image's own by default. */
  stopSignal?: string;
  /** What the container calls itself, where an application names its data after it; no name by which others reach it. */
  hostname?: string;
  /** Addresses of names that the containers know beside the DNS, or "host-gateway" for the machine that they run on. */
  extraHosts?: Record<string, pulumi.Input<string>>;
  /** Addresses of the name servers that are asked for all but names of containers; those of the machine by default. */
  dns?: string[];
  /** How a destination of WebDAV is told: "http" or "as-sent"; "http" by default. */
  webdavDestination?: string;
  /** How long a connection to a container is kept without a request, in seconds; 1 by default. */
  keepAliveSeconds?: number;
  /** Whether a visitor stays with one container, by a cookie. */
  stickySessions?: boolean;
  /** How much of its host a container may take; 256MiB of memory and 1 processor by default. */
  limits?: HomeLimits;
  /** User and group of the processes; the image's own by default. */
  user?: string;
  /** Further groups of the processes, by number or by a name that the image knows. */
  groups?: string[];
  /** Whether a small program of the engine's runs first, which passes signals on and ends what nobody waits for. */
  init?: boolean;
  /** How large the memory is that processes share, as in "256MiB"; it is part of the container's memory. */
  sharedMemory?: string;
  /** Limits of the kernel for each process, by name. */
  ulimits?: Record<string, number>;
  /** The same, where a process may raise its own. */
  raisableUlimits?: Record<string, HomeUlimit>;
  /** Parameters of the kernel, of those that each container has for itself. */
  sysctls?: Record<string, string>;
  /** Devices of the host. */
  devices?: HomeDevice[];
  /** When the engine starts a container again that has ended: "always", "unless-stopped" (by default), "on-failure" or "no". */
  restart?: string;
  /** Where the engine keeps what containers write; in files, three of 10 MB each, by default. */
  logging?: HomeLogging;
  /** Whether the containers cannot change their image's files. */
  readOnly?: boolean;
  /** Paths that are empty and writable, in memory. */
  temporary?: string[];
  /** The same, with what is to be different there. */
  temporaryDirectories?: HomeTemporaryDirectory[];
  /** Whether the containers trust the authority of the environment's own, by variables that programs know. */
  trustAuthority?: boolean;
  /** Linux capabilities that are kept, with or without the CAP_ prefix. */
  capabilities?: string[];
}

/** A further port of a service's containers. Nothing that is said of the service's first port holds here. */
export interface HomePort {
  /** Name within the service. */
  name: string;
  /** Names that are served: exact ones, or "*." for every name one level below. */
  domains: string[];
  port: number;
  /** Only paths at and below this one; all by default. */
  pathPrefix?: string;
  /** Whether the application sees paths without the prefix. */
  stripPrefix?: boolean;
  /** Networks or addresses of clients that are let in; everyone by default. */
  allow?: string[];
  /** Bcrypt hash of the password by name of the user; nobody is asked by default. */
  users?: Record<string, pulumi.Input<string>>;
  /** Paths at and below which nobody is asked for a password; none by default. */
  usersExcept?: string[];
  /** Whether CORS preflights, which browsers send without a password, are asked for one. */
  askPreflights?: boolean;
  /** PEM of the authorities by one of which each visitor's certificate has to be issued; none is needed by default. */
  clientAuthority?: pulumi.Input<string>;
  /** What the containers speak at this port: "http", "h2c" or "https"; "http" by default. */
  protocol?: string;
  /** With "https": PEM of the authorities by one of which the containers' certificate has to be issued; any by default. */
  authority?: pulumi.Input<string>;
  /** With "https": the name that the containers' certificate is asked for; the first exact domain by default. */
  serverName?: string;
  /** How a container is asked whether it can serve at this port: a path, "tcp" or "grpc"; as of the service by default. */
  readiness?: string;
  /** Name by which it is asked, one that is served, with a port where it needs one; the first exact one by default. */
  readinessHost?: string;
  /** The only status that is good, from 200 to 499; each one from 200 to 399 by default. */
  readinessStatus?: number;
  /** How a destination of WebDAV is told: "http" or "as-sent"; "http" by default. */
  webdavDestination?: string;
  /** How long a connection to a container is kept without a request, in seconds; 1 by default. */
  keepAliveSeconds?: number;
  /** Whether a visitor stays with one container, by a cookie. */
  stickySessions?: boolean;
}

/** A directory of a service that outlives its containers. */
export interface HomeVolume {
  /** Name within the service; with "of", within the other one. */
  name: string;
  /** Absolute path in the container. */
  path: string;
  /** Engine's name of a volume that is there already and belongs to whoever made it. */
  existing?: string;
  /** A directory of the host, which has to be there and belongs to whoever made it. */
  directory?: string;
  /** Name of another service whose shared volume of this name it is. */
  of?: string;
  /** Whether the service can only read it. */
  readOnly?: boolean;
  /** Whether two containers may write to it at once; a private volume makes its service stop-first. */
  shared?: boolean;
  /** Whether each host may have data of its own there: to be said of every volume of a service on several hosts. */
  perHost?: boolean;
  /** What backs it up, in words, or "none" where its data may be lost; it backs up nothing by itself. */
  backup?: string;
}

/** A file of variables. */
export interface HomeEnvironmentFile {
  /** Its path. */
  file: string;
  /** Names of its secrets, in which "*" stands for any characters; by default those whose names say so. */
  secret?: string[];
}

/** A file in containers whose content the program says. */
export interface HomeFile {
  /** Absolute path in the container. */
  path: string;
  content: pulumi.Input<string>;
  /** Its mode in octal digits, as in "0400"; 0444 by default. */
  mode?: string;
  /** Number of the user it belongs to, or of user and group, as in "1000:1000"; root by default. */
  owner?: string;
}

/** How the engine watches whether a container does its work: by a command or by a line of the shell. */
export interface HomeHealth {
  /** The command, a text for each word. */
  command?: string[];
  /** The same as a line of the image's shell. */
  shell?: string;
  /** How long after one answer the next is asked for; 5 by default. */
  intervalSeconds?: number;
  /** How long an answer may take; 5 by default. */
  timeoutSeconds?: number;
  /** After how many failures in a row it is not healthy; 3 by default. */
  retries?: number;
  /** How long failures do not count after a start; 0 by default. */
  startSeconds?: number;
}

/** A limit of the kernel for each process, and how far a process may raise it. */
export interface HomeUlimit {
  soft: number;
  hard: number;
}

/** A device of the host. */
export interface HomeDevice {
  /** Its path on the host. */
  host: string;
  /** Its path in the container; the same by default. */
  container?: string;
  /** What processes may do with it, of "r", "w" and "m"; "rwm" by default. */
  permissions?: string;
}

/** Where the engine keeps what containers write. */
export interface HomeLogging {
  /** One of the engine's drivers. */
  driver: string;
  /** What the driver is told. */
  options?: Record<string, string>;
}

/** A directory in a container's memory, empty at each start. */
export interface HomeTemporaryDirectory {
  /** Absolute path in the container. */
  path: string;
  /** Whether programs can be run from it. */
  exec?: boolean;
  /** How much fits in, as in "64MiB"; it is part of the container's memory. */
  size?: string;
  /** Its mode in octal digits, as in "0700"; 1777 by default. */
  mode?: string;
}

/** How much of its host a container may take. */
export interface HomeLimits {
  /** An amount with its unit, as in "256MiB". */
  memory?: string;
  /** Memory that the kernel leaves to the container as long as it can, at most the limit. */
  reservation?: string;
  /** Processors, in whole ones or parts. */
  cpus?: number;
  /** Processes and threads of the container's user. */
  processes?: number;
}

/** How a container is asked, in plain texts. */
type Asked = Pick<HomeService, "readiness" | "readinessHost" | "readinessStatus">;

/** Makes the services on the routers of their hosts, and gives them back in the order in which they are named. */
export function makeServices(
  home: string,
  services: HomeService[],
  routers: Map<string, TraefikRouter>,
  parent: pulumi.Resource,
): DomainService[] {
  const made = new Map<string, DomainService>();
  const make = (service: HomeService): DomainService => {
    const there = made.get(service.name);
    if (there) return there;
    // Whose volumes it has has to be there before.
    const owners = services.filter(({ name }) => ownersOf(service).includes(name));
    const byName = new Map(owners.map((owner) => [owner.name, make(owner)]));
    const one = new DomainService(`${home}-${service.name}`, argsOf(service, routers, byName), { parent });
    made.set(service.name, one);
    return one;
  };
  return services.map(make);
}

function argsOf(
  service: HomeService,
  routers: Map<string, TraefikRouter>,
  owners: Map<string, DomainService>,
): DomainServiceArgs {
  const { name, hosts, extraHosts, temporary, temporaryDirectories, volumes, also, ...others } = service;
  const { ulimits, raisableUlimits, ...rest } = others;
  const router = (hosts ?? [first(routers)]).flatMap((host) => routers.get(host) ?? []);
  const args = {
    ...withProbe(rest),
    router,
    also: also?.map(withProbe),
    hosts: extraHosts,
    ulimits: raisableUlimits ? { ...ulimits, ...raisableUlimits } : ulimits,
    temporary: temporaryDirectories ? [...(temporary ?? []), ...temporaryDirectories] : temporary,
    volumes: Array.isArray(volumes) ? volumes.map((one) => withOwner(one, owners)) : volumes,
  };
  // What the component's types say of single texts and numbers, it checks itself.
  return args as DomainServiceArgs;
}

const withOwner = (volume: HomeVolume, owners: Map<string, DomainService>) =>
  volume?.of === undefined ? volume : { ...volume, of: owners.get(volume.of) };

const first = (routers: Map<string, TraefikRouter>): string => [...routers.keys()][0] ?? "";

/** What is said of how it is asked, put together. */
const withProbe = <Way extends Asked>({ readiness, readinessHost, readinessStatus, ...way }: Way) => ({
  ...way,
  readiness: probeOf(readiness, readinessHost, readinessStatus),
});
