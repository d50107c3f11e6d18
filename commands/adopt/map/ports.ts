import { unmarked } from "../env/marks";
import type { Web } from "../labels/web";
import type { Spot } from "../notes";
import { type Entry, itemsOf, member, type Tree, textOf, textsOf } from "../read/tree";
import type { Context, Draft, Port } from "./draft";

/** Brings in which ports a container opens on the host. */
export function ports({ value }: Entry, { draft, note }: Context): void {
  for (const item of itemsOf(value)) {
    const read = item.kind === "map" ? longPort(item) : shortPort(textOf(item) ?? "", item.at);
    if (read === undefined)
      note("lost", item.at, `${draft.service.name}: the port ${unmarked(textOf(item) ?? "")} cannot be read`);
    else draft.ports.push(...read);
  }
}

export function expose({ value }: Entry, { draft }: Context): void {
  draft.exposed.push(...textsOf(value).map((port) => port.replace(/\/.*$/, "")));
}

const local = /^(127\.|\[?::1\]?$|localhost$)/;

function longPort(item: Tree): Port[] {
  const text = (key: string) => textOf(member(item, key));
  return [
    {
      at: item.at,
      container: text("target") ?? "",
      host: text("published"),
      inside: local.test(text("host_ip") ?? ""),
      udp: text("protocol") === "udp",
    },
  ];
}

/** `127.0.0.1:8080:80/tcp`, `3000-3005`, `80` */
function shortPort(text: string, at: Spot): Port[] | undefined {
  const found =
    /^(?:(\[[^\]]*\]|[\d.]+|\uE000[^\uE001]*\uE001):)??(?:([\d-]*|\uE000[^\uE001]*\uE001[\d-]*):)?([\d-]+|\uE000[^\uE001]*\uE001)(?:\/(\w+))?$/.exec(
      text.trim(),
    );
  if (!found) return undefined;
  const [, address = "", host, container = "", protocol] = found;
  const inner = range(container);
  const outer = host === undefined || host === "" ? [] : range(host);
  return inner.map((port, index) => ({
    at,
    container: port,
    ...(outer.length > 0 ? { host: outer[index] ?? outer[0] } : {}),
    inside: local.test(address),
    udp: protocol === "udp",
  }));
}

function range(text: string): string[] {
  const [from = 0, to = from] = text.split("-").map(Number);
  if (!/^\d+-\d+$/.test(text) || to < from || to - from > 1000) return [text];
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
}

/** Ports that are known for something else than HTTP. */
const others: Readonly<Record<string, string>> = {
  21: "FTP",
  22: "SSH",
  2222: "SSH",
  2022: "SSH",
  222: "SSH",
  25: "mail",
  53: "DNS",
  110: "mail",
  143: "mail",
  465: "mail",
  587: "mail",
  853: "DNS",
  993: "mail",
  995: "mail",
  4190: "mail",
  1194: "a VPN",
  51820: "a VPN",
  1883: "MQTT",
  8883: "MQTT",
  3478: "TURN",
  5222: "XMPP",
  5269: "XMPP",
  6667: "IRC",
  6697: "IRC",
  445: "files",
  139: "files",
  548: "files",
  2049: "files",
  873: "files",
  1935: "RTMP",
  8554: "RTSP",
  554: "RTSP",
  25565: "a game",
  19132: "a game",
  27015: "a game",
  6881: "BitTorrent",
  51413: "BitTorrent",
  64738: "voice",
  9987: "voice",
  10000: "media",
  10011: "voice",
  30033: "voice",
  5060: "telephony",
  22000: "synchronisation",
  4001: "synchronisation",
  4242: "a database of its own kind",
};

/** Ports of databases and caches: published for a person's own tools, as a rule. */
const databases: Readonly<Record<string, string>> = {
  3306: "MySQL",
  3307: "MySQL",
  5432: "PostgreSQL",
  5433: "PostgreSQL",
  6379: "Redis",
  27017: "MongoDB",
  11211: "memcached",
  5672: "RabbitMQ",
  9042: "Cassandra",
  1433: "SQL Server",
  389: "LDAP",
  636: "LDAP",
  2181: "ZooKeeper",
  9092: "Kafka",
  4222: "NATS",
  26257: "CockroachDB",
  7687: "Neo4j",
  28015: "RethinkDB",
};

/**
 * What visitors reach of a container that no label and no virtual host speaks of: its first port that may be HTTP. Everything
 * else that it publishes is told.
 */
export function websOfPorts(
  draft: Draft,
  { note }: Pick<Context, "note">,
  given: readonly Web[],
): readonly Web[] {
  const { name } = draft.service;
  const served = given.map(({ port }) => port).filter((port) => port !== undefined);
  const open: Port[] = [];
  for (const port of draft.ports) {
    const { at, container, inside } = port;
    const other = others[container];
    const database = databases[container];
    if (served.includes(container)) continue;
    if (port.udp)
      note(
        inside ? "leftOut" : "lost",
        at,
        `${name}: the port ${shown(port)} for UDP; nothing but HTTP is led on here`,
      );
    else if (other && !inside)
      note(
        "lost",
        at,
        `${name}: the port ${shown(port)} is one of ${other}; nothing but HTTP is led on here`,
      );
    else if (database)
      note(
        "decide",
        at,
        `${name}: the port ${shown(port)} of ${database} is not open any more; other containers of the application reach it, and you by \`homeport shell\``,
      );
    else if (container === "443" && (given.length > 0 || draft.ports.some((one) => one.container === "80")))
      note("leftOut", at, `${name}: the port ${shown(port)}: the farm ends TLS`);
    else if (inside && other)
      note("leftOut", at, `${name}: the port ${shown(port)} was open to this machine alone`);
    else open.push(port);
  }
  const [first, ...more] = open;
  const found = given.length === 0 && first ? [webOf(first, draft, note)] : [];
  for (const port of given.length === 0 ? more : open)
    note(
      "decide",
      port.at,
      `${name}: the port ${shown(port)} is not open any more; a \`web\` more gives it a name of its own`,
    );
  return [...given, ...found];
}

function webOf({ at, container }: Port, { service }: Draft, note: Context["note"]): Web {
  note(
    "decide",
    at,
    `${service.name}: no label and no virtual host says for which domain port ${unmarked(container)} answers; if it is not for visitors, take \`web\` away`,
  );
  return {
    at,
    domains: [],
    port: container,
    ...(container === "443" || container === "8443" || container === "9443" ? { protocol: "https" } : {}),
  };
}

const shown = ({ host, container }: Port): string =>
  unmarked(host === undefined || host === container ? container : `${host} (inside ${container})`);
