import { randomBytes } from "node:crypto";
import { machineImages } from "../../images/tags";
import { removeLeftovers } from "../../sandbox/clean";
import { docker } from "../containers";
import { shareApt } from "./apt";
import { type Identity, renderFirstStart } from "./firstStart";
import { runInside } from "./inside";
import { newSshKeys, type SshKeys } from "./keys";
import { Machine } from "./machine";
import { addressesOf, type MachineNetwork, newLabels } from "./network";

export interface MachineOptions {
  name: string;
  network: MachineNetwork;
  /** The public key of who may enter. */
  authorizedKey: string;
  /** @default root */
  user?: string;
  /** How the user becomes root. @default nopasswd */
  sudo?: Identity["sudo"];
  /** By which the machine is known. @default new ones */
  hostKeys?: SshKeys;
  /** @default 12 */
  debian?: 12 | 13;
  /** Size of the disk below /var. @default the outer machine's disk */
  diskMegabytes?: number;
}

const releases = { 12: "bookworm", 13: "trixie" };

/** Starts a bare machine that answers SSH, and has an apt that finds packages but no engine. */
export async function startMachine(options: MachineOptions): Promise<Machine> {
  const { name, network, authorizedKey, user = "root", sudo = "nopasswd", debian = 12 } = options;
  const { hostKeys = newSshKeys(), diskMegabytes } = options;
  await removeLeftovers(docker);

  const { id, labels } = newLabels();
  const address = network.freeAddress();
  const password = randomBytes(8).toString("hex");
  const container = `${name}-${id}`;
  const machine = new Machine({
    ...{ id, container, name, debian, address, network, user, password },
    hostKey: hostKeys.publicKey,
  });
  try {
    const created = await docker.createContainer({
      name: container,
      Hostname: name,
      Image: machineImages[debian],
      Labels: labels,
      ...(diskMegabytes && { Env: [`DISK_MEGABYTES=${diskMegabytes}`], Volumes: { "/disk": {} } }),
      HostConfig: { ...rights, NetworkMode: network.name },
      NetworkingConfig: {
        EndpointsConfig: { [network.name]: { IPAMConfig: addressesOf(network, address), Aliases: [name] } },
      },
    });
    await created.start();
    await shareApt(container, releases[debian]);
    const identity = { hostKeys, user, authorizedKey, sudo, password };
    await runInside(container, "exec sh -s", renderFirstStart(identity));
    await machine.answers();
    return machine;
  } catch (error) {
    await machine.stop();
    throw error;
  }
}

/** What an engine inside needs, short of --privileged: that asks for more than some machines can give. */
const rights = {
  CapAdd: ["SYS_ADMIN", "NET_ADMIN", "SYS_PTRACE"],
  SecurityOpt: ["seccomp=unconfined", "apparmor=unconfined"],
  DeviceCgroupRules: ["a *:* rwm"],
  // Control groups below the container's own: they are paused and go away with it.
  CgroupnsMode: "private" as const,
};
