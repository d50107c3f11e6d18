import * as pulumi from "@pulumi/pulumi";
import { machineCommand } from "../machine/command";
import type { GoesWith, Machine } from "../machine/machine";
import { revisionOf } from "../shared/revision";
import type { HostSetup } from "./args";
import { type HostFacts, parseFacts, renderFacts } from "./facts";
import { oneAtATime } from "./shell";
import { type Entry, type Step, stepsOf } from "./steps";

/** What came of setting up a machine. */
export interface MachineSetUp {
  /** Whatever needs the engine comes after it. */
  readonly ready: pulumi.CustomResource;
  readonly facts: pulumi.Output<HostFacts>;
}

/** What the resources of set-up have in common. */
export interface SetUpOptions {
  readonly parent: pulumi.Resource;
  /** @default nothing */
  readonly dependsOn?: pulumi.Input<pulumi.Resource>;
  /**
   * With which the machine goes: nothing is undone on it then, and a new one is set up from the start.
   * @default the machine stays
   */
  readonly goesWith?: GoesWith;
}

/** Sets up a machine, one step after the other, and looks at it. A step that has changed runs again, and no other. */
export function setUpMachine(
  name: string,
  machine: Machine,
  setup: HostSetup,
  { parent, dependsOn, goesWith }: SetUpOptions,
): MachineSetUp {
  const host = machine.name;
  const origin = { project: pulumi.getProject(), stack: pulumi.getStack() };
  const steps = stepsOf(host, setup, origin);
  const common = { parent, ...goesWith };
  let before = dependsOn;
  for (const step of steps) {
    before = makeStep(`${name}-${step.role}`, machine, step, { ...common, dependsOn: before });
  }
  const revision = entryOf(machine).apply((entry) =>
    revisionOf(steps.map(({ script }) => script(entry)).join("")),
  );
  const looked = machineCommand(
    `${name}-facts`,
    machine,
    {
      run: revision.apply((text) => ({
        title: `look at ${host}`,
        script: oneAtATime(host, renderFacts(host, text)),
      })),
    },
    { ...common, dependsOn: before },
  );
  return { ready: looked, facts: looked.stdout.apply(parseFacts) };
}

function makeStep(
  name: string,
  machine: Machine,
  { title, script, change, stdin, undo }: Step,
  opts: pulumi.CustomResourceOptions,
) {
  const alone = (text: string) => oneAtATime(machine.name, text);
  return machineCommand(
    name,
    machine,
    {
      run: entryOf(machine).apply((entry) => ({ title, script: alone(script(entry)) })),
      change: change && { title: change.title, script: alone(change.script) },
      remove: undo && { title: undo.title, script: alone(undo.script) },
      stdin,
    },
    stdin === undefined ? opts : { ...opts, additionalSecretOutputs: ["stdin", "stdout", "stderr"] },
  );
}

const entryOf = (machine: Machine): pulumi.Output<Entry> =>
  pulumi
    .output(machine.ssh?.way)
    .apply((way) => ({ user: way?.target.user ?? "root", port: way?.target.port ?? 22 }));
