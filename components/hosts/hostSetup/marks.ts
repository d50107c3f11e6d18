import { quote } from "../../shared/shell";

/**
 * What a stack wishes of a machine and two stacks cannot have otherwise: JSON by option. An option that is left out, or
 * as it is by default, is no wish: such a stack uses what others set up.
 */
export type Wishes = Readonly<Record<string, string>>;

/** Whose machine it is. */
export interface Origin {
  readonly project: string;
  readonly stack: string;
}

/** By what a stack finds its own mark. */
export interface Owner {
  readonly origin: Origin;
  /** The same for ever, whatever the stack is called. */
  readonly id: string;
}

/** What a stack tells of itself on a machine. */
export interface OwnMark extends Owner {
  readonly wishes: Wishes;
  /** Stacks of the project whose settings say the same: their marks may still tell what they wished before. */
  readonly agreed: readonly string[];
}

/** A mark of a stack on a machine. */
export interface Mark {
  /** The name of its file. */
  readonly file: string;
  /** Absent where an earlier version left the mark. */
  readonly id?: string;
  readonly project?: string;
  readonly stack?: string;
  /** What the stack calls the machine. */
  readonly host?: string;
  readonly wishes: Wishes;
}

/** Where every stack that uses a machine leaves a mark of its own. */
export const marksFolder = "/etc/homeport/known";

/** @returns the name of a stack's mark; one of its own for each name that it has for the machine. */
export const markFile = (host: string, { project, stack }: Origin): string => `${project}.${stack}.${host}`;

/** @returns what stands in a mark. */
export const renderMarkText = (host: string, { origin, id, wishes }: OwnMark): string =>
  [
    `id ${id}`,
    `project ${origin.project}`,
    `stack ${origin.stack}`,
    `host ${host}`,
    ...Object.entries(wishes).map(([key, value]) => `wish ${key} ${value}`),
  ].join("\n");

/** Tells all marks of a machine, for `parseMarks`; whoever enters may read them. */
export const listMarks = `for mark in ${marksFolder}/*; do
  if [ -f "$mark" ]; then printf 'mark %s\\n' "\${mark##*/}"; cat "$mark"; fi
done`;

/** Reads what `listMarks` tells. */
export function parseMarks(listed: string): Mark[] {
  const lines = listed.split("\n").map((line) => /^(\S+) (?:(\S+) )?(.*)$/.exec(line) ?? []);
  const starts = lines.flatMap(([, word], at) => (word === "mark" ? [at] : []));
  return starts.map((start, at) => markOf(lines.slice(start, starts[at + 1])));
}

type Line = readonly (string | undefined)[];

function markOf(lines: readonly Line[]): Mark {
  const said = (word: string) => lines.find((line) => line[1] === word)?.[0]?.slice(word.length + 1);
  const wishes = lines.filter(([, word]) => word === "wish");
  return {
    file: said("mark") ?? "",
    id: said("id"),
    project: said("project"),
    stack: said("stack"),
    host: said("host"),
    wishes: Object.fromEntries(wishes.map(([, , key = "", value = ""]) => [key, value])),
  };
}

/** How a person names the stack of a mark. */
export const whose = ({ file, project, stack, host }: Mark): string =>
  project === undefined ? `the stack of ${marksFolder}/${file}` : `${project}/${stack} (its host ${host})`;

/** Shell functions that ask all marks: whether somebody has a wish, and whether an earlier version tells of none. */
export const marksFunctions = `is_wished() { grep -qsF "wish $1" ${marksFolder}/*; }
is_untold() {
  for mark in ${marksFolder}/*; do
    if [ -f "$mark" ] && ! grep -q '^id ' "$mark"; then return; fi
  done
  false
}`;

/**
 * Shell functions around a stack's own mark and those of others. Whose a mark is says its id; one of an earlier version
 * says it by its name alone.
 */
export const ownMarkFunctions = (
  host: string,
  { origin, id }: Owner,
): string => `own=${quote(`${marksFolder}/${markFile(host, origin)}`)}
is_own() { grep -qx 'id ${id}' "$1" || { [ "$1" = "$own" ] && ! grep -q '^id ' "$1"; }; }
others() {
  for mark in ${marksFolder}/*; do
    if [ -f "$mark" ] && ! is_own "$mark"; then printf '%s\\n' "$mark"; fi
  done
}
whose() {
  if grep -q '^id ' "$1"; then sed -n 's/^project //p; s/^stack /\\//p; s/^host \\(.*\\)/ (its host \\1)/p' "$1" | tr -d '\\n'
  else printf 'the stack of %s' "$1"; fi
}`;

/** A shell function that tells whether a mark is that of a stack whose settings say the same as this one's. */
export const agreedFunction = ({ origin, agreed }: Pick<OwnMark, "origin" | "agreed">): string => {
  const stacks = agreed.map((stack) => `-e ${quote(`stack ${stack}`)}`).join(" ");
  const test = `grep -qxF ${quote(`project ${origin.project}`)} "$1" && grep -qxF ${stacks} "$1"`;
  return `is_agreed() { ${agreed.length > 0 ? test : "false"}; }`;
};
