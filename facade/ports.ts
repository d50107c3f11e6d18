import type * as pulumi from "@pulumi/pulumi";
import { PortService, type PortServiceArgs, type TraefikRouter } from "homeport";
import type { HomeLimits } from "./containerParts";

/** A port of a service beside HTTP: Git over SSH, mail, MQTT, a database. */
export interface HomePortService {
  name: string;
  /** Name of the service whose containers listen there; of an application's container, "APPLICATION-CONTAINER". */
  service: string;
  /** Name of the host where it is published; that of the service by default, and needed where that is on several. */
  host?: string;
  /** Port of the containers, of TCP. */
  port: number;
  /** Where it is published on that host. */
  at: HomeAt;
  /** What the containers say first, as "SSH-", by which it is seen that they are ready; an open port by default. */
  banner?: string;
  /** How long a new container may take until it takes connections, and a connection waits, in seconds; 60 by default. */
  readySeconds?: number;
  /** Whether the containers are told who calls, by the PROXY protocol (version 2), which they have to expect. */
  proxyProtocol?: boolean;
  /** Networks or addresses of clients that are let in; everyone by default. */
  allow?: string[];
  /** How long connections to containers that are going may take, in seconds; 60 by default. */
  drainSeconds?: number;
  /** How much of the host what holds the port may take; 128MiB of memory, 1 processor, 256 processes by default. */
  limits?: HomeLimits;
}

/** Where a port is published. */
export interface HomeAt {
  address: string;
  port: number;
}

/** A port of UDP that a service's container publishes by itself. */
export interface HomeUdp {
  /** Port of the container. */
  port: number;
  /** Where it is published on its host. */
  at: HomeAt;
}

/** Makes the ports of services that are there. */
export function makePorts(
  home: string,
  ports: HomePortService[],
  served: readonly PortServiceArgs["service"][],
  routers: Map<string, TraefikRouter>,
  image: string | undefined,
  parent: pulumi.Resource,
): PortService[] {
  return ports.map(({ name, service, host, banner, ...port }) => {
    const args = {
      ...port,
      image,
      service: served.find(({ serviceName }) => serviceName === `${home}-${service}`),
      network: host === undefined ? undefined : routers.get(host)?.network,
      readiness: banner === undefined ? undefined : { kind: "banner", startsWith: banner },
    };
    return new PortService(`${home}-${name}`, args as PortServiceArgs, { parent });
  });
}
