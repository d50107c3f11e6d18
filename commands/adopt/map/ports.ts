import { unmarked } from "../env/marks";
import type { Spot } from "../notes";
import { type Entry, itemsOf, member, type Tree, textOf, textsOf } from "../read/tree";
import type { Context, Port } from "./draft";

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
