import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { renderChoose } from "../../../../components/hosts/libvirt/accelerator";
import { trialProgram } from "../../../../components/hosts/libvirt/trial";
import { Bench } from "../../bench";
import { nat, plan } from "./machines";

const emulator = "<domainCapabilities>\n  <path>qemu-system-x86_64</path>\n</domainCapabilities>";
const script = (accelerator: "auto" | "kvm" | "emulation") => `set -eu
fail() { printf '%s\\n' "$@" >&2; exit 1; }
${renderChoose(plan({ ...nat, accelerator }))}
echo "$type"`;

/** A hypervisor whose libvirt knows KVM, and whose QEMU runs a VM with it or ends like this. */
const hypervisor = (qemu: string, virsh = `echo '${emulator}'`) =>
  new Bench([]).fake("virsh", virsh).fake("qemu-system-x86_64", qemu);

const choose = (bench: Bench, accelerator: Parameters<typeof script>[0] = "auto") =>
  bench.run(["/bin/sh"], script(accelerator));

describe("a VM on a hypervisor", () => {
  test("with KVM that works takes it, without a word", () => {
    const { stdout, stderr } = choose(hypervisor("exit 0"));
    expect([stdout, stderr]).toEqual(["kvm\n", ""]);
  });

  test("is tried with a program that stands where a PC without a BIOS looks for it, and is gone afterwards", () => {
    const given = hypervisor('for file; do :; done; echo "$file" >&3; od -An -v -t u1 "$file" >&3');
    const { stdout } = given.run(["/bin/sh"], `exec 3>&1\n${script("auto")}`);
    const [file = "", ...lines] = stdout.trim().split("\n");
    expect(existsSync(file)).toBe(false);
    const { start, reset } = trialProgram();
    const bytes = lines.slice(0, -1).join(" ").trim().split(/ +/).map(Number);
    expect(bytes).toHaveLength(65536);
    expect(bytes.slice(0, start.length)).toEqual(start);
    expect(bytes.slice(0xfff0, 0xfff0 + reset.length)).toEqual(reset);
  });

  test.each([
    ["whose KVM cannot run a processor like its own", () => hypervisor("kill -ABRT $$")],
    ["whose KVM interprets each instruction, and takes longer than it may", () => hypervisor("exit 124")],
    ["without KVM", () => hypervisor("exit 0", "exit 1")],
  ])("%s is emulated, with one line of warning", (_, bench) => {
    const { status, stdout, stderr } = choose(bench());
    expect([status, stdout]).toEqual([0, "qemu\n"]);
    expect(stderr).toBe(
      "VM prod-apps: KVM does not work on hypervisor cellar: the VM is emulated, which is many times slower.\n",
    );
  });

  test("is refused where it is to have KVM and cannot", () => {
    const { status, stderr } = choose(hypervisor("exit 1"), "kvm");
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^VM prod-apps: KVM does not work on hypervisor cellar.\n {2}Switch virtualisation on/,
    );
  });

  test("is emulated where that was chosen, whatever there is", () => {
    const { stdout, stderr, calls } = choose(hypervisor("exit 0"), "emulation");
    expect([stdout, stderr, calls]).toEqual(["qemu\n", "", []]);
  });
});
