import { isIP } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import type { HaproxyFarm } from "./front/farm/component";
import type { PortService } from "./ports/component";
import type { DeployOrder } from "./services/part";
import type { ServedRoute } from "./services/routes";
import type { Served } from "./services/served";
import { isSix } from "./shared/address";
import { pulumiCommand } from "./shared/pulumiCommand";
import { commandLine } from "./shared/shell";

/** What a person needs to know of a service that runs. */
export interface ServiceSummary {
  readonly domains: readonly string[];
  /**
   * Names whose visitors are sent on to one of `domains`.
   * @default none
   */
  readonly redirects?: readonly string[];
  readonly deploys: DeployOrder;
  /**
   * The routers that serve it.
   * @default there is one
   */
  readonly routers?: readonly string[];
  /**
   * Whether it is asked by gRPC: to a browser's question it answers that it does not understand.
   * @default by HTTP
   */
  readonly grpc?: true;
  /** Where the farm serves it, by a name that is served. */
  readonly url: string;
  /** A command line that asks the service through its farm. */
  readonly curl: string;
}

/** What a person needs to know of a port of a service. */
export interface PortSummary {
  /** Where it is reached, as seen from its host: `tcp://0.0.0.0:2222`. */
  readonly address: string;
  /**
   * What its containers say first.
   * @default nothing by themselves
   */
  readonly startsWith?: string;
  /**
   * Whether its containers have to expect the PROXY protocol.
   * @default they are told nothing
   */
  readonly proxyProtocol?: true;
  /**
   * Whose connections are let in.
   * @default everyone's
   */
  readonly allow?: readonly string[];
}

/** Sums up ports of services for a stack's outputs, where `homeport smoke` finds them: `export const ports`. */
export const describePorts = (ports: readonly PortService[]): pulumi.Output<Record<string, PortSummary>> =>
  pulumi.all(ports.map(({ address }) => address)).apply((addresses) =>
    Object.fromEntries(
      ports.map(({ portName, readiness, proxyProtocol, allow }, at) => [
        portName,
        {
          address: addresses[at] ?? "",
          ...(readiness.kind === "banner" ? { startsWith: readiness.startsWith } : {}),
          ...(proxyProtocol && { proxyProtocol }),
          ...(allow && { allow }),
        },
      ]),
    ),
  );

/** How a shell gets the root certificate of the stack's own authority into a file. */
export const authorityFile = (stack: string, project: string): string =>
  `<(${pulumiCommand(project)} stack output authority --stack ${stack})`;

/** Sums up an environment's services for a stack's outputs. */
export const describeServices = (
  farm: HaproxyFarm,
  services: readonly Served[],
): pulumi.Output<Record<string, ServiceSummary>> => {
  const trusted = farm.authority && `--cacert ${authorityFile(pulumi.getStack(), pulumi.getRootDirectory())}`;
  return farm.addresses.apply(({ https }) =>
    Object.fromEntries(
      services.flatMap(({ routes, deploys }) =>
        routes.map((route) => [route.serviceName, summary(https, trusted, route, deploys)]),
      ),
    ),
  );
};

const summary = (
  https: string,
  trusted: string | undefined,
  { domains, redirects, pathPrefix = "", routers, probe }: ServedRoute,
  deploys: DeployOrder,
): ServiceSummary => {
  const { hostname, port } = new URL(https);
  // A URL has brackets around an address of IPv6, and so has what curl is told.
  const domain = (domains[0] ?? "").replace("*", "any");
  const url = `https://${domain}:${port}${pathPrefix}/`;
  const ask = commandLine(
    ...(isIP(hostname) || isSix(hostname)
      ? ["--resolve", `${domain}:${port}:${hostname}`]
      : ["--connect-to", `${domain}:${port}:${hostname}:${port}`]),
    url,
  );
  const several = routers.length > 1 ? { routers: routers.map(({ routerName }) => routerName) } : {};
  const curl = ["curl", "-i", ...(trusted ? [trusted] : []), ask].join(" ");
  const asked = probe?.kind === "grpc" ? ({ grpc: true } as const) : {};
  const led = redirects ? { redirects: Object.keys(redirects) } : {};
  return { domains, ...led, deploys, ...several, ...asked, url, curl };
};
