import * as pulumi from "@pulumi/pulumi";
import { machineCommand } from "../machine/command";
import type { Machine } from "../machine/machine";
import { renderRemote } from "../machine/script";
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
   * With which the machine goes: nothing is undone on it then.
   * @default the machine stays
   */
  readonly deletedWith?: pulumi.Resource;
}

/** Sets up a machine, one step after the other, and looks at it. A step that has changed runs again, and no other. */
export function setUpMachine(
  name: string,
  machine: Machine,
  setup: HostSetup,
  { dependsOn, ...common }: SetUpOptions,
): MachineSetUp {
  const host = machine.name;
  const steps = stepsOf(host, setup);
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

function makeStep(name: string, machine: Machine, step: Step, opts: pulumi.CustomResourceOptions) {
  const { title, stdin, undo, afterwards } = step;
  const remove = undo && { title: undo.title, script: oneAtATime(machine.name, undo.script) };
  const scripts = entryOf(machine).apply((entry) =>
    [step.script(entry), ...(afterwards ? [afterwards(entry)] : [])].map((script) =>
      oneAtATime(machine.name, script),
    ),
  );
  if (!afterwards) {
    const run = scripts.apply(([script = ""]) => ({ title, script }));
    return machineCommand(name, machine, { run, stdin, remove }, opts);
  }
  // From here and not on the machine: there a script knows one connection, its own.
  const { ssh } = machine;
  const inTurn = (all: pulumi.Input<string[]>) =>
    pulumi.all([all, ssh?.way]).apply(([texts, way]) => ({
      title,
      script: connections(texts.map((text) => (way ? renderRemote(way, text) : text))),
    }));
  return machineCommand(
    name,
    { name: machine.name },
    {
      run: inTurn(scripts),
      remove: remove && inTurn([remove.script]).apply(({ script }) => ({ title: remove.title, script })),
      stdin: ssh?.sudoPassword,
    },
    opts,
  );
}

/** Each gets all of what comes in; one that fails ends it. */
const connections = (scripts: readonly string[]): string =>
  `input=$(cat)
${scripts.map((script) => `printf '%s\\n' "$input" | {\n${script}\n}`).join(" &&\n")}
`;

const entryOf = (machine: Machine): pulumi.Output<Entry> =>
  pulumi
    .output(machine.ssh?.way)
    .apply((way) => ({ user: way?.target.user ?? "root", port: way?.target.port ?? 22 }));
