import { commaList } from "./web";

/** What a rule asks of a request in one of its alternatives. */
export interface Match {
  readonly domains: readonly string[];
  readonly paths: readonly string[];
  readonly clients: readonly string[];
  /** Parts of the rule that say less or more than can be said here, and why. */
  readonly lost: readonly string[];
  readonly changed: readonly string[];
}

type Matcher = {
  readonly not: boolean;
  readonly name: string;
  readonly words: readonly string[];
  readonly text: string;
};

/** Reads a rule of Traefik 2 or 3: all of its alternatives. @returns undefined where it is none. */
export function parseRule(text: string): readonly Match[] | undefined {
  const parser = new Parser(text);
  const all = parser.either(false);
  return parser.atEnd && all ? grouped(all.map(matchOf)) : undefined;
}

/** Alternatives that differ in their names alone are one with more names. */
function grouped(all: readonly Match[]): readonly Match[] {
  const groups = new Map<string, Match>();
  for (const match of all) {
    const { domains, ...rest } = match;
    const key = JSON.stringify(rest);
    const former = groups.get(key);
    groups.set(key, former ? { ...former, domains: [...new Set([...former.domains, ...domains])] } : match);
  }
  return [...groups.values()];
}

function matchOf(matchers: readonly Matcher[]): Match {
  const match = {
    domains: [] as string[],
    paths: [] as string[],
    clients: [] as string[],
    lost: [] as string[],
    changed: [] as string[],
  };
  for (const { not, name, words, text } of matchers) {
    const kind = name.toLowerCase();
    if (not) match.lost.push(`not ${text}`);
    else if (kind === "host" || kind === "hostheader") match.domains.push(...words);
    else if (kind === "hostregexp") {
      const found = words.map(wildcardOf);
      if (found.every((one) => one !== undefined)) {
        match.domains.push(...(found as string[]));
        match.changed.push(`${text} is every name one level below`);
      } else match.lost.push(text);
    } else if (kind === "pathprefix" && words.every((word) => !word.includes("{")))
      match.paths.push(...words);
    else if (kind === "path" && words.every((word) => !word.includes("{"))) {
      match.paths.push(...words);
      match.changed.push(`${text} is also every path below`);
    } else if (kind === "clientip") match.clients.push(...words);
    else match.lost.push(text);
  }
  return match;
}

/** @returns the wildcard that a pattern for names stands for. */
function wildcardOf(pattern: string): string | undefined {
  const old = /^\{\w+:[^{}]*\}\.([\w-]+(?:\.[\w-]+)+)$/.exec(pattern)?.[1];
  const now = /^\^?(?:\[[^\]]+\][+*]|\.[+*]|\([^()]*\))\\\.((?:[\w-]+\\\.)+[\w-]+)\$?$/.exec(pattern)?.[1];
  const domain = old ?? now?.replaceAll("\\.", ".");
  return domain && `*.${domain}`;
}

type Alternatives = readonly (readonly Matcher[])[];

/** `||` of `&&` of matchers, brackets and `!`: as its alternatives. */
class Parser {
  #at = 0;

  constructor(private readonly text: string) {}

  get atEnd(): boolean {
    return this.skip() === this.text.length;
  }

  either(not: boolean): Alternatives | undefined {
    let all = this.both(not);
    while (all && this.take("||")) {
      const more = this.both(not);
      // "Not one or the other" is "neither".
      all = more && (not ? product(all, more) : [...all, ...more]);
    }
    return all;
  }

  both(not: boolean): Alternatives | undefined {
    let all = this.one(not);
    while (all && this.take("&&")) {
      const more = this.one(not);
      all = more && (not ? [...all, ...more] : product(all, more));
    }
    return all;
  }

  one(not: boolean): Alternatives | undefined {
    if (this.take("!")) return this.one(!not);
    if (this.take("(")) {
      const inside = this.either(not);
      return this.take(")") ? inside : undefined;
    }
    this.skip();
    const found = /^([A-Za-z]+)\s*\(((?:`[^`]*`|"[^"]*"|'[^']*'|[^()`"'])*)\)/.exec(
      this.text.slice(this.#at),
    );
    if (!found) return undefined;
    this.#at += found[0].length;
    const [text, name = "", words = ""] = found;
    const quoted = [...words.matchAll(/`([^`]*)`|"([^"]*)"|'([^']*)'/g)].map(
      (word) => word[1] ?? word[2] ?? word[3] ?? "",
    );
    const matcher = { not, name, words: quoted.length > 0 ? quoted : commaList(words), text };
    return [[matcher]];
  }

  skip(): number {
    while (/\s/.test(this.text[this.#at] ?? "")) this.#at += 1;
    return this.#at;
  }

  take(sign: string): boolean {
    this.skip();
    if (!this.text.startsWith(sign, this.#at)) return false;
    this.#at += sign.length;
    return true;
  }
}

const product = (some: Alternatives, others: Alternatives): Alternatives =>
  some.flatMap((one) => others.map((other) => [...one, ...other]));
