import type { DomainServiceArgs } from "./args";

/**
 * A further way into a service's containers: another port, under names or paths of its own. Nothing that is said of the
 * service's first port holds here: who may come in, above all, is said anew.
 */
export interface ServicePort
  extends Pick<
    DomainServiceArgs,
    | "domains"
    | "redirects"
    | "pathPrefix"
    | "stripPrefix"
    | "webdavDestination"
    | "allow"
    | "users"
    | "usersExcept"
    | "askPreflights"
    | "signIn"
    | "responseHeaders"
    | "removeHeaders"
    | "compress"
    | "timeouts"
    | "bodyLimit"
    | "port"
    | "protocol"
    | "authority"
    | "serverName"
    | "readiness"
    | "keepAliveSeconds"
    | "stickySessions"
    | "clientAuthority"
  > {
  /** Name within the service: farm, router and outputs know it as `SERVICE.NAME`. */
  readonly name: string;
}

/** A way into containers, whatever it is called. */
export type UnnamedWay = Omit<ServicePort, "name">;

/** All ways into the same containers: the first one, and what there is beside it. */
export interface Ways extends UnnamedWay {
  /** @default none */
  readonly also?: readonly ServicePort[];
}

/** Every way into a service, by the name that farm and router give it; its own is the first. */
export const waysInto = (service: string, ways: Ways): [string, UnnamedWay][] => [
  [service, ways],
  ...(ways.also ?? []).map(({ name, ...way }): [string, UnnamedWay] => [`${service}.${name}`, way]),
];
