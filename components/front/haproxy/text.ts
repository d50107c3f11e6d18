import { revisionOf } from "../../shared/revision";
import { bufferSize, reserve } from "./capacity";
import { defaultHardStop, hardStopGlobals } from "./hardStop";
import { type LiveFile, ordersGlobals, outsourced, revisionFile } from "./live";
import { configDirectory, revisionPort } from "./paths";
import { serverStates } from "./states";

/** What the names of files with the states of servers begin with. */
export const statesPrefix = `${configDirectory}/states-`;

/** Named after its text: a configuration never meets the states that were written for another. */
export const statesPath = (states: string): string => `${statesPrefix}${revisionOf(states)}`;

/** A rendered configuration and the fingerprint that the running HAProxy can be asked for. */
export interface ConfigFile {
  readonly text: string;
  readonly revision: string;
  /** What may change while it runs. @default a change of anything is a reload */
  readonly live?: readonly LiveFile[];
}

/** One section of the configuration: its head and its lines, indented. */
export const section = (head: string, ...lines: readonly (string | readonly string[])[]): string =>
  `${[head, ...lines.flat().map((line) => `    ${line}`)].join("\n")}\n`;

/**
 * Defaults of a HAProxy that passes connections on and takes nothing apart.
 * @param connect how long a connection may take
 * @param silent how long nobody may say anything
 */
export const passingOn = (connect: string, silent = "1h"): string[] => [
  "mode tcp",
  "log global",
  "option dontlog-normal",
  "option dontlognull",
  `timeout connect ${connect}`,
  `timeout client ${silent}`,
  `timeout server ${silent}`,
];

/**
 * Ends a configuration with the section that tells its revision.
 * @param told rules for other pages of the same port
 */
export function withRevision(sections: readonly string[], told: readonly string[] = []): ConfigFile {
  const all = [...sections, ...statesSection(sections.join("\n"))];
  const revision = revisionOf([...all, ...told].join("\n"));
  return { text: [...all, revisionSection(told, `string ${revision}`)].join("\n"), revision };
}

function statesSection(config: string): string[] {
  const states = serverStates(config);
  const why =
    "# What servers begin with: as many checks have to fail after a start or a reload as at any other time.";
  return states ? [section("global", why, `server-state-file ${statesPath(states)}`)] : [];
}

/**
 * The same, of a HAProxy that takes orders: what its configuration alone says stays the same where nothing but names and
 * certificates change.
 * @param maps files that its sections look up by `map_beg`
 */
export function withRevisionAlive(
  sections: readonly string[],
  told: readonly string[] = [],
  maps: readonly LiveFile[] = [],
): ConfigFile {
  const { revision } = withRevision(sections, told);
  const file = revisionFile(revision);
  const all = [...sections, section("global", ordersGlobals), ...statesSection(sections.join("\n"))];
  const { text, files } = outsourced([...all, revisionSection(told, lookedUp(file.path))].join("\n"));
  return { text, revision, live: [...files, ...maps, file] };
}

/** What a file says now: HAProxy has read it, and may have been told otherwise since. */
const lookedUp = (path: string): string => `lf-string %[str(revision),map_str(${path})]`;

const revisionSection = (told: readonly string[], answer: string): string =>
  section(
    "frontend revision",
    "# Loopback of the container: tells the deployment which configuration is at work.",
    "mode http",
    `bind 127.0.0.1:${revisionPort}`,
    `maxconn ${reserve.revision}`,
    "option dontlog-normal",
    told,
    `http-request return status 200 content-type text/plain ${answer}`,
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
  /** Connections at once, of all its doors. */
  readonly maxConnections: number;
  /** Buffers at once: what is under way waits for one where there is none. */
  readonly buffers: number;
  /** Threads: as many as its container has processors, not as many as the host has. */
  readonly threads: number;
}

/** What every HAProxy of Homeport has in its global section. */
export const globalSection = (
  { maxConnections, buffers, threads }: Size,
  more: readonly string[] = [],
  hardStopSeconds = defaultHardStop,
  outlivedReloads?: number,
): string =>
  section(
    "global",
    "log stdout format raw daemon notice",
    "zero-warning",
    "# Without a limit, connections take all the memory there is.",
    `maxconn ${maxConnections}`,
    `nbthread ${threads}`,
    "# Twice the usual: large answers pass in half as many steps.",
    `tune.bufsize ${bufferSize}`,
    `tune.buffers.limit ${buffers}`,
    "# What a server sends ahead waits in the kernel, where it is memory of the container, too.",
    "tune.rcvbuf.server 131072",
    hardStopGlobals(hardStopSeconds, outlivedReloads),
    more,
  );

/**
 * The engine's DNS: containers are found by name after a restart under another address.
 * @param unknown how long one that has no name any more is looked for at its last address
 */
export const resolversSection = (unknown = "5s"): string =>
  section(
    "resolvers engine",
    "nameserver dns 127.0.0.11:53",
    "timeout resolve 1s",
    "timeout retry 1s",
    "hold valid 1s",
    "hold other 30s",
    `hold nx ${unknown}`,
    "accepted_payload_size 8192",
  );
