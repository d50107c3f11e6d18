import { parseArgs } from "node:util";
import { Failure } from "./failure";

export const forges = ["gitlab", "github", "forgejo"] as const;
export type ForgeName = (typeof forges)[number];

/** What the command is asked for. */
export interface Options {
  /** Files with previews, `-` for the standard input. */
  readonly files: readonly string[];
  /** File with the configuration of the guard rails. @default the folder's guard-rails.json, where there is one */
  readonly guardRails?: string;
  readonly title?: string;
  readonly skipped: readonly string[];
  readonly post?: ForgeName;
}

export const usage = `homeport-preview [options] FILE…

Turns what "pulumi preview --json --show-sames --show-replacement-steps" says of one
stack or several, a file for each, into a note for a merge request. "-" is the standard input.

  --guard-rails FILE   configuration of the policy pack, for the hosts' memory and for images that
                       have run; by default guard-rails.json, where there is one
  --title TEXT         instead of "Preview"; the note is then another one
  --skipped STACK      a stack that this pipeline could not preview
  --post FORGE         posts the note to its merge request as well: gitlab, github or forgejo

Ends with 0 when the note is written; 2 where it cannot be, 3 where the forge refuses it,
4 where the forge does not answer.`;

/** @throws Failure where they cannot be used; nothing is returned where help is asked for. */
export function readOptions(words: readonly string[]): Options | undefined {
  const { values, positionals } = parse(words);
  if (values.help) return undefined;
  if (positionals.length === 0)
    throw new Failure("say which previews; example: homeport-preview prod.json staging.json");
  return {
    files: positionals,
    guardRails: values["guard-rails"],
    title: values.title,
    skipped: values.skipped ?? [],
    post: values.post === undefined ? undefined : forgeOf(values.post),
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        "guard-rails": { type: "string" },
        title: { type: "string" },
        skipped: { type: "string", multiple: true },
        post: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new Failure(`${(error as Error).message}\n\n${usage}`);
  }
}

function forgeOf(text: string): ForgeName {
  const found = forges.find((one) => one === text);
  if (!found)
    throw new Failure(
      `--post: ${JSON.stringify(text)} is not a forge (${forges.join(", ")}); example: gitlab`,
    );
  return found;
}
