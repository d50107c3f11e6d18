import type { Break } from "./compare";

/** A deletion or replacement that a release brings on purpose. */
export interface Intended {
  /** The version whose state it concerns, and every one before. */
  readonly upTo: string;
  /** Which objects: a text that their place contains. */
  readonly place: string;
  /**
   * A text that the place of one that is not meant contains.
   * @default all of them are
   */
  readonly except?: string;
  /** The input that has changed; unset where the resource is gone. */
  readonly input?: string;
  /** As docs/upgrading.md tells it. */
  readonly reason: string;
}

/**
 * What a new version may delete or replace in a home that is updated without a change of its own. Whoever adds a line
 * says in docs/upgrading.md what a person who runs the home has to expect.
 */
export const intended: readonly Intended[] = [
  { upTo: "0.1.0", place: "-haproxy", input: "image", reason: "HAProxy 3.2.21 in place of 3.2.9" },
  {
    upTo: "0.2.0",
    place: "homeport:index:DomainService$",
    input: "capabilities",
    reason: "five more capabilities of services by default",
  },
  {
    upTo: "0.2.0",
    place: "-traefik",
    input: "command",
    reason: "routers keep connections without a request for 1 s",
  },
  {
    upTo: "0.2.0",
    place: "-traefik",
    input: "entrypoints",
    reason: "routers ask their Traefik for an option that only newer ones know",
  },
  {
    upTo: "0.2.0",
    place: "-traefik",
    input: "healthcheck",
    reason: "an engine asks routers whether they have loaded their routes",
  },
  {
    upTo: "0.2.0",
    place: "-haproxy",
    input: "entrypoints",
    reason: "farms and gates look up the addresses of their servers when they start",
  },
  {
    upTo: "0.2.0",
    place: "-haproxy",
    input: "healthcheck",
    reason: "an engine asks farms and gates each minute",
  },
  {
    upTo: "0.2.0",
    place: "homeport:index:TraefikRouter$docker:index/container:Container",
    input: "command",
    reason: "routers pass paths on as they were sent",
  },
  {
    upTo: "0.2.0",
    place: "$tls:index/certRequest:CertRequest::",
    reason: "the environment's own authority, and those of wires, sign in the program",
  },
  {
    upTo: "0.2.0",
    place: "$tls:index/locallySignedCert:LocallySignedCert::",
    reason: "what they signed is no resource of its own any more",
  },
  {
    upTo: "0.2.0",
    place: "$tls:index/privateKey:PrivateKey::",
    except: "-authority",
    reason: "keys of certificates come from that of their authority",
  },
  {
    upTo: "0.2.0",
    place: "-haproxy",
    input: "sysctls",
    reason: "the kernel keeps less of what nobody takes from farms and gates",
  },
  {
    upTo: "0.2.0",
    place: "-haproxy",
    input: "ulimits",
    reason: "farms and gates have connections of their own for health checks and statistics",
  },
  {
    upTo: "0.2.0",
    place: "-traefik",
    input: "sysctls",
    reason: "the kernel keeps less of what nobody takes from routers",
  },
  {
    upTo: "0.2.0",
    place: "-traefik",
    input: "user",
    reason: "routers run as a user of their own, whose processes are counted alone",
  },
  {
    upTo: "0.2.0",
    place: "-traefik",
    input: "envs",
    reason: "routers have 512 MiB of memory, and look for unused memory later",
  },
];

/** Whether a list has foreseen what an update would do. */
export const isForeseen = (list: readonly Intended[], version: string, found: Break): boolean =>
  list.some(
    ({ upTo, place, except, input }) =>
      version.localeCompare(upTo, "en", { numeric: true }) <= 0 &&
      found.place.includes(place) &&
      !(except && found.place.includes(except)) &&
      found.input === input,
  );
