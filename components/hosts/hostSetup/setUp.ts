import * as pulumi from "@pulumi/pulumi";
import { drawn } from "../../shared/drawn";
import { revisionOf } from "../../shared/revision";
import { machineCommand } from "../machine/command";
import type { GoesWith, Machine } from "../machine/machine";
import type { HostSetup } from "./args";
import { type HostFacts, parseFacts, renderFacts } from "./facts";
import { oneAtATime } from "./shell";
import { type Entry, type Step, stepsOf } from "./steps";

/** What came of setting up a machine. */
export interface MachineSetUp {
  /** Whatever needs the engine comes after it. */
  readonly ready: pulumi.CustomResource;
  readonly facts: pulumi.Output<HostFacts>;
  /** By what the stack is told from others on the machine. */
  readonly id: pulumi.Output<string>;
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
  /**
   * Stacks of the project whose settings for the machine are known to say the same.
   * @default none are known
   */
  readonly agreed?: readonly string[];
}

/** Sets up a machine, one step after the other, and looks at it. A step that has changed runs again, and no other. */
export function setUpMachine(
  name: string,
  machine: Machine,
  setup: HostSetup,
  { parent, dependsOn, goesWith, agreed = [] }: SetUpOptions,
): MachineSetUp {
  const host = machine.name;
  const origin = { project: pulumi.getProject(), stack: pulumi.getStack() };
  const steps = stepsOf(host, setup, { origin, agreed });
  const id = ownId(`${name}-mark`, host, parent);
  const entry = entryOf(machine, id);
  const common = { parent, ...goesWith };
  let before = dependsOn;
  for (const step of steps) {
    before = makeStep(`${name}-${step.role}`, machine, entry, step, step === steps[0], {
      ...common,
      dependsOn: before,
    });
  }
  const revision = entry.apply((known) => revisionOf(steps.map(({ script }) => script(known)).join("")));
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
  return { ready: looked, facts: looked.stdout.apply(parseFacts), id };
}

function makeStep(
  name: string,
  machine: Machine,
  entry: pulumi.Output<Entry>,
  { title, script, change, stdin, undo }: Step,
  isFirst: boolean,
  opts: pulumi.CustomResourceOptions,
) {
  const alone = (step: Pick<Step, "title" | "script">) =>
    entry.apply((known) => ({ title: step.title, script: oneAtATime(machine.name, step.script(known)) }));
  return machineCommand(
    name,
    machine,
    {
      run: alone({ title, script }),
      isFirst,
      change: change && alone(change),
      remove: undo && alone(undo),
      stdin,
    },
    stdin === undefined ? opts : { ...opts, additionalSecretOutputs: ["stdin", "stdout", "stderr"] },
  );
}

/** Drawn once: it outlives the names of stack and project. */
const ownId = (name: string, host: string, parent: pulumi.Resource): pulumi.Output<string> =>
  drawn(name, { title: `draw a number for the mark on ${host}`, bytes: 8 }, { parent });

const entryOf = (machine: Machine, id: pulumi.Output<string>): pulumi.Output<Entry> =>
  pulumi.all([machine.ssh?.way, id]).apply(([way, known]) => ({
    user: way?.target.user ?? "root",
    port: way?.target.port ?? 22,
    id: known,
  }));
