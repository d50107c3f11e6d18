/** One variable of a file, and the line at which it begins. */
export interface Assignment {
  readonly name: string;
  readonly value: string;
  readonly line: number;
}

/** What a file of variables says: as Compose reads it, or where Compose, Docker or a shell may read it in another way. */
export interface DotEnv {
  readonly assignments: readonly Assignment[];
  /** Never with a value: it may be a secret. */
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

const beginning = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*/;

/**
 * Reads a file of variables: `NAME=value`, one a line; `NAME='…'` to the letter and `NAME="…"` with `\n`, `\t`, `\r`,
 * `\"`, `\\` and `\$`, both over several lines; `#` before a comment, behind a value with a space before it.
 */
export function readDotEnv(text: string): DotEnv {
  const assignments: Assignment[] = [];
  const problems: { line: number; message: string }[] = [];
  // As editors of Windows write it.
  let rest = text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  let line = 1;
  while (rest !== "") {
    const { taken, found } = readLine(rest);
    if (found && "problem" in found) problems.push({ line, message: found.problem });
    else if (found) {
      const before = assignments.find(({ name }) => name === found.name);
      if (before) problems.push({ line, message: twice(found.name, before.line) });
      else assignments.push({ ...found, line });
    }
    line += taken.split("\n").length - 1;
    rest = rest.slice(taken.length);
  }
  return { assignments, problems };
}

const twice = (name: string, line: number): string =>
  `${name} is given a second time, after line ${line}; leave one of the two`;

type Found = { readonly name: string; readonly value: string } | { readonly problem: string };

function readLine(rest: string): { readonly taken: string; readonly found?: Found } {
  const whole = /^[^\n]*\n?/.exec(rest)?.[0] ?? rest;
  if (/^\s*(#|$)/.test(whole)) return { taken: whole };
  const [begun, name] = beginning.exec(whole) ?? [];
  if (begun === undefined || name === undefined) return { taken: whole, found: { problem: notOne(whole) } };
  const quote = rest[begun.length];
  if (quote !== "'" && quote !== '"')
    return { taken: whole, found: bare(name, whole.slice(begun.length).replace(/\n$/, "")) };
  const [body] = (quote === "'" ? single : double).exec(rest.slice(begun.length)) ?? [];
  if (body === undefined)
    return {
      taken: whole,
      found: { problem: `${name}: its quote has no end; close it, or put \\ before a quote inside` },
    };
  const after = /^[^\n]*\n?/.exec(rest.slice(begun.length + body.length))?.[0] ?? "";
  const taken = rest.slice(0, begun.length + body.length + after.length);
  if (!/^\s*$|^\s+#/.test(after))
    return {
      taken,
      found: {
        problem: `${name}: something stands behind the quoted value; quote all of it, or leave it out`,
      },
    };
  const inner = body.slice(1, -1);
  return { taken, found: quote === "'" ? literal(name, inner) : escaped(name, inner) };
}

const single = /^'[^']*'/;
const double = /^"(?:[^"\\]|\\[\s\S])*"/;

function bare(name: string, text: string): Found {
  if (/^#|\t#/.test(text))
    return {
      problem: `${name}: a "#" there may begin a comment or not; quote the value, or put a space before the comment`,
    };
  const value = (text.split(" #")[0] ?? "").trimEnd();
  if (value.includes("$")) return { problem: dollar(name) };
  return { name, value };
}

function literal(name: string, inner: string): Found {
  if (inner.endsWith("\\"))
    return {
      problem: `${name}: a backslash before the closing quote may be read as part of the value; use double quotes, with \\\\ for it`,
    };
  return { name, value: inner };
}

function escaped(name: string, inner: string): Found {
  const unknown = /\\[^nrt"\\$]/.exec(inner.replaceAll("\\\\", ""));
  if (unknown)
    return {
      problem: `${name}: ${JSON.stringify(unknown[0])} is not read alike everywhere; in double quotes there are \\n, \\r, \\t, \\", \\\\ and \\$; single quotes take all to the letter`,
    };
  if (/(^|[^\\])(\\\\)*\$/.test(inner)) return { problem: dollar(name) };
  return { name, value: inner.replace(/\\([nrt"\\$])/g, (_, one: string) => meanings[one] ?? one) };
}

const meanings: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

const dollar = (name: string): string =>
  `${name}: Compose would put a variable's value in the place of the "$"; for the character itself, put the value into single quotes; for a variable, say it in environment`;

function notOne(line: string): string {
  const name = /^[ \t]*([A-Za-z_][\w.-]*)[ \t]*(:|\n|$)/.exec(line);
  if (name?.[2] === ":") return `${name[1]} is followed by ":"; write ${name[1]}=value`;
  if (name)
    return `${name[1]} has no value: Compose would take it from where it is started; write ${name[1]}=value, or leave it out`;
  return "it is no variable; write NAME=value, one a line, and # before a comment";
}
