import * as pulumi from "@pulumi/pulumi";
import { keep, pathInShell } from "./kept";
import { quote } from "./shell";

/** A script with the title under which a person sees it. */
export interface Titled {
  readonly title: string;
  readonly script: string;
  /**
   * Whether it goes on to its end when whoever has started it is killed.
   * @default false
   */
  readonly unbroken?: boolean;
}

/**
 * An interpreter that runs the script whose title it is given. A failed command is reported by its text:
 * this way that is a title that a person can read, and not a line of shell.
 */
export const byTitle = (titled: readonly Titled[]): string[] => [
  "/bin/sh",
  "-c",
  `case $0 in\n${titled.map(({ title, script }) => `${quote(title)}) ${script};;`).join("\n")}\nesac`,
];

/** A script that is kept where it runs: the command has its name alone. */
export const kept = (titled: Titled): Titled => ({
  title: titled.title,
  script: `. ${pathInShell(keep(titled.script))}`,
});

/** Shell, before a script: what it reads is kept too, and its standard input has the name of that. */
export const readKept = `read -r kept; exec <${pathInShell('"$kept"')}`;

/** Whether something may be kept. */
export const isClear = async (what: pulumi.Output<unknown> | undefined): Promise<boolean> =>
  what === undefined || !(await pulumi.isSecret(what));
