import { type Mark, piecesOf } from "../env/marks";
import type { Adopted } from "../map/adopt";
import type { FoundPlace } from "../map/places";
import { camel, type Settings } from "../map/settings";
import { words } from "../map/words";
import { type Note, shownSpot } from "../notes";
import { commentLines, Expression, Group, group, type Member, quoted, renderCode } from "./code";

/** What is written. */
export interface Program {
  readonly name: string;
  /** Compose files, as a person knows them. */
  readonly files: readonly string[];
  readonly adopted: Adopted;
  readonly settings: Settings;
  /** What a person has to decide before the program runs. */
  readonly lost: readonly Note[];
  /** What the components are imported from. */
  readonly library: string;
}

/** The program's name of the function that makes the application. */
export const functionName = (name: string): string => camel(name);

/** Writes the program, as a person would who knows the components. */
export function renderProgram(program: Program): string {
  const { name, adopted, settings } = program;
  const marks = new Map<string, Mark>();
  const text = textWriter(marks);
  const group = new Group(hidden(members(adopted), settings), true);
  const body = renderCode(group, "  ", 0, text);
  const consts = settings.all
    .filter((one) => marks.has(one.name))
    .map(
      (one) => `  const ${one.name} = config.${one.secret ? "requireSecret" : "require"}("${one.name}");\n`,
    );
  const configured = consts.length > 0 || body.includes("config.require");
  const config = configured ? `  const config = new pulumi.Config("${name}");\n` : "";
  const set = `${config}${consts.join("")}`;
  const open = undecided(program);
  const head = [set, open].filter(Boolean).join("\n");
  const made = `  return new Application("${name}", ${body});\n`;
  const whole = `${head}${head === "" ? "" : "\n"}${made}`;
  return `${imports(program, whole)}
${madeOf(program)}
export function ${functionName(name)}(router: TraefikRouter): Application {
${whole}}
`;
}

/** Where it comes from, for whoever reads it in a year. */
function madeOf({ name, files }: Program): string {
  const text = `Made by \`homeport adopt\` of ${files.join(" and ")}.`;
  const rest = `How it moves, and what became of the rest, is in ${name}.md.`;
  const whole = `/** ${text} ${rest} */`;
  return whole.length <= 110 ? whole : `/**\n * ${text}\n * ${rest}\n */`;
}

/** In the order in which the formatter has them. */
function imports({ library }: Program, text: string): string {
  const names = [
    "Application",
    ...(text.includes("dockerCapabilities") ? ["dockerCapabilities"] : []),
    "type TraefikRouter",
  ];
  return [
    ...(text.includes("readFileSync(") ? ['import { readFileSync } from "node:fs";'] : []),
    ...(/\bpulumi\./.test(text) ? ['import * as pulumi from "@pulumi/pulumi";'] : []),
    `import { ${names.join(", ")} } from "${library}";`,
    "",
  ].join("\n");
}

/** Nothing is called this: whoever compiles or runs the program is led here. */
function undecided({ lost }: Program): string {
  if (lost.length === 0) return "";
  const lines = lost.map(
    ({ at, text }) => `${commentLines(wrapped(`${shownSpot(at)}: ${text}`), "  ")}  undecided();\n`,
  );
  return `  // Lost, until you decide: do what is said, or do without it, and take the line away.\n${lines.join("")}`;
}

/** Lines of a width that can be read. */
const wrapped = (text: string): string => text.replace(/(.{1,104})(?: |$)/g, "$1\n").trimEnd();

function members({ volumes, containers, jobs }: Adopted): Member[] {
  const places = volumes.all.filter((place) => place.users.size > 0);
  return [
    { key: "router", value: new Expression("router") },
    ...(places.length > 0 ? [{ key: "volumes", value: new Group(places.map(placeMember), true) }] : []),
    { key: "containers", value: new Group(containers, true) },
    ...(jobs.length > 0 ? [{ key: "jobs", value: new Group(jobs, true) }] : []),
  ];
}

function placeMember(place: FoundPlace): Member {
  const { key, kind, comment } = place;
  const where = new Expression(`config.require("${settingOf(place)}")`);
  const value = group({
    existing: kind === "existing" ? where : undefined,
    directory: kind === "directory" ? where : undefined,
    shared: place.shared ? true : undefined,
  });
  return { key, comment: words(comment), value };
}

/** The setting that says where a place is. */
export const settingOf = ({ key, kind }: Pick<FoundPlace, "key" | "kind">): string =>
  camel(`${key}_${kind === "existing" ? "volume" : "directory"}`);

/** Comments that have a secret's value in them are not kept. */
const hidden = (all: readonly Member[], settings: Settings): Member[] =>
  all.map(({ key, value, comment }) => ({
    key,
    value: value instanceof Group ? new Group(hidden(value.members, settings), value.open) : value,
    comment: [...settings.values.values()].some((secret) => secret !== "" && comment?.includes(secret))
      ? undefined
      : comment,
  }));

/** Writes texts: what stands for a setting by the setting's name. */
const textWriter =
  (marks: Map<string, Mark>) =>
  (text: string): string => {
    const pieces = piecesOf(text);
    for (const piece of pieces) if (typeof piece !== "string") marks.set(piece.name, piece);
    const [first] = pieces;
    if (pieces.length === 1 && first !== undefined && typeof first !== "string") return first.name;
    if (pieces.every((piece) => typeof piece === "string")) return quoted(text);
    const written = pieces.map((piece) =>
      typeof piece === "string" ? piece.replace(/[\\`]|\$\{/g, "\\$&") : `\${${piece.name}}`,
    );
    const tag = pieces.some((piece) => typeof piece !== "string" && piece.secret) ? "pulumi.interpolate" : "";
    return `${tag}\`${written.join("")}\``;
  };
