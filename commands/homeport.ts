import {
  Command,
  CommanderError,
  type CommandUnknownOpts,
  Help,
  type HelpConfiguration,
} from "@commander-js/extra-typings";
import type { Command as Untyped } from "commander";
import { SettingsError } from "../components/settings/settingsError";
import { npx } from "../components/shared/npx";
import { type ExitCode, exitCodes, Failure } from "./shared/failure";
import type { Running, Surroundings } from "./shared/surroundings";
import { commands } from "./table";

/** `homeport <command>`, from its words to its exit code. */
export async function homeport(
  words: readonly string[],
  version: string,
  surroundings: Surroundings,
): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done;
  const end = (ending: ExitCode) => {
    code = ending;
  };
  const program = treeOf(version, { ...surroundings, end });
  const name = ["homeport", ...program.commands.map((one) => one.name()).filter((one) => one === words[0])];
  const fail = (message: string) => surroundings.err(`${name.join(" ")}: ${message}\n`);
  await withCompletion(program, words);
  try {
    await program.parseAsync(words, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof Failure) fail(error.message);
    else if (error instanceof SettingsError) fail(error.message);
    else if (!(error instanceof CommanderError)) throw error;
    else if (error.exitCode === 0) return exitCodes.done;
    else if (error.code !== "commander.help") fail(usageError(error, name, stackMeant(program, words)));
    return error instanceof Failure ? error.code : exitCodes.unusable;
  } finally {
    surroundings.terminal.progress();
  }
}

/** Every command there is, with its options. */
export function treeOf(version: string, running: Running): CommandUnknownOpts {
  const { out, err, terminal } = running;
  const program = new Command("homeport")
    .description("Looks at a home, and does what `pulumi` does not.")
    .version(version, "-V, --version", "shows the version")
    .helpOption("-h, --help", "shows this help")
    .commandsGroup("More:")
    .helpCommand("help [command]", "shows the help of a command")
    .configureHelp(look)
    .exitOverride()
    .configureOutput({
      writeOut: out,
      writeErr: err,
      // An error is told once, with the name of the command: where it is caught.
      outputError: () => {},
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      getOutHelpWidth: () => terminal.columns ?? 100,
      getErrHelpWidth: () => terminal.columns ?? 100,
    });
  for (const [group, declarations] of Object.entries(commands)) {
    for (const declare of declarations) {
      const declared = declare(running).copyInheritedSettings(program);
      program.addCommand(declared.helpGroup(group));
    }
  }
  return program;
}

/** Without what says nothing: that there are options, and that nothing is the default. */
const look: HelpConfiguration = {
  subcommandTerm: (one) =>
    [one.name(), one.usage().replace("[options]", "").trim()].filter(Boolean).join(" "),
  optionDescription: (option) => {
    const { defaultValue: value } = option;
    const says = value === false || (Array.isArray(value) && value.length === 0) ? undefined : value;
    return new Help().optionDescription(Object.assign(Object.create(option), { defaultValue: says }));
  },
};

/** Shells ask for it at each press of a key, and others never: it is loaded where it is asked for. */
async function withCompletion(program: CommandUnknownOpts, [word]: readonly string[]): Promise<void> {
  if (word === "complete") {
    for (const one of program.commands) one.description(one.summary());
    (await import("@bomb.sh/tab/commander")).default(program as unknown as Untyped);
  } else
    program
      .command("complete [shell]")
      .summary("prints what completes words in bash, zsh, fish or powershell");
}

const usageError = ({ code, message }: CommanderError, name: readonly string[], meant?: string): string => {
  const said = message.replace(/^error: /, "");
  const hint =
    code === "commander.excessArguments" && meant !== undefined ? `\n(Did you mean ${meant}?)` : "";
  return `${said}${hint}\n${npx(`homeport ${[...name.slice(1), "--help"].join(" ")}`)} says what there is`;
};

/** Where one word is too many and the command is for an environment, the word may be its name. */
function stackMeant({ commands }: CommandUnknownOpts, words: readonly string[]): string | undefined {
  const meant = commands.find((one) => one.name() === words[0]);
  const over = meant?.args[meant.registeredArguments.length];
  if (!meant?.options.some(({ long }) => long === "--stack") || over === undefined) return undefined;
  return npx(`homeport ${words.map((word) => (word === over ? `--stack ${word}` : word)).join(" ")}`);
}
