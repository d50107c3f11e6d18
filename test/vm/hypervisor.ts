import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lock, unlock } from "../images/lock";
import { run } from "../images/run";
import { waitFor } from "../support/wait";
import { lacking, obstacle, packages } from "./obstacle";

/** A network of the tests' own. */
export const lan = { name: "homeport-test", gateway: "192.168.177.1", netmask: "255.255.255.0" } as const;

/** All that the tests put on the disk of the hypervisor. */
export const directory = "/var/lib/libvirt/images/homeport-test";

const configuration = "/etc/libvirt/qemu.conf";
const lockFile = "/run/homeport-test-vm.lock";

export const virsh = (...words: string[]) => run("virsh", ["-q", "-c", "qemu:///system", ...words]);

const answers = () =>
  virsh("version").then(
    () => true,
    () => false,
  );

export async function installPackages(): Promise<void> {
  const missing = lacking();
  if (missing.length === 0) return;
  const wanted = [...new Set(missing.map((command) => packages[command] ?? command))];
  const env = { DEBIAN_FRONTEND: "noninteractive", NEEDRESTART_SUSPEND: "1" };
  const apt = (...words: string[]) =>
    run("apt-get", ["-q", "-o", "DPkg::Lock::Timeout=300", ...words], { env });
  await apt("update");
  await apt("install", "--yes", "--no-install-recommends", ...wanted);
}

/**
 * Makes this machine a hypervisor, for as long as the tests take: libvirt that runs already is used as it is.
 * @returns what ends it, by the ids of the processes that were started.
 */
export async function openHypervisor(): Promise<() => Promise<void>> {
  await installPackages();
  // Network, directory and libvirt are the machine's: two runs would take them from each other.
  await lock(lockFile, () => console.log("waiting for other tests of VMs on this machine …"));
  const stop = (await answers()) ? async () => {} : await startLibvirt();
  await removeLeftovers();
  const folder = mkdtempSync(join(tmpdir(), "homeport-vm-"));
  const file = join(folder, "network.xml");
  appendFileSync(
    file,
    `<network><name>${lan.name}</name><forward mode='nat'/><bridge name='hp-test'/>
<ip address='${lan.gateway}' netmask='${lan.netmask}'><dhcp><range start='192.168.177.200' end='192.168.177.250'/></dhcp></ip></network>`,
  );
  await virsh("net-define", file);
  await virsh("net-start", lan.name);
  rmSync(folder, { recursive: true });
  return async () => {
    await removeLeftovers();
    await stop();
    await unlock(lockFile);
  };
}

/** VMs whose disk is in the tests' directory, the directory and the network: of tests that were killed too. */
async function removeLeftovers(): Promise<void> {
  for (const name of (await virsh("list", "--all", "--name")).split("\n").filter(Boolean)) {
    if (!(await virsh("domblklist", name)).includes(`${directory}/`)) continue;
    await virsh("destroy", name).catch(() => {});
    await virsh("undefine", name);
  }
  rmSync(directory, { recursive: true, force: true });
  await virsh("net-destroy", lan.name).catch(() => {});
  await virsh("net-undefine", lan.name).catch(() => {});
}

async function startLibvirt(): Promise<() => Promise<void>> {
  if (existsSync("/run/systemd/system")) {
    await run("systemctl", ["start", "libvirtd"]);
    await waitFor("libvirt", answers, 120);
    return async () => {};
  }
  const restore = await letQemuUseKvm();
  for (const daemon of ["virtlogd", "libvirtd"]) await startDaemon(daemon);
  return async () => {
    for (const daemon of ["libvirtd", "virtlogd"]) await endDaemon(daemon);
    restore();
  };
}

/** Ends libvirt, as VMs and networks go on, and starts it anew once `meanwhile` is done. */
export async function restartLibvirt(meanwhile: () => Promise<unknown>): Promise<void> {
  const ours = existsSync(pidFile("libvirtd"));
  await (ours ? endDaemon("libvirtd") : run("systemctl", ["stop", "libvirtd.service"]));
  await meanwhile();
  await (ours ? startDaemon("libvirtd") : run("systemctl", ["start", "libvirtd"]));
  await waitFor("libvirt", answers, 120);
}

const pidFile = (daemon: string): string => `/run/homeport-test-${daemon}.pid`;

async function startDaemon(daemon: string): Promise<void> {
  await run(daemon, ["-d", "-p", pidFile(daemon)]);
  // It asks each QEMU what it can.
  if (daemon === "libvirtd") await waitFor("libvirt", answers, 120);
}

async function endDaemon(daemon: string): Promise<void> {
  if (!existsSync(pidFile(daemon))) return;
  process.kill(Number(readFileSync(pidFile(daemon), "utf8")));
  await waitFor(`the end of ${daemon}`, async () => !existsSync(pidFile(daemon)));
}

/** Where only root may use KVM, each question about QEMU would take libvirt's user a minute. */
async function letQemuUseKvm(): Promise<() => void> {
  const group = Number((await run("getent", ["group", "kvm"])).split(":")[2]);
  const kvm = existsSync("/dev/kvm") ? statSync("/dev/kvm") : undefined;
  if (!kvm || kvm.gid === group || (kvm.mode & 0o006) === 0o006) return () => {};
  copyFileSync(configuration, `${configuration}.homeport`);
  appendFileSync(configuration, 'user = "root"\ngroup = "root"\n');
  return () => renameSync(`${configuration}.homeport`, configuration);
}

/** Why no VM can be tested here, once all that can be installed is. */
export async function vmUnavailable(): Promise<string | undefined> {
  const reason = obstacle();
  if (reason) return reason;
  return installPackages().then(
    () => undefined,
    (error: Error) => `the packages of a hypervisor cannot be installed: ${error.message.split("\n").at(-1)}`,
  );
}
