import { existsSync } from "node:fs";
import { onPath } from "../support/tools";

/** Debian's packages of a hypervisor, by a command of each. */
export const packages: Readonly<Record<string, string>> = {
  virsh: "libvirt-clients",
  libvirtd: "libvirt-daemon-system",
  "qemu-system-x86_64": "qemu-system-x86",
  "qemu-img": "qemu-utils",
  dnsmasq: "dnsmasq-base",
  xorrisofs: "xorriso",
  mmdebstrap: "mmdebstrap",
  sfdisk: "fdisk",
  xmllint: "libxml2-utils",
  "ssh-keygen": "openssh-client",
};

export const lacking = (): string[] => Object.keys(packages).filter((command) => !onPath(command));

/** Why no VM can be tested on this machine, in one line; nothing where it can. */
export function obstacle(): string | undefined {
  if (process.platform !== "linux" || process.arch !== "x64") return "VMs are tested on Linux on x86-64 only";
  if (process.getuid?.() !== 0) return "VMs are made and removed as root";
  const missing = lacking();
  if (missing.length > 0 && !existsSync("/usr/bin/apt-get"))
    return `there is no ${missing.join(", ")}, and no apt-get to install it with`;
  if (!existsSync("/sys/class/net") || !existsSync("/dev/net/tun"))
    return "VMs have no network without /dev/net/tun";
  return undefined;
}
