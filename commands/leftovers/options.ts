import { Failure } from "../shared/failure";

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

/** @throws Failure where options need each other. */
export function checkOptions({ stack, environment, host, remove, clear, yes }: Options): void {
  if (!stack && !environment)
    throw new Failure(
      "say which stack; example: --stack staging; of one that is gone: --environment staging",
    );
  if (host && !stack)
    throw new Failure("--host: hosts have their names in the state of a stack; example: --stack staging");
  if (yes && !clear && remove.length === 0)
    throw new Failure("--yes: say what is to go, by --remove NAME or --clear");
}
