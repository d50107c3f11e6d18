import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { VirtualMachineArgs } from "../../components/hosts/libvirt/args";
import { run } from "../images/run";
import { removeFolder } from "../support/removeFolder";
import { Clone, fitting } from "./clone";
import { vm } from "./floor";
import { directory, lan, neighbour, virsh } from "./hypervisor";

const entryKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBVRNVjM3BZV8mNyQNP9v7spakb39F+NW0PsCaGjD+Bf";
const templates = join(directory, "refused");
const blank = join(templates, "blank.qcow2");

/** What a hypervisor refuses, on a real one; none of these VMs ever boots. */
vm("a VM that does not fit", () => {
  beforeAll(async () => {
    mkdirSync(templates, { recursive: true });
    await run("qemu-img", ["create", "-q", "-f", "qcow2", blank, "2G"]);
    await run("qemu-img", ["create", "-q", "-f", "raw", join(templates, "raw.img"), "1M"]);
    const file = join(templates, "neighbour.xml");
    writeFileSync(
      file,
      `<domain type='qemu'><name>${neighbour}</name><memory unit='MiB'>64</memory><os><type machine='pc'>hvm</type></os>
<devices><interface type='network'><mac address='52:54:00:aa:bb:01'/><source network='${lan.name}'/></interface></devices></domain>`,
    );
    await virsh("define", file);
    const host = "<host mac='52:54:00:aa:bb:02' name='printer' ip='192.168.177.9'/>";
    await virsh("net-update", lan.name, "add", "ip-dhcp-host", host, "--live", "--config");
  });

  afterAll(async () => {
    await virsh("undefine", neighbour);
    removeFolder(templates);
  });

  const clone = (changed: Partial<VirtualMachineArgs> = {}, name = "refused") =>
    new Clone(name, entryKey, { ...fitting(blank, "192.168.177.20"), ...changed });
  const at = (address: string, more = {}) => ({
    network: { kind: "nat", network: lan.name, address, ...more } as const,
  });

  test.each<[string, Partial<VirtualMachineArgs>, RegExp]>([
    [
      "more memory than there is",
      { memory: "4000GiB" },
      /memory of 4096000 MiB is not less than .* bench has/,
    ],
    [
      "a template that is missing",
      { template: "/nowhere.qcow2" },
      /template \/nowhere.qcow2 is not on .*\n.*npx homeport template/,
    ],
    [
      "a template in another form",
      { template: join(templates, "raw.img") },
      /raw.img is not an image of the form qcow2/,
    ],
    [
      "a disk smaller than its template",
      { diskSize: "1GiB" },
      /diskSize of 1024 MiB is smaller than .*blank.qcow2 \(2048 MiB\)/,
    ],
    [
      "an address outside the network",
      at("192.168.178.20"),
      /192.168.178.20 is not a free one of .* 192.168.177.1\/255.255.255.0/,
    ],
    ["the network's own address", at(lan.gateway), /192.168.177.1 is not a free one/],
    ["the network's last address", at("192.168.177.255"), /192.168.177.255 is not a free one/],
    ["an address that is given away", at("192.168.177.9"), /192.168.177.9 is given to another machine/],
    [
      "a MAC that has an entry",
      at("192.168.177.20", { mac: "52:54:00:aa:bb:02" }),
      /another entry with its name or 52:54:00:aa:bb:02:\n<host /,
    ],
    [
      "another VM's MAC",
      at("192.168.177.20", { mac: "52:54:00:AA:BB:01" }),
      /MAC 52:54:00:aa:bb:01 is that of VM homeport-test-neighbour/,
    ],
    [
      "a network that is missing",
      { network: { kind: "nat", network: "nowhere", address: "10.1.2.3" } },
      /no libvirt network nowhere.\n {2}It has: .*homeport-test/,
    ],
    [
      "a bridge that is missing",
      {
        network: {
          kind: "bridge",
          bridge: "br99",
          address: "10.1.2.3/24",
          gateway: "10.1.2.1",
          dns: ["10.1.2.1"],
        },
      },
      /no bridge br99.\n {2}It has: .*hp-test/,
    ],
  ])("with %s is refused, and nothing was made", async (_, changed, message) => {
    await expect(clone(changed).up()).rejects.toThrow(message);
    expect(existsSync(join(directory, "vms"))).toBe(false);
  });

  test("whose network is switched off is told how to switch it on", async () => {
    await virsh("net-destroy", lan.name);
    try {
      await expect(clone().up()).rejects.toThrow(/is not active .*\n.*virsh net-start homeport-test/);
    } finally {
      await virsh("net-start", lan.name);
    }
  });

  test("and fits otherwise passes every check", async () => {
    await clone().check();
  });

  describe("of a name that is taken", () => {
    test("by a VM that is not ours is refused", async () => {
      const taken = clone();
      const file = join(templates, "taken.xml");
      writeFileSync(
        file,
        `<domain type='qemu'><name>${taken.plan.name}</name><memory>65536</memory><os><type machine='pc'>hvm</type></os></domain>`,
      );
      await virsh("define", file);
      try {
        await expect(taken.up()).rejects.toThrow(/has one of this name that is not this program's/);
        await taken.down();
        expect(await virsh("list", "--all", "--name")).toContain(taken.plan.name);
      } finally {
        await virsh("undefine", taken.plan.name);
      }
    });

    test("by another program's disk is refused, which is left alone", async () => {
      const first = clone();
      await first.makeDisk();
      const second = new Clone("refused", `${entryKey.slice(0, -4)}AAAA`, fitting(blank, "192.168.177.21"));
      await expect(second.makeDisk()).rejects.toThrow(/has the disk of another program's VM/);
      await second.down();
      expect(existsSync(join(first.plan.directory, "disk.qcow2"))).toBe(true);
      await first.down();
      expect(existsSync(first.plan.directory)).toBe(false);
    });
  });

  describe("whose making was interrupted", () => {
    test("is completed by the next run, and keeps the host key that it had", async () => {
      const made = clone();
      await made.makeDisk();
      const { plan } = made;
      rmSync(join(plan.directory, "disk.qcow2"));
      writeFileSync(join(plan.directory, "disk.new"), "half a disk");
      mkdirSync(`${plan.directory}.new`);
      const again = clone();
      await again.makeDisk();
      expect(again.hostKey).toBe(made.hostKey);
      expect(readdirSync(plan.directory).sort()).toEqual(["disk.qcow2", "host_key", "host_key.pub", "owner"]);
      await again.down();
      rmSync(`${plan.directory}.new`, { recursive: true });
    });

    test("before its owner was known begins anew", async () => {
      const made = clone();
      mkdirSync(`${made.plan.directory}.new`, { recursive: true });
      await made.makeDisk();
      expect(existsSync(`${made.plan.directory}.new`)).toBe(false);
      await made.down();
      expect(existsSync(join(directory, "vms"))).toBe(false);
    });
  });

  test("whose disk was taken away is not made anew behind one's back", async () => {
    const made = clone();
    await made.makeDisk();
    rmSync(join(made.plan.directory, "disk.qcow2"));
    await expect(made.makeDisk()).rejects.toThrow(/its disk is not on hypervisor bench any more/);
    await made.down();
  });
});
