/** What a text's variables are put in from. */
export interface Substitution {
  /** A variable's value; an empty one is set, too. */
  readonly value: (name: string) => string | undefined;
  /** What takes the place of a variable in the end, whether it was set or had a text in its place. */
  readonly found?: (name: string, value: string) => string;
  /** What takes the place of a variable that is set nowhere. */
  readonly unset: (name: string, told: string | undefined) => string;
}

/** What is not of the form that Compose takes. */
export class NotInterpolated extends Error {}

const nameHere = /[A-Za-z_]\w*/y;
const operatorHere = /:?[-?+]/y;

/** Puts variables in, by Compose's rules: `$X`, `${X}`, `${X:-y}`, `${X-y}`, `${X:?e}`, `${X?e}`, `${X:+y}`, `${X+y}`, `$$`. */
export function interpolate(text: string, substitution: Substitution): string {
  const { value, found = (_: string, one: string) => one, unset } = substitution;
  let out = "";
  let at = 0;
  while (at < text.length) {
    const dollar = text.indexOf("$", at);
    if (dollar < 0) return out + text.slice(at);
    out += text.slice(at, dollar);
    at = dollar + 1;
    if (text[at] === "$") {
      out += "$";
      at += 1;
    } else if (text[at] === "{") {
      const close = closing(text, at);
      out += braced(text.slice(at + 1, close));
      at = close + 1;
    } else {
      const name = matchAt(nameHere, text, at);
      // Alone, it is a sign of the text.
      out += name === "" ? "$" : plain(name);
      at += name.length;
    }
  }
  return out;

  function plain(name: string, told?: string): string {
    const set = value(name);
    return set === undefined ? unset(name, told) : found(name, set);
  }

  function braced(inside: string): string {
    const name = matchAt(nameHere, inside, 0);
    const operator = matchAt(operatorHere, inside, name.length);
    const rest = inside.slice(name.length + operator.length);
    if (name === "" || (operator === "" && rest !== ""))
      throw new NotInterpolated(`"\${${inside}}" is no variable; example: \${NAME:-default}`);
    const set = value(name);
    // A colon makes an empty value the same as none.
    const has = set !== undefined && !(operator.startsWith(":") && set === "");
    switch (operator.at(-1)) {
      case "-":
        return has ? found(name, set) : found(name, interpolate(rest, substitution));
      case "+":
        return has ? interpolate(rest, substitution) : "";
      case "?":
        return has ? found(name, set) : unset(name, interpolate(rest, substitution));
      default:
        return plain(name);
    }
  }
}

/** The brace that belongs to the one at a place. */
function closing(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "{" && (at === from || text[at - 1] === "$")) depth += 1;
    else if (text[at] === "}") {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  throw new NotInterpolated(`"\${" has no "}"`);
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}
