import * as pulumi from "@pulumi/pulumi";
import type { ServicePart } from "./part";
import { usualProbe } from "./protocol";
import type { Route } from "./route";
import { type Ways, waysInto } from "./servicePort";
import { signInAt } from "./signIn";
import { isUnvisited } from "./unvisited";
import { secretUsers } from "./users";

/** A way into the containers of a service on one host. */
export interface Way extends Omit<Route, "servers" | "users"> {
  readonly port: number;
}

/** Every way into a service on one host, its own first; without what is secret of them. */
export const waysOn = ({ serviceName, router }: ServicePart, ways: Ways): pulumi.Output<[Way, ...Way[]]> =>
  pulumi
    .all(
      waysInto(serviceName, ways).map(([service, way]) =>
        pulumi.all([way.authority, way.signIn && signInAt(way.signIn, router)]).apply(
          ([authority, signIn]): Way => ({
            service,
            domains: way.domains,
            redirectedHere: redirectedHere(way),
            pathPrefix: way.pathPrefix,
            stripPrefix: way.stripPrefix ?? false,
            probe: way.readiness ?? (isUnvisited(way) ? { kind: "tcp" } : usualProbe(way.protocol)),
            sticky: way.stickySessions ?? false,
            onlyFarms: way.clientAuthority === undefined ? undefined : farmsOf(router),
            allow: way.allow,
            usersExcept: way.usersExcept,
            askPreflights: way.askPreflights,
            signIn,
            responseHeaders: way.responseHeaders,
            removeHeaders: way.removeHeaders,
            compress: way.compress,
            farm: router.network.addresses.farm,
            addresses: addressesOf(router.network),
            askedOverWire: router.wire !== undefined,
            keepAliveSeconds: way.keepAliveSeconds,
            protocol: way.protocol,
            authority,
            serverName: way.serverName,
            port: way.port,
          }),
        ),
      ),
    )
    .apply((all) => all as [Way, ...Way[]]);

/**
 * Names that the router may take for a way's own. Not where somebody is asked who goes by the name: the farm lets visitors of
 * another name in without a certificate, and a sign-in may have other rules for it.
 */
const redirectedHere = ({ redirects, clientAuthority, signIn }: Ways): string[] | undefined =>
  redirects && clientAuthority === undefined && signIn === undefined ? Object.keys(redirects) : undefined;

/** Addresses from which farms ask a router, and are believed. */
const farmsOf = ({ network, wire }: ServicePart["router"]): string[] => [
  network.addresses.farm,
  ...(wire?.farms ?? []),
];

const addressesOf = ({ addresses }: ServicePart["router"]["network"]): Route["addresses"] => {
  const { subnet, subnet6, gateway, gateway6 } = addresses;
  return { subnet, subnet6, gateway, gateway6 };
};

/** Who is let in by password, in the same order. */
export const usersOn = ({ serviceName }: ServicePart, ways: Ways) =>
  pulumi.all(
    waysInto(serviceName, ways).map(([service, { users }]) =>
      pulumi.output(users && secretUsers(service, users)),
    ),
  );

/** The route of a way, once there are containers. */
export const routeOf = (
  { port, ...way }: Way,
  containers: readonly string[],
  users: Route["users"],
): Route => ({
  ...way,
  users,
  servers: containers.map((name) => `${name}:${port}`),
});
