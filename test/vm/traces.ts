import { run } from "../images/run";
import { commandLines } from "../support/processes";
import { directory, lan, virsh } from "./hypervisor";

/** Whatever there is of VMs on this machine: files, processes, definitions, addresses that are given away. */
export async function traces(): Promise<string[]> {
  const files = await run("find", [
    directory,
    "/var/log/libvirt/qemu",
    "/etc/libvirt/qemu",
    "/etc/libvirt/hooks",
    "/var/lib/libvirt/qemu",
  ]);
  const running = (await commandLines()).filter((line) => line.startsWith("/usr/bin/qemu-system"));
  const network = await virsh("net-dumpxml", lan.name);
  return [
    ...files.split("\n").sort(),
    ...running,
    await virsh("list", "--all", "--name"),
    ...(await run("iptables", ["-S", "FORWARD"])).split("\n").filter((rule) => rule.includes("192.168.177.")),
    network.replace(/ connections='\d+'/, ""),
  ];
}
