import { parseArgs } from "node:util";
import { Failure } from "../preview/failure";

/** What the command is asked for. */
export interface Options {
  /** @default none: the deployment is gone, and is named by `environment` */
  readonly stack?: string;
  /** @default the one of the folder */
  readonly project?: string;
  /** Value of the labels, where it is another one than the state's: a former name of the stack. */
  readonly environment?: string;
  /** The one host that is looked at. @default all */
  readonly host?: string;
  /** Names of what is to go. */
  readonly remove: readonly string[];
  /** Whether all that holds no data is to go. */
  readonly clear: boolean;
  /** Whether something is really removed. */
  readonly yes: boolean;
  readonly json: boolean;
}

export const usage = `homeport-leftovers --stack STACK [options]

Shows what the hosts of a stack have of it and its state does not know: containers and networks
that an update left when it was cut off, and volumes that were kept for their data.

  --stack STACK        whose state and hosts are looked at
  --environment NAME   looks for what has this environment in its labels, as a former name of the
                       stack; without --stack, on the engine that "docker" uses
  --project NAME       instead of the project in the folder
  --host NAME          one host alone
  --clear              removes what holds no data
  --remove NAME        removes one container, network or volume by its full name; can be repeated
  --yes                really does it; without, it is only said
  --json               for programs

Ends with 0 where nothing is left or all that was named is removed, with 1 where something is
there, with 2 where it cannot be told or done.`;

/** @throws Failure where they cannot be used; nothing is returned where help is asked for. */
export function readOptions(words: readonly string[]): Options | undefined {
  const { help, stack, project, environment, host, remove = [], ...flags } = parse(words);
  if (help) return undefined;
  if (!stack && !environment)
    throw new Failure(
      "--stack: nothing is not a stack; example: --stack staging; of one that is gone: --environment staging",
    );
  if (host && !stack)
    throw new Failure("--host: hosts have their names in the state of a stack; example: --stack staging");
  const { clear = false, yes = false, json = false } = flags;
  if (yes && !clear && remove.length === 0)
    throw new Failure("--yes: say what is to go, by --remove NAME or --clear");
  return { stack, project, environment, host, remove, clear, yes, json };
}

function parse(words: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    return parseArgs({
      args: [...words],
      options: {
        stack: text,
        project: text,
        environment: text,
        host: text,
        remove: { type: "string", multiple: true },
        clear: flag,
        yes: flag,
        json: flag,
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new Failure(`${(error as Error).message}\n\n${usage}`);
  }
}
