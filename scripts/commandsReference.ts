import { homeport, treeOf } from "../commands/homeport";
import { exitCodes, meanings } from "../commands/shared/failure";
import type { Surroundings } from "../commands/shared/surroundings";
import { noTerminal } from "../commands/shared/terminal";

const words = `# Commands

<!-- Written by "npm run docs" from what each command says of itself: change it in commands/. -->

What Pulumi does not do for a home is one command, \`homeport\`. In a checkout of Homeport as in a project that installs the
package, after \`npm ci\`, that is

\`\`\`sh
npx homeport            # what there is
npx homeport smoke --help
\`\`\`

A word or an option that does not exist is refused, with the nearest that does. Where the output is not a terminal, in a
pipeline (\`CI\`) or with \`NO_COLOR\`, there are no colours, and no word about what is being waited for. \`--json\` is for programs:
one document on the standard output, and whatever is said beside it is on the standard error.

## How a command ends

The same code means the same at every command; what it means there exactly is at the end of its help.

| Code | |
| --- | --- |
`;

const completion = `## Completion

Bash, zsh, fish and PowerShell complete commands, options and the values of some. Where \`homeport\` itself is on \`PATH\`, or a
function of that name calls \`npx\`:

\`\`\`sh
homeport() { npx homeport "$@"; }
source <(homeport complete bash)
\`\`\`

Names of files are not completed.

## Former names

Until 0.2 each command was a program of its own. The names stay for this version, say on the standard error what to type
now, and end as they did: \`homeport-preview\`, \`homeport-promote\`, \`homeport-review\`, \`homeport-smoke\`, \`homeport-leftovers\`, and
in a checkout \`npm run host-key\`, \`npm run template\` and \`npm run promote\`.
`;

/** The page of the commands, from their own help. */
export async function commandsReference(): Promise<string> {
  const codes = Object.values(exitCodes).map((code) => `| ${code} | ${meanings[code]} |`);
  const { commands } = treeOf("", { ...quiet, end: () => {} });
  const own = commands.filter((one) => one.name() !== "complete").map((one) => one.name());
  const sections = await Promise.all(own.map(section));
  return [words + codes.join("\n"), ...sections, completion].join("\n\n");
}

async function section(name: string): Promise<string> {
  const said: string[] = [];
  await homeport([name, "--help"], "", { ...quiet, out: (text) => said.push(text) });
  return `## homeport ${name}\n\n\`\`\`text\n${said.join("").trim()}\n\`\`\``;
}

const quiet: Surroundings = {
  folder: ".",
  variables: {},
  now: new Date(0),
  input: () => "",
  out: () => {},
  err: () => {},
  terminal: noTerminal,
};
