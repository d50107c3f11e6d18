import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { byTitle, type Titled } from "../shared/titled";
import type { Machine } from "./machine";
import { renderRemote } from "./script";

/** A script that runs as root on a machine. */
export interface MachineCommandArgs {
  /** Runs at creation and again at every change: it has to be safe to run twice. */
  readonly run: pulumi.Input<Titled>;
  /**
   * What the script reads; it appears in no process list.
   * @default nothing
   */
  readonly stdin?: pulumi.Input<string>;
  /**
   * Runs when the resource goes.
   * @default nothing
   */
  readonly remove?: pulumi.Input<Titled>;
}

/** Makes a command that runs on a machine, wherever that is. */
export function machineCommand(
  name: string,
  { ssh }: Machine,
  { run, stdin = "", remove }: MachineCommandArgs,
  opts: pulumi.CustomResourceOptions,
): local.Command {
  const there = (titled: pulumi.Input<Titled>): pulumi.Output<Titled> =>
    pulumi.all([titled, ssh?.way]).apply(([{ title, script }, way]) => ({
      title,
      script: way ? renderRemote(way, script) : script,
    }));
  const titled = [run, ...(remove ? [remove] : [])].map(there);
  return new local.Command(
    name,
    {
      create: pulumi.output(run).apply(({ title }) => title),
      delete: remove && pulumi.output(remove).apply(({ title }) => title),
      interpreter: pulumi.all(titled).apply(byTitle),
      stdin: ssh?.sudoPassword ? pulumi.interpolate`${ssh.sudoPassword}\n${stdin}` : stdin,
      addPreviousOutputInEnv: false,
    },
    opts,
  );
}
