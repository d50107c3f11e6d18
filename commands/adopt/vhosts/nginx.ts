import type { Spot } from "../notes";
import {
  addressOf,
  type Directive,
  isDomain,
  prefixOf,
  type VhostContext,
  type VirtualHost,
  type Way,
} from "./virtualHost";

type Token = { readonly text: string; readonly sign: boolean; readonly at: Spot };

/** Takes a text apart, as of `nginx -T`, which says from which file each part is. */
function tokensOf(text: string, file: string): Token[] {
  const tokens: Token[] = [];
  let [named, line] = [file, 0];
  for (const whole of text.split("\n")) {
    line += 1;
    const other = /^# configuration file (\S+):$/.exec(whole)?.[1];
    if (other !== undefined) [named, line] = [other, 0];
    const at = { file: named, line };
    for (const [one, double, single, word] of whole.matchAll(
      /"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|#.*|[{};]|((?:\$\{[^}]*\}|[^\s{};"'#]|(?<=\S)#)+)/g,
    )) {
      if (one.startsWith("#")) break;
      tokens.push({ text: double ?? single ?? word ?? one, sign: /^[{};]$/.test(one), at });
    }
  }
  return tokens;
}

/** Reads what nginx's files say. */
export function readNginx(text: string, file: string): readonly Directive[] {
  const tokens = tokensOf(text, file);
  let next = 0;
  return block();

  function block(): Directive[] {
    const all: Directive[] = [];
    let words: Token[] = [];
    while (next < tokens.length) {
      const token = tokens[next] as Token;
      next += 1;
      if (!token.sign) {
        words.push(token);
        continue;
      }
      if (token.text === "}") break;
      const [name, ...rest] = words;
      words = [];
      const inside = token.text === "{" ? block() : undefined;
      if (name) all.push({ name: name.text, words: rest.map((word) => word.text), inside, at: name.at });
    }
    return all;
  }
}

/** Servers of nginx that lead to an application. */
export function virtualHostsOfNginx(directives: readonly Directive[], context: VhostContext): VirtualHost[] {
  const all = directives.flatMap((one) => (one.name === "http" ? (one.inside ?? []) : [one]));
  const upstreams = new Map(
    all.flatMap(({ name, words, inside = [] }) => {
      const servers = inside.filter((one) => one.name === "server");
      return name === "upstream" ? [[words[0] ?? "", servers.map((one) => one.words[0] ?? "")] as const] : [];
    }),
  );
  return all
    .filter(({ name }) => name === "server")
    .map(({ inside = [], at }) => {
      const domains = inside.filter((one) => one.name === "server_name").flatMap((one) => one.words);
      const host = { domains: domains.filter(isDomain), at };
      const ways = waysOf(
        inside,
        "/",
        { ...context, upstreams, named: host.domains[0] ?? "a server", set: new Map() },
        [],
      );
      return { ...host, ways };
    });
}

interface Inside extends VhostContext {
  readonly upstreams: ReadonlyMap<string, readonly string[]>;
  readonly named: string;
  /** Variables that are set further out. */
  readonly set: ReadonlyMap<string, string>;
}

function waysOf(
  directives: readonly Directive[],
  path: string,
  context: Inside,
  outer: readonly string[],
): Way[] {
  const { notes, named } = context;
  const own = directives.filter((one) => one.name === "allow").map((one) => one.words[0] ?? "");
  const closed = directives.some((one) => one.name === "deny" && one.words[0] === "all");
  const allow = closed ? own.filter((one) => one !== "all") : outer;
  for (const { name, words, at } of directives) {
    if (name === "auth_basic" && words[0] !== "off")
      notes.add(
        "lost",
        at,
        `${named}: visitors were asked for a password of nginx's own file; write its users as \`users\``,
      );
    else if (name === "auth_request")
      notes.add(
        "lost",
        at,
        `${named}: another application was asked who may come in, and nothing here does; \`users\`, \`allow\` or \`clientAuthority\` can`,
      );
    else if (name === "ssl_verify_client" && words[0] !== "off")
      notes.add(
        "lost",
        at,
        `${named}: visitors were asked for a certificate; \`clientAuthority\` does that here`,
      );
    else if (name === "rewrite" || name === "sub_filter")
      notes.add(
        "decide",
        at,
        `${named}: ${name} changed what visitors ask for or get; the application has to do it by itself now`,
      );
    else if (name === "add_header" && !/^strict-transport-security$/i.test(words[0] ?? ""))
      notes.add(
        "decide",
        at,
        `${named}: the header ${words[0]} is not added; the application has to, if anybody needs it`,
      );
  }
  const variables = directives.filter((one) => one.name === "set");
  const set = new Map([
    ...context.set,
    ...variables.map(({ words }) => [words[0] ?? "", words[1] ?? ""] as const),
  ]);
  const filled = (text: string): string =>
    text.replace(/\$\{?(\w+)\}?/g, (whole, name) => set.get(`$${name}`) ?? whole);
  const ways = directives.flatMap((one): Way[] => {
    if (one.name === "location") return location(one, path, { ...context, set }, allow);
    if (!/^(proxy|grpc)_pass$/.test(one.name)) return [];
    const text = filled(filled(one.words[0] ?? ""));
    const address = addressOf(text);
    if (address === undefined) {
      notes.add("decide", one.at, `${named}: where ${one.words[0]} leads is not to be read`);
      return [];
    }
    const [server] = context.upstreams.get(address.host) ?? [];
    const behind = server === undefined ? undefined : addressOf(`${address.scheme}://${server}`);
    const { path: rest, ...to } = behind ? { ...behind, path: address.path } : address;
    const strips = prefixOf(path) !== "" && rest !== "" && prefixOf(rest) === "";
    return [{ ...to, at: one.at, path, strips, ...(allow.length > 0 ? { allow } : {}) }];
  });
  return ways;
}

/** A location: of patterns, what they choose is not known. */
function location(one: Directive, outer: string, context: Inside, allow: readonly string[]): Way[] {
  const [first = "", second] = one.words;
  const pattern = first.startsWith("~");
  const inside = waysOf(one.inside ?? [], pattern ? outer : (second ?? first), context, allow);
  if (!pattern) return first.startsWith("@") ? inside.map((way) => ({ ...way, path: outer })) : inside;
  for (const way of inside)
    context.notes.add(
      "decide",
      one.at,
      `${context.named}: paths that match a pattern were led to port ${way.port}; here paths are led by their beginning`,
    );
  return [];
}
