import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../images/run";
import { installPackages } from "../support/apt";
import { waitFor } from "../support/wait";
import { lacking, obstacle, packages } from "./obstacle";

/** A network of the tests' own. */
export const lan = { name: "homeport-test", gateway: "192.168.177.1", netmask: "255.255.255.0" } as const;

/** All that the tests put on the disk of the hypervisor. */
export const directory = "/var/lib/libvirt/images/homeport-test";

const configuration = "/etc/libvirt/qemu.conf";
const asItWas = `${configuration}.homeport`;

export const virsh = (...words: string[]) => run("virsh", ["-q", "-c", "qemu:///system", ...words]);

const answers = () =>
  virsh("version").then(
    () => true,
    () => false,
  );

async function installMissing(): Promise<void> {
  const missing = lacking();
  if (missing.length === 0) return;
  const wanted = [...new Set(missing.map((command) => packages[command] ?? command))];
  await installPackages(wanted, ["--no-install-recommends"]);
}

/**
 * Makes this machine a hypervisor, for as long as the tests take: libvirt that runs already is used as it is.
 * @returns what ends it, by the ids of the processes that were started.
 */
export async function openHypervisor(): Promise<() => Promise<void>> {
  await installMissing();
  // What a killed run has started is nobody's any more.
  await endLibvirt();
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
  };
}

/** A VM without a disk that is beside those of the tests, and a bridge of the machine. */
export const neighbour = "homeport-test-neighbour";
export const bridge = "vmtest-bridge";

/** VMs by their disk or their name, the directory, the networks: of tests that were killed too. */
async function removeLeftovers(): Promise<void> {
  const hooks = "/etc/libvirt/hooks/qemu.d";
  for (const name of (await virsh("list", "--all", "--name")).split("\n").filter(Boolean)) {
    const ours = name === neighbour || name.startsWith("vmtest-");
    if (!ours && !(await virsh("domblklist", name)).includes(`${directory}/`)) continue;
    await virsh("destroy", name).catch(() => {});
    await virsh("undefine", name);
    const hook = join(hooks, `homeport-${name}`);
    if (existsSync(hook)) await run(hook, [name, "release", "end", "-"]);
    for (const file of [hook, `/var/log/libvirt/qemu/${name}.log`]) rmSync(file, { force: true });
  }
  if (existsSync(hooks) && readdirSync(hooks).length === 0) rmdirSync(hooks);
  rmSync(directory, { recursive: true, force: true });
  await virsh("net-destroy", lan.name).catch(() => {});
  await virsh("net-undefine", lan.name).catch(() => {});
  if (existsSync(`/sys/class/net/${bridge}`)) await run("ip", ["link", "delete", bridge]);
}

async function startLibvirt(): Promise<() => Promise<void>> {
  if (existsSync("/run/systemd/system")) {
    await run("systemctl", ["start", "libvirtd"]);
    await waitFor("libvirt", answers, 120);
    return async () => {};
  }
  await letQemuUseKvm();
  for (const daemon of ["virtlogd", "libvirtd"]) await startDaemon(daemon);
  return endLibvirt;
}

/** Ends what was started here, and takes back what was written for it. */
async function endLibvirt(): Promise<void> {
  for (const daemon of ["libvirtd", "virtlogd"]) await endDaemon(daemon);
  if (existsSync(asItWas)) renameSync(asItWas, configuration);
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
  const file = pidFile(daemon);
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, "utf8"));
  // The number may be another program's by now.
  if (nameOf(pid) === daemon) {
    process.kill(pid);
    await waitFor(`the end of ${daemon}`, async () => !existsSync(file) || nameOf(pid) !== daemon, 60);
  }
  rmSync(file, { force: true });
}

function nameOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return undefined;
  }
}

/** Where only root may use KVM, each question about QEMU would take libvirt's user a minute. */
async function letQemuUseKvm(): Promise<void> {
  const group = Number((await run("getent", ["group", "kvm"])).split(":")[2]);
  const kvm = existsSync("/dev/kvm") ? statSync("/dev/kvm") : undefined;
  if (!kvm || kvm.gid === group || (kvm.mode & 0o006) === 0o006) return;
  copyFileSync(configuration, asItWas);
  appendFileSync(configuration, 'user = "root"\ngroup = "root"\n');
}

/** Why no VM can be tested here, once all that can be installed is. */
export async function vmUnavailable(): Promise<string | undefined> {
  const reason = obstacle();
  if (reason) return reason;
  return installMissing().then(
    () => undefined,
    (error: Error) => `the packages of a hypervisor cannot be installed: ${error.message.split("\n").at(-1)}`,
  );
}
