import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { byTitle, isClear, kept, type Titled } from "../../shared/titled";
import { wholeProgram } from "../../shared/wholeProgram";
import { tellWarnings } from "../../survey/warnings";
import type { Machine } from "./machine";
import { renderQuiet, renderRemote } from "./script";

/** A script that runs as root on a machine. */
export interface MachineCommandArgs {
  /** Runs at creation and again at every change: it has to be safe to run twice. */
  readonly run: pulumi.Input<Titled>;
  /**
   * Whether the machine is looked at first, as one that nobody has entered yet.
   * @default false
   */
  readonly isFirst?: boolean;
  /**
   * What the script reads; it appears in no process list.
   * @default nothing
   */
  readonly stdin?: pulumi.Input<string>;
  /**
   * Runs instead at a change.
   * @default what runs at creation
   */
  readonly change?: pulumi.Input<Titled>;
  /**
   * Runs when the resource goes.
   * @default nothing
   */
  readonly remove?: pulumi.Input<Titled>;
  /**
   * A change of one of them is none in place: what was made is removed, and then made anew.
   * @default whatever changes, it is changed in place
   */
  readonly replacedBy?: readonly pulumi.Input<string>[];
}

/** Makes a command that runs on a machine, wherever that is. */
export function machineCommand(
  name: string,
  { ssh }: Machine,
  { run, isFirst = false, stdin = "", change, remove, replacedBy }: MachineCommandArgs,
  opts: pulumi.CustomResourceOptions,
): local.Command {
  const there = (titled: pulumi.Input<Titled>): pulumi.Output<Titled> =>
    pulumi.all([titled, ssh?.way]).apply(([{ title, script }, way]) => ({
      title,
      script: way ? (isFirst ? renderQuiet(way) : "") + renderRemote(way, script) : script,
    }));
  const [made, changed, removed] = [run, change, remove].map((one) => one && there(one));
  const titleOf = (one: pulumi.Input<Titled>) => pulumi.output(one).apply(({ title }) => title);
  const command = new local.Command(
    name,
    {
      create: titleOf(run),
      update: change && titleOf(change),
      delete: remove && titleOf(remove),
      interpreter: pulumi
        .all([made, changed, removed, [isClear(made), isClear(changed)], wholeProgram()])
        .apply(([one, other, last, clear]) => {
          const scripts = [one, other].map((titled, at) => (titled && clear[at] ? kept(titled) : titled));
          return byTitle([...scripts, last].filter((titled) => titled !== undefined));
        }),
      stdin: ssh?.sudoPassword ? pulumi.interpolate`${ssh.sudoPassword}\n${stdin}` : stdin,
      triggers: replacedBy && [...replacedBy],
      addPreviousOutputInEnv: false,
    },
    // Of two things under one name, the new one would be taken away with the old one.
    { deleteBeforeReplace: remove !== undefined && replacedBy !== undefined, ...opts },
  );
  tellWarnings(command);
  return command;
}
