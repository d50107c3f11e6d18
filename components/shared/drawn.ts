import { local } from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import { byTitle } from "./titled";

/**
 * Draws a number by lot: where a name is to tell nothing of what it stands for.
 * @param anew another number is drawn where one of these changes
 */
export function drawn(
  name: string,
  { title, bytes, anew }: { title: string; bytes: number; anew?: pulumi.Input<string>[] },
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const script = `od -An -N ${bytes} -tx1 /dev/urandom | tr -d ' \\n'`;
  return new local.Command(
    name,
    {
      create: title,
      interpreter: byTitle([{ title, script }]),
      triggers: anew,
      addPreviousOutputInEnv: false,
    },
    opts,
  ).stdout;
}
