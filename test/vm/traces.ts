import { run } from "../images/run";
import { commandLines } from "../support/processes";
import { directory, lan, virsh } from "./hypervisor";

/** Whatever there is of VMs on this machine: files, processes, definitions, addresses that are given away. */
export async function traces(): Promise<string[]> {
  const ours = await found([directory, "/etc/libvirt/hooks"]);
  const files = await foundOfLibvirt(["/var/log/libvirt/qemu", "/etc/libvirt/qemu", "/var/lib/libvirt/qemu"]);
  const running = (await commandLines()).filter((line) => line.startsWith("/usr/bin/qemu-system"));
  const network = await virsh("net-dumpxml", lan.name);
  return [
    ...ours,
    ...files,
    ...running,
    await virsh("list", "--all", "--name"),
    ...(await run("iptables", ["-S", "FORWARD"])).split("\n").filter((rule) => rule.includes("192.168.177.")),
    network.replace(/ connections='\d+'/, ""),
  ];
}

/** What is below some folders. What goes away meanwhile is not there. */
export async function found(folders: readonly string[], condition = ""): Promise<string[]> {
  const script = `find "$@" ${condition} 2>/dev/null || :`;
  return (await run("sh", ["-c", script, "sh", ...folders])).trim().split("\n").filter(Boolean).sort();
}

/**
 * What is below folders of libvirt. It makes some in there when it first has a use for them, as `autostart` with the
 * first VM that starts by itself, and keeps them: files count, and links.
 */
export const foundOfLibvirt = (folders: readonly string[]): Promise<string[]> => found(folders, "! -type d");
