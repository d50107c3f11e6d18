import type * as pulumi from "@pulumi/pulumi";
import { sshMachine } from "../machine/machine";
import type { SshHost } from "./args";
import { reachOverSsh } from "./overSsh";
import type { ReachedHost } from "./reached";

/** A machine that is there already. */
export function reachSsh(name: string, args: SshHost, parent: pulumi.Resource): ReachedHost {
  const machine = sshMachine(name, args, parent);
  const { address, setup = {}, agreedWith: agreed } = args;
  return reachOverSsh(name, { machine, address, setup, agreed }, parent);
}
