import {
  addressOf,
  type Directive,
  isDomain,
  prefixOf,
  type VhostContext,
  type VirtualHost,
  type Way,
} from "./virtualHost";

const words = (text: string): string[] =>
  [...text.matchAll(/"((?:\\.|[^"\\])*)"|'([^']*)'|(\S+)/g)].map((one) => one[1] ?? one[2] ?? one[3] ?? "");

/** Reads what Apache's files say. */
export function readApache(text: string, file: string): readonly Directive[] {
  const root: Directive[] = [];
  const open: { name: string; inside: Directive[] }[] = [{ name: "", inside: root }];
  let [held, begun] = ["", 1];
  for (const [index, whole] of text.split("\n").entries()) {
    if (held === "") begun = index + 1;
    if (whole.trimEnd().endsWith("\\")) {
      held += `${whole.trimEnd().slice(0, -1)} `;
      continue;
    }
    const line = `${held}${whole}`.trim();
    held = "";
    if (line === "" || line.startsWith("#")) continue;
    const at = { file, line: begun };
    const end = /^<\/(\w+)>/.exec(line);
    const section = /^<(\w+)\s*([^>]*)>?/.exec(line);
    if (end) {
      if (open.length > 1) open.pop();
    } else if (section) {
      const [, name = "", rest = ""] = section;
      const inside: Directive[] = [];
      open.at(-1)?.inside.push({ name: name.toLowerCase(), words: words(rest), inside, at });
      open.push({ name, inside });
    } else {
      const [name = "", ...rest] = words(line);
      open.at(-1)?.inside.push({ name: name.toLowerCase(), words: rest, at });
    }
  }
  return root;
}

/** Sections that are there or not as Apache is built: what is in them counts. */
const transparent = /^if(module|define|version)$/;

const unfolded = (directives: readonly Directive[]): readonly Directive[] =>
  directives.flatMap((one) => (transparent.test(one.name) ? unfolded(one.inside ?? []) : [one]));

/** Virtual hosts of Apache that lead to an application. */
export function virtualHostsOfApache(
  directives: readonly Directive[],
  { notes }: VhostContext,
): VirtualHost[] {
  return unfolded(directives)
    .filter(({ name }) => name === "virtualhost")
    .map(({ inside = [], at }) => {
      const own = unfolded(inside);
      const named = own.filter(({ name }) => name === "servername" || name === "serveralias");
      const domains = named.flatMap((one) =>
        one.words.map((word) => word.replace(/^https?:\/\/|:\d+$/g, "")),
      );
      const first = domains[0] ?? "a virtual host";
      return { at, domains: domains.filter(isDomain), ways: waysOf(own, "/", first, notes, []) };
    });
}

function waysOf(
  all: readonly Directive[],
  path: string,
  named: string,
  notes: VhostContext["notes"],
  outer: readonly string[],
): Way[] {
  const required = all.filter(({ name }) => name === "require" || name === "allow");
  const networks = required
    .filter(({ words: [kind] }) => /^(ip|from)$/i.test(kind ?? ""))
    .flatMap(({ words: [, ...rest] }) => rest);
  const allow = networks.filter((one) => /^[\da-f.:/]+$/i.test(one));
  for (const {
    name,
    words: [kind, ...rest],
    at,
  } of all) {
    if (name === "authtype")
      notes.add(
        "lost",
        at,
        `${named}: visitors were asked for a password of Apache's own file; write its users as \`users\``,
      );
    else if (name === "sslverifyclient" && !/^none$/i.test(kind ?? ""))
      notes.add(
        "lost",
        at,
        `${named}: visitors were asked for a certificate; \`clientAuthority\` does that here`,
      );
    else if (
      name === "require" &&
      /^(host|expr|env|local|not|all)$/i.test(kind ?? "") &&
      !/^granted$/i.test(rest[0] ?? "")
    )
      notes.add(
        "lost",
        at,
        `${named}: who may come in (Require ${kind}) is not said here; \`allow\` does that for networks`,
      );
    else if (name === "header" && !rest.some((word) => /^strict-transport-security$/i.test(word)))
      notes.add(
        "decide",
        at,
        `${named}: the header ${rest[0] ?? ""} is not added; the application has to, if anybody needs it`,
      );
    else if (name === "include" || name === "includeoptional" || name === "use")
      notes.add(
        "decide",
        at,
        `${named}: what ${kind} brings in is not read; look whether anything of it is needed`,
      );
    else if (name === "proxypassmatch")
      notes.add(
        "decide",
        at,
        `${named}: paths that match ${kind} were led to ${rest[0]}; here paths are led by their beginning`,
      );
  }
  const inherited = allow.length > 0 ? allow : outer;
  return all.flatMap((one): Way[] => {
    if (/^(location|directory)$/.test(one.name)) {
      const [below = "/"] = one.words;
      return waysOf(
        unfolded(one.inside ?? []),
        one.name === "location" ? below : path,
        named,
        notes,
        inherited,
      );
    }
    const way =
      one.name === "proxypass" ? passed(one, path) : one.name === "rewriterule" ? rewritten(one) : undefined;
    return way ? [{ ...way, ...(inherited.length > 0 ? { allow: inherited } : {}) }] : [];
  });
}

/** `ProxyPass /path address`, or inside of a location the address alone. */
function passed({ words: given, at }: Directive, path: string): Way | undefined {
  const [from, to] = addressOf(given[0] ?? "") ? [path, given[0]] : [given[0] ?? "/", given[1]];
  const address = addressOf(to ?? "");
  if (address === undefined) return undefined;
  const { path: rest, ...place } = address;
  return { ...place, at, path: from, strips: prefixOf(from) !== "" && prefixOf(rest) !== prefixOf(from) };
}

/** `RewriteRule ^/(.*) address/$1 [P]` */
function rewritten({ words: [, to = "", flags = ""], at }: Directive): Way | undefined {
  const address = /\bP\b/.test(flags)
    ? addressOf(to.replace(/\/\$\d$|\$\d$/, "/").replace(/%\{\w+\}/g, ""))
    : undefined;
  if (address === undefined) return undefined;
  const { path: _, ...place } = address;
  return { ...place, at, path: "/", strips: false };
}
