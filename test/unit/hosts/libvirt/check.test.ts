import { describe, expect, test } from "vitest";
import type { VirtualMachineArgs } from "../../../../components/hosts/libvirt/args";
import { checkVirtualMachine } from "../../../../components/hosts/libvirt/check";
import type { Place } from "../../../../components/hosts/libvirt/neighbours";
import { madeUpMac } from "../../../../components/hosts/libvirt/plan";
import { refusalsOf } from "../../refusals";
import { bridged, nat } from "./machines";

const origin = (name: string) => ({ project: "homeport", stack: "prod", name });

/** What is told of settings that are refused, each with its path. */
function problems(args: unknown, { name = "apps", places = [] as Place[], stack = "prod" } = {}): string[] {
  return refusalsOf(name, () =>
    checkVirtualMachine({ ...origin(name), stack }, args as VirtualMachineArgs, places),
  );
}

const natAt = (address: string, more = {}) => ({ ...nat, network: { kind: "nat", address, ...more } });
const bridge = (more: object) => ({ ...bridged, network: { ...bridged.network, ...more } });

test("VMs on either kind of network are taken", () => {
  expect(problems(nat)).toEqual([]);
  expect(problems(bridged)).toEqual([]);
});

test.each<[string, unknown, string[]]>([
  [
    "memory without a unit",
    { ...nat, memory: "2048" },
    ['memory: "2048" is not an amount in MiB or GiB; example: 2GiB'],
  ],
  [
    "no memory",
    { ...nat, memory: undefined },
    ["memory: it is missing, and has to be an amount in MiB or GiB; example: 2GiB"],
  ],
  [
    "a disk without a unit",
    { ...nat, diskSize: 20 },
    ["diskSize: 20 is not an amount in MiB or GiB; example: 20GiB"],
  ],
  [
    "half a processor",
    { ...nat, vcpus: 0.5 },
    ["vcpus: 0.5 is not a whole number of processors (1–64); example: 2"],
  ],
  [
    "a template by a relative path",
    { ...nat, template: "debian.qcow2" },
    [
      'template: "debian.qcow2" is not an absolute path of the hypervisor without blanks, quotes and any of <>&,; example: /srv/images/debian-13.qcow2',
    ],
  ],
  [
    "a template without a version",
    { ...nat, template: { name: "debian-13" } },
    ["template.version: it is missing, and has to be a template's version; example: 0123456789ab"],
  ],
  [
    "another kind of disk",
    { ...nat, disk: "raw" },
    ['disk: "raw" is not one of overlay, copy; example: overlay'],
  ],
  [
    "another kind of network",
    { ...nat, network: { kind: "vlan" } },
    [
      'network.kind: "vlan" is not a kind of network (nat, bridge); example: { kind: nat, address: 192.168.122.10 }',
    ],
  ],
  [
    "an address with a prefix behind NAT",
    natAt("192.168.122.10/24"),
    ['network.address: "192.168.122.10/24" is not an IPv4 address; example: 192.168.122.10'],
  ],
  [
    "an address without a prefix on a bridge",
    bridge({ address: "192.168.1.20" }),
    [
      "network.address: \"192.168.1.20\" is not an IPv4 address with its network's prefix, and not the network's first or last; example: 192.168.1.20/24",
    ],
  ],
  [
    "the address of a whole network",
    bridge({ address: "192.168.1.0/24" }),
    [
      "network.address: \"192.168.1.0/24\" is not an IPv4 address with its network's prefix, and not the network's first or last; example: 192.168.1.20/24",
    ],
  ],
  [
    "a gateway elsewhere",
    bridge({ gateway: "192.168.2.1" }),
    ['network.gateway: "192.168.2.1" is not in the network of 192.168.1.20/24; example: 192.168.1.1'],
  ],
  [
    "no name server",
    bridge({ dns: [] }),
    ["network.dns: name at least one name server; example: [192.168.1.1]"],
  ],
  [
    "a MAC of many",
    natAt("192.168.122.10", { mac: "01:00:5e:00:00:01" }),
    [
      'network.mac: "01:00:5e:00:00:01" is not the address of a network card that belongs to one machine; example: 52:54:00:12:34:56',
    ],
  ],
  [
    "no time to shut down",
    { ...nat, stopSeconds: 0 },
    ["stopSeconds: 0 is not a whole number of seconds (1–3600); example: 60"],
  ],
  [
    "a directory with a blank",
    { ...nat, directory: "/srv/my vms" },
    [
      'directory: "/srv/my vms" is not an absolute path of the hypervisor without blanks, quotes and any of <>&,; example: /var/lib/libvirt/images/homeport',
    ],
  ],
  ["an unknown setting", { ...nat, ram: "2GiB" }, ["ram: there is no such argument; the nearest is "]],
])("%s is refused, with what was found and what is expected", (_, args, expected) => {
  const told = problems(args);
  expect(told).toHaveLength(expected.length);
  for (const [at, text] of expected.entries()) expect(told[at]).toContain(text);
});

describe("names", () => {
  test("that cannot be a machine's are refused", () => {
    expect(problems(nat, { name: "Apps" })[0]).toContain(
      'name: "Apps" is not a name of 1–40 lower-case letters',
    );
  });

  test("that are too long with the stack's are refused", () => {
    expect(problems(nat, { stack: "s".repeat(60) })).toEqual([
      expect.stringMatching(
        /^name: "s{60}-apps", of the stack and this name, is not a machine's name of at most 63/,
      ),
    ]);
  });
});

describe("two VMs on one hypervisor", () => {
  const places = () => {
    const taken: Place[] = [];
    checkVirtualMachine(origin("apps"), nat, taken);
    return taken;
  };

  test("with one address are refused", () => {
    expect(problems(nat, { name: "shop", places: places() })).toEqual([
      'network.address: "192.168.122.10" is that of VM apps; give each its own',
    ]);
  });

  test("with one MAC are refused, however it is written", () => {
    const mac = madeUpMac(origin("apps")).toUpperCase();
    expect(problems(natAt("192.168.122.11", { mac }), { name: "shop", places: places() })).toEqual([
      `network.mac: "${mac.toLowerCase()}" is that of VM apps; give each its own`,
    ]);
  });

  test("on two networks may have one address", () => {
    expect(
      problems(natAt("192.168.122.10", { network: "other" }), { name: "shop", places: places() }),
    ).toEqual([]);
  });
});
