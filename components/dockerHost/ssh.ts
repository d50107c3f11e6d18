import type * as pulumi from "@pulumi/pulumi";
import { sshMachine } from "../machine/machine";
import type { SshHost } from "./args";
import { reachOverSsh } from "./overSsh";
import type { ReachedHost } from "./reached";

/** A machine that is there already. */
export const reachSsh = (name: string, args: SshHost, parent: pulumi.Resource): ReachedHost =>
  reachOverSsh(name, { machine: sshMachine(name, args, parent), address: args.address }, parent);
