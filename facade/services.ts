import type * as pulumi from "@pulumi/pulumi";
import { DomainService, type DomainServiceArgs, type TraefikRouter } from "homeport";

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
  /** PEM of the authorities by one of which each visitor's certificate has to be issued; none is needed by default. */
  clientAuthority?: pulumi.Input<string>;
  /** Arguments for the image's entry point; the image's own by default. */
  command?: string[];
  /** Environment values, secret ones among them. */
  environment?: Record<string, pulumi.Input<string>>;
  /** Directories that outlive the containers. */
  volumes?: HomeVolume[];
  /** Command by which the engine watches a container's health; the image's own by default. */
  healthCommand?: string[];
  /** What the containers speak at their port: "http", "h2c" as of gRPC servers, or "https"; "http" by default. */
  protocol?: string;
  /** With "https": PEM of the authorities by one of which the containers' certificate has to be issued; any by default. */
  authority?: pulumi.Input<string>;
  /** With "https": the name that the containers' certificate is asked for; the first domain by default. */
  serverName?: string;
  /** Further ports of the same containers, under names or paths of their own. */
  also?: HomePort[];
  /**
   * How a container is asked whether it can serve: a path, "tcp" for an open port, or "grpc" for gRPC's health service;
   * "/" by default, with the protocol "h2c" it is "grpc".
   */
  readiness?: string;
  /** How long a new container may take until it can serve, in seconds; 60 by default. */
  readySeconds?: number;
  /** How long running requests may take when their container goes, in seconds; 5 by default. */
  drainSeconds?: number;
  /** Whether a visitor stays with one container, by a cookie. */
  stickySessions?: boolean;
  /** How much of its host a container may take; 256MiB of memory and 1 processor by default. */
  limits?: HomeLimits;
  /** User and group of the processes; the image's own by default. */
  user?: string;
  /** Whether the containers cannot change their image's files. */
  readOnly?: boolean;
  /** Paths that are empty and writable, in memory. */
  temporary?: string[];
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
  /** PEM of the authorities by one of which each visitor's certificate has to be issued; none is needed by default. */
  clientAuthority?: pulumi.Input<string>;
  /** What the containers speak at this port: "http", "h2c" or "https"; "http" by default. */
  protocol?: string;
  /** With "https": PEM of the authorities by one of which the containers' certificate has to be issued; any by default. */
  authority?: pulumi.Input<string>;
  /** With "https": the name that the containers' certificate is asked for; the first domain by default. */
  serverName?: string;
  /** How a container is asked whether it can serve at this port: a path, "tcp" or "grpc"; as of the service by default. */
  readiness?: string;
  /** Whether a visitor stays with one container, by a cookie. */
  stickySessions?: boolean;
}

/** A directory of a service that outlives its containers. */
export interface HomeVolume {
  name: string;
  /** Absolute path in the container. */
  path: string;
  /** Engine's name of a volume that is there already and belongs to whoever made it. */
  existing?: string;
  /** Whether two containers may write to it at once; a private volume makes its service stop-first. */
  shared?: boolean;
  /** Whether each host may have data of its own there: to be said of every volume of a service on several hosts. */
  perHost?: boolean;
  /** What backs it up, in words, or "none" where its data may be lost; it backs up nothing by itself. */
  backup?: string;
}

/** How much of its host a container may take. */
export interface HomeLimits {
  /** An amount with its unit, as in "256MiB". */
  memory?: string;
  /** Processors, in whole ones or parts. */
  cpus?: number;
  /** Processes and threads of the container's user. */
  processes?: number;
}

/** Makes the services on the routers of their hosts. */
export function makeServices(
  home: string,
  services: HomeService[],
  routers: Map<string, TraefikRouter>,
  parent: pulumi.Resource,
): DomainService[] {
  return services.map(({ name, hosts = [first(routers)], also, ...rest }) => {
    const router = hosts.flatMap((host) => routers.get(host) ?? []);
    const args = { ...withProbe(rest), router, also: also?.map(withProbe) };
    // What the component's types say of single texts and numbers, it checks itself.
    return new DomainService(`${home}-${name}`, args as DomainServiceArgs, { parent });
  });
}

const first = (routers: Map<string, TraefikRouter>): string => [...routers.keys()][0] ?? "";

const withProbe = <Way extends { readiness?: string }>({ readiness, ...way }: Way) => ({
  ...way,
  readiness: readiness && probeOf(readiness),
});

const probeOf = (readiness: string) =>
  readiness === "tcp" || readiness === "grpc" ? { kind: readiness } : { kind: "http", path: readiness };
