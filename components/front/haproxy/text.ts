import { revisionOf } from "../../shared/revision";
import { serverStates } from "./states";

/** Where HAProxy's container has its configuration: the directory of the user that the image runs as. */
export const configDirectory = "/var/lib/haproxy";
export const configPath = `${configDirectory}/haproxy.cfg`;

/** What the names of files with the states of servers begin with. */
export const statesPrefix = `${configDirectory}/states-`;

/** Named after its text: a configuration never meets the states that were written for another. */
export const statesPath = (states: string): string => `${statesPrefix}${revisionOf(states)}`;

/** Loopback port of the container that tells which configuration is at work. */
export const revisionPort = 8406;

/** A rendered configuration and the fingerprint that the running HAProxy can be asked for. */
export interface ConfigFile {
  readonly text: string;
  readonly revision: string;
}

/** One section of the configuration: its head and its lines, indented. */
export const section = (head: string, ...lines: readonly (string | readonly string[])[]): string =>
  `${[head, ...lines.flat().map((line) => `    ${line}`)].join("\n")}\n`;

/**
 * Ends a configuration with the section that tells its revision.
 * @param told rules for other pages of the same port
 */
export function withRevision(sections: readonly string[], told: readonly string[] = []): ConfigFile {
  const all = [...sections, ...statesSection(sections.join("\n"))];
  const revision = revisionOf([...all, ...told].join("\n"));
  return { text: [...all, revisionSection(revision, told)].join("\n"), revision };
}

function statesSection(config: string): string[] {
  const states = serverStates(config);
  const why =
    "# What servers begin with: as many checks have to fail after a start or a reload as at any other time.";
  return states ? [section("global", why, `server-state-file ${statesPath(states)}`)] : [];
}

const revisionSection = (revision: string, told: readonly string[]): string =>
  section(
    "frontend revision",
    "# Loopback of the container: tells the deployment which configuration is at work.",
    "mode http",
    `bind 127.0.0.1:${revisionPort}`,
    "option dontlog-normal",
    told,
    `http-request return status 200 content-type text/plain string ${revision}`,
  );

/**
 * Listens at a port of the container, by IPv6 too where its network has that. By two lines: at one for both, visitors by
 * IPv4 would have addresses of IPv6.
 */
export const bindings = (port: number, six: boolean, options = ""): string[] =>
  [`bind :${port}`, ...(six ? [`bind :::${port} v6only`] : [])].map((line) =>
    options ? `${line} ${options}` : line,
  );

/** Containers are asked by IPv4, by which they know each other, also where they have addresses of IPv6. */
export const byFour = (six: boolean): string[] => (six ? ["default-server resolve-prefer ipv4"] : []);

/** How much a HAProxy may take on. */
export interface Size {
  /** Connections at once; each takes about 70 KiB. */
  readonly maxConnections: number;
  /** Threads: as many as its container has processors, not as many as the host has. */
  readonly threads: number;
}

/** What every HAProxy of Homeport has in its global section. */
export const globalSection = ({ maxConnections, threads }: Size, more: readonly string[] = []): string =>
  section(
    "global",
    "log stdout format raw daemon notice",
    "zero-warning",
    "# Without a limit, connections take all the memory there is.",
    `maxconn ${maxConnections}`,
    `nbthread ${threads}`,
    "# Twice the usual: large answers pass in half as many steps, and a connection takes 70 instead of 35 KiB.",
    "tune.bufsize 32768",
    "# A reload leaves the old process to its running requests, but not for ever.",
    "hard-stop-after 120s",
    more,
  );

/** The engine's DNS: containers are found by name after a restart under another address. */
export const resolversSection = (): string =>
  section(
    "resolvers engine",
    "nameserver dns 127.0.0.11:53",
    "timeout resolve 1s",
    "timeout retry 1s",
    "hold valid 1s",
    "hold other 30s",
    "hold nx 5s",
    "accepted_payload_size 8192",
  );
