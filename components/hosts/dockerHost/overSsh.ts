import * as pulumi from "@pulumi/pulumi";
import { ifKnown, isRemembered } from "../../survey/known";
import type { HostSetup } from "../hostSetup/args";
import { setUpMachine } from "../hostSetup/setUp";
import { wishesOf } from "../hostSetup/wishes";
import type { GoesWith, SshMachine } from "../machine/machine";
import { sshOptions } from "../machine/options";
import { renderDocker } from "../machine/script";
import { lookForOthers, lookThere, nothingSeen } from "./lookThere";
import { refuseOtherWishes } from "./othersThere";
import type { ReachedHost } from "./reached";

/** How a machine over SSH becomes a host. */
export interface OverSsh {
  readonly machine: SshMachine;
  readonly address: pulumi.Input<string>;
  /**
   * What has to be there before the machine answers.
   * @default it is there already
   */
  readonly after?: pulumi.Resource;
  /** @default the machine outlives what is deployed to it */
  readonly goesWith?: GoesWith;
  readonly setup: HostSetup;
  /** @default none are known */
  readonly agreed?: readonly string[];
}

/** A host over SSH: it is set up by `pulumi up` alone. Once it is, its engine is asked what it has, if it answers. */
export function reachOverSsh(
  name: string,
  { machine, address, after, goesWith, setup, agreed = [] }: OverSsh,
  parent: pulumi.Resource,
): ReachedHost {
  const { ready, facts } = setUpMachine(name, machine, setup, {
    ...{ parent, dependsOn: after, goesWith, agreed },
  });
  const { way } = machine.ssh;
  // An id stays known while its resource changes: a preview then still compares what runs on the host.
  const known = pulumi.all([way, ready.id]).apply(([at]) => at);
  // Nor is an id news of a host: a preview knows it before there is one. The state tells whether it was ever set up.
  const setUp = { name: `${name}-facts`, type: "command:local:Command", parent };
  const isThere = async () => !pulumi.runtime.isDryRun() || isRemembered(setUp);
  const seen = known.apply(async (at) => ((await isThere()) ? lookThere(at, parent) : nothingSeen));
  const survey = seen.apply((all) => all.survey);
  const marks = way.apply(async (at) => {
    if (!pulumi.runtime.isDryRun()) return [];
    return ((await isThere()) && (await ifKnown(seen))?.marks) || lookForOthers(at);
  });
  const own = { origin: { project: pulumi.getProject(), stack: pulumi.getStack() }, agreed };
  const wishes = wishesOf(machine.name, setup);
  // What is thrown here fails the preview by itself; nothing of what it shows depends on it.
  marks.apply((found) => refuseOtherWishes(machine.name, { ...own, wishes }, found));
  return {
    machine,
    address,
    engine: {
      host: known.apply(({ target }) => `ssh://${target.user}@${target.name}:${target.port}`),
      sshOpts: known.apply(({ target }) => sshOptions(target)),
    },
    docker: { environment: {}, before: known.apply(renderDocker) },
    door: known.apply(({ target }) => ({ target })),
    // The host is an output of the preview only when it has been looked at: nobody hears a warning after the end.
    facts: survey.apply(() => marks.apply(() => facts)),
    goesWith,
    isHere: false,
    survey,
  };
}
