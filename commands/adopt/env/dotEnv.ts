import { Failure } from "../../shared/failure";
import { interpolate, NotInterpolated } from "./interpolate";

/** A value of a file, and its line. */
export interface Assigned {
  readonly name: string;
  readonly value: string;
  readonly line: number;
}

const assignment = /^[ \t]*(?:export[ \t]+)?([\w.[\]-]+)[ \t]*(?:=|:[ \t])[ \t]*/;

/**
 * Reads a file of values as Compose does: double quotes have escapes and variables, single ones have neither, a value
 * without quotes ends at ` #`; a name alone is as it is outside.
 * @throws Failure that names the line.
 */
export function parseDotEnv(
  text: string,
  file: string,
  outside: (name: string) => string | undefined = () => undefined,
): Assigned[] {
  const all: Assigned[] = [];
  const known = (name: string) => outside(name) ?? all.findLast((one) => one.name === name)?.value;
  let rest = text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  let line = 1;
  while (rest !== "") {
    const begin = assignment.exec(rest.split("\n", 1)[0] ?? "");
    const name = begin?.[1];
    let taken = rest.indexOf("\n") < 0 ? rest.length : rest.indexOf("\n") + 1;
    const whole = rest.slice(0, taken).trim();
    if (name !== undefined && begin) {
      const read = readValue(rest.slice(begin[0].length));
      if (read === undefined)
        throw new Failure(`${file}:${line}: the value of ${name} has a quote that nothing ends`);
      all.push({ name, value: put(read.raw, read.quote, name), line });
      const end = rest.indexOf("\n", begin[0].length + read.length);
      taken = end < 0 ? rest.length : end + 1;
    } else if (/^(export\s+)?[\w.[\]-]+$/.test(whole)) {
      const alone = whole.replace(/^export\s+/, "");
      const value = outside(alone);
      if (value !== undefined) all.push({ name: alone, value, line });
    } else if (whole !== "" && !whole.startsWith("#"))
      throw new Failure(`${file}:${line}: it is no line of a file of values; example: NAME=value`);
    line += rest.slice(0, taken).split("\n").length - 1;
    rest = rest.slice(taken);
  }
  return all;

  function put(raw: string, quote: string, name: string): string {
    if (quote === "'") return raw.replaceAll("\\'", "'");
    const escaped = quote === '"' ? unescaped(raw) : raw;
    try {
      return interpolate(escaped, { value: known, unset: () => "" });
    } catch (error) {
      if (error instanceof NotInterpolated)
        throw new Failure(
          `${file}:${line}: the value of ${name} has a variable that cannot be read; example: '…' around it`,
        );
      throw error;
    }
  }
}

interface Raw {
  readonly raw: string;
  readonly quote: string;
  /** With its quotes. */
  readonly length: number;
}

function readValue(text: string): Raw | undefined {
  const quote = text[0];
  if (quote !== '"' && quote !== "'") {
    const line = text.split("\n", 1)[0] ?? "";
    return { raw: line.replace(/ #.*$/, "").trim(), quote: "", length: line.length };
  }
  for (let at = 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === quote) return { raw: text.slice(1, at), quote, length: at + 1 };
  }
  return undefined;
}

const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  '"': '"',
  "\\": "\\",
  $: "$$",
};

const unescaped = (raw: string): string =>
  raw.replace(/\\([nrt"\\$])/g, (_, letter: string) => escapes[letter] ?? letter);
