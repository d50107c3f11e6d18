import type { VirtualMachineArgs } from "../../components/hosts/libvirt/args";
import { bootTitles, renderBoot } from "../../components/hosts/libvirt/bootScript";
import { renderCheck } from "../../components/hosts/libvirt/checkScript";
import { renderKeepDisk, renderMakeDisk } from "../../components/hosts/libvirt/diskScript";
import { type PlannedMachine, planMachine } from "../../components/hosts/libvirt/plan";
import { renderRemove } from "../../components/hosts/libvirt/removeScript";
import { virtualMachineSchema } from "../../components/hosts/libvirt/schema";
import { byTitle, type Titled } from "../../components/shared/titled";
import { makeCommand } from "../sandbox/kinds/command";
import { directory, lan } from "./hypervisor";

/** A VM on this machine, by the scripts and in the order in which a deployment runs them. */
export class Clone {
  /** All that the scripts said. */
  readonly said: string[] = [];
  private born: string | undefined;

  constructor(
    private readonly name: string,
    private readonly entryKey: string,
    private args: VirtualMachineArgs,
  ) {}

  get plan(): PlannedMachine {
    const origin = { project: "homeport", stack: "vmtest", name: this.name };
    const given = { directory, accelerator: process.env.HOMEPORT_TEST_ACCELERATOR ?? "auto", ...this.args };
    return planMachine(origin, "bench", virtualMachineSchema.parse(given), this.entryKey);
  }

  get hostKey(): string {
    if (!this.born) throw new Error(`${this.name} was never made`);
    return this.born;
  }

  /** As a first deployment, or as one after a change. */
  async up(changed: Partial<VirtualMachineArgs> = {}): Promise<void> {
    this.args = { ...this.args, ...changed };
    await this.check();
    await this.makeDisk();
    await this.boot();
  }

  check = () => this.run(renderCheck(this.plan));

  async makeDisk(): Promise<void> {
    const hostKey = await this.run((this.born ? renderKeepDisk : renderMakeDisk)(this.plan));
    this.born = hostKey;
  }

  boot = () => this.run({ title: bootTitles(this.plan).run, script: renderBoot(this.plan, this.hostKey) });

  async down(): Promise<void> {
    await this.run(renderRemove(this.plan));
    this.born = undefined;
  }

  private async run(titled: Titled): Promise<string> {
    const inputs = { create: titled.title, interpreter: byTitle([titled]) };
    const bench = { signal: new AbortController().signal } as Parameters<typeof makeCommand>[2];
    const { outputs } = await makeCommand(this.name, inputs, bench);
    this.said.push(String(outputs.stdout), String(outputs.stderr));
    return String(outputs.stdout);
  }
}

/** A VM that fits, on the tests' own network, with time for a machine that is slow, busy and without KVM. */
export const fitting = (template: string, address: string): VirtualMachineArgs => ({
  template,
  memory: "1GiB",
  diskSize: "4GiB",
  startSeconds: 1_500,
  stopSeconds: 600,
  network: { kind: "nat", network: lan.name, address },
});
