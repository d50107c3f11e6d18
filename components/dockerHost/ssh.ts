import * as pulumi from "@pulumi/pulumi";
import { warnOfSilence } from "../machine/answers";
import { machineCommand } from "../machine/command";
import { sshMachine } from "../machine/machine";
import { sshOptions } from "../machine/options";
import { renderDocker } from "../machine/script";
import type { SshHost } from "./args";
import type { ReachedHost } from "./reached";

/** A machine over SSH: it is entered by `pulumi up` alone. Once it is set up, a preview looks whether it answers. */
export function reachSsh(name: string, args: SshHost, parent: pulumi.Resource): ReachedHost {
  const machine = sshMachine(name, args, parent);
  const ready = machineCommand(
    `${name}-facts`,
    machine,
    { run: { title: `look at ${name}`, script: "docker version" } },
    { parent },
  );
  const { way } = machine.ssh;
  // An id stays known while its resource changes: a preview then still compares what runs on the host.
  const known = pulumi.all([way, ready.id]).apply(async ([at]) => {
    if (pulumi.runtime.isDryRun()) await warnOfSilence(at.target, parent);
    return at;
  });
  return {
    machine,
    address: args.address,
    engine: {
      host: known.apply(({ target }) => `ssh://${target.user}@${target.name}:${target.port}`),
      sshOpts: known.apply(({ target }) => sshOptions(target)),
    },
    docker: { environment: {}, before: known.apply(renderDocker) },
    isHere: false,
    networks: [],
  };
}
