/** What stands in a program: values, lists, groups, and what is said in its own words. */
export type Code = string | number | boolean | Expression | Group | readonly Code[];

/** A part of the program that is no plain value. */
export class Expression {
  constructor(readonly text: string) {}
}

export interface Member {
  readonly key: string;
  readonly value: Code;
  /** What a person had written above it. */
  readonly comment?: string;
}

/** Members in their order. */
export class Group {
  constructor(
    readonly members: readonly Member[],
    /** Whether each has a line of its own even where all fit into one. */
    readonly open = false,
  ) {}
}

/** A group of what is there. */
export const group = (members: Readonly<Record<string, Code | undefined>>, open = false): Group =>
  new Group(
    Object.entries(members).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value }])),
    open,
  );

/** How a text with what stands for settings is written. */
export type TextWriter = (text: string) => string;

const width = 110;
const step = "  ";

/** Writes a value as the project's formatter would: in one line where it fits, else a line each. */
export function renderCode(code: Code, indent: string, before: number, text: TextWriter): string {
  const whole = flat(code, text);
  // A comma follows.
  if (whole !== undefined && before + whole.length + 1 <= width) return whole;
  const deeper = indent + step;
  if (code instanceof Group) {
    const members = code.members.map(
      (member) => `${above(member, deeper)}${renderMember(member, deeper, text)},\n`,
    );
    return `{\n${members.join("")}${indent}}`;
  }
  if (isList(code)) {
    const items = code.map((item) => `${deeper}${renderCode(item, deeper, deeper.length, text)},\n`);
    return `[\n${items.join("")}${indent}]`;
  }
  return whole ?? "";
}

function renderMember({ key, value }: Member, indent: string, text: TextWriter): string {
  const name = keyText(key);
  const begin = `${indent}${name}: `;
  if (value instanceof Expression && value.text === name) return `${indent}${name}`;
  const written = renderCode(value, indent, begin.length, text);
  const breaks = typeof value === "string" && /^["']/.test(written) && name.length > step.length;
  return breaks && begin.length + written.length + 1 > width
    ? `${indent}${name}:\n${indent}${step}${written}`
    : `${begin}${written}`;
}

const above = ({ comment }: Member, indent: string): string =>
  comment === undefined ? "" : commentLines(comment, indent);

export const commentLines = (comment: string, indent: string): string =>
  comment
    .split("\n")
    .map((line) => `${indent}// ${line.trim()}`.trimEnd())
    .join("\n")
    .concat("\n");

const isList = (code: Code): code is readonly Code[] => Array.isArray(code);

/** The value in one line. @returns undefined where it has to have several. */
function flat(code: Code, text: TextWriter): string | undefined {
  if (typeof code === "string") return text(code);
  if (code instanceof Expression) return code.text;
  if (code instanceof Group) {
    if (code.members.length === 0) return "{}";
    if (code.open || code.members.some((member) => member.comment !== undefined)) return undefined;
    const all = code.members.map(({ key, value }) => {
      const written = flat(value, text);
      const name = keyText(key);
      return value instanceof Expression && value.text === name ? name : written && `${name}: ${written}`;
    });
    return all.includes(undefined) ? undefined : `{ ${all.join(", ")} }`;
  }
  if (isList(code)) {
    // The formatter gives each of several groups a line.
    if (code.length > 1 && code.every((item) => sizeOf(item) > 1)) return undefined;
    const all = code.map((item) => flat(item, text));
    return all.includes(undefined) ? undefined : `[${all.join(", ")}]`;
  }
  return String(code);
}

const sizeOf = (code: Code): number =>
  code instanceof Group ? code.members.length : isList(code) ? code.length : 0;

const keyText = (key: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(key) || /^(0|[1-9]\d*)$/.test(key) ? key : quoted(key);

/** A text in the quotes that need fewer escapes. */
export function quoted(text: string): string {
  const double = JSON.stringify(text);
  const count = (sign: string) => text.split(sign).length;
  if (count('"') <= count("'")) return double;
  return `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
