import type { VirtualMachineArgs } from "../../../../components/hosts/libvirt/args";
import { type PlannedMachine, planMachine } from "../../../../components/hosts/libvirt/plan";
import { virtualMachineSchema } from "../../../../components/hosts/libvirt/schema";

const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBVRNVjM3BZV8mNyQNP9v7spakb39F+NW0PsCaGjD+Bf\n";

/** The host key of every VM here. */
export const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJxZ3TqO1bSx8cS4F7QWv2n0s3u7j1Q0m2d5b6e8f9aA";

export const plan = (args: VirtualMachineArgs, name = "apps"): PlannedMachine =>
  planMachine({ project: "homeport", stack: "prod", name }, "cellar", virtualMachineSchema.parse(args), key);

export const nat: VirtualMachineArgs = {
  template: { name: "debian-13", version: "0123456789ab" },
  memory: "2GiB",
  diskSize: "20GiB",
  network: { kind: "nat", address: "192.168.122.10" },
};

export const bridged: VirtualMachineArgs = {
  template: "/srv/images/debian-13-genericcloud-amd64.qcow2",
  disk: "copy",
  memory: "512MiB",
  vcpus: 1,
  diskSize: "4GiB",
  network: {
    kind: "bridge",
    bridge: "br0",
    address: "192.168.1.20/24",
    gateway: "192.168.1.1",
    dns: ["192.168.1.1", "192.168.1.2"],
    mac: "52:54:00:12:34:56",
  },
  autostart: false,
  disposable: true,
  stopSeconds: 20,
  startSeconds: 30,
  accelerator: "emulation",
  directory: "/srv/vms",
};

/** VMs that renderers are shown, and libvirt itself. */
export const machines = { nat: plan(nat), bridge: plan(bridged, "shop") };
