import { once } from "node:events";
import { connect } from "node:net";
import { removeSandbox } from "../../sandbox/clean";
import { docker } from "../containers";
import { waitFor } from "../wait";
import { runInside } from "./inside";
import { addressesOf, type MachineNetwork } from "./network";

/** Where the disk of limited size is filled. */
const filler = "/var/filler";

export interface MachineFacts {
  id: string;
  container: string;
  name: string;
  debian: 12 | 13;
  address: string;
  hostKey: string;
  user: string;
  password: string;
  network: MachineNetwork;
}

/** A container that acts as a bare machine: SSH, packages and, once one is installed, an engine of its own. */
export class Machine {
  /** The container's name on the outer engine. */
  readonly container: string;
  /** The machine's own name; on its network it is found by it. */
  readonly name: string;
  readonly debian: 12 | 13;
  readonly address: string;
  /** Undefined on a network without IPv6. */
  readonly address6: string | undefined;
  readonly port = 22;
  /** The public key, as in `ssh-ed25519 AAAA…`. */
  readonly hostKey: string;
  readonly user: string;
  /** The user's password; root has none. */
  readonly password: string;

  constructor(private readonly facts: MachineFacts) {
    this.container = facts.container;
    this.name = facts.name;
    this.debian = facts.debian;
    this.address = facts.address;
    this.address6 = facts.network.address6(facts.address);
    this.hostKey = facts.hostKey;
    this.user = facts.user;
    this.password = facts.password;
  }

  /** Runs a script as root, not over SSH; what it printed. */
  run(script: string, input?: string): Promise<string> {
    return runInside(this.container, script, input);
  }

  /** Takes the power away; what was on the disk stays. */
  async kill(): Promise<void> {
    await this.outer.kill();
  }

  /** Turns the power on and waits until the machine answers SSH. */
  async start(): Promise<void> {
    await this.outer.start();
    await this.answers();
  }

  async answers(): Promise<void> {
    await waitFor(`${this.name} to answer SSH`, async () => {
      const socket = connect(this.port, this.address).setTimeout(1_000, () => socket.destroy());
      const [banner] = await once(socket, "data");
      socket.destroy();
      return String(banner).startsWith("SSH-");
    });
  }

  /** Stops every process, containers too, and keeps the connections: as a machine that hangs. */
  async pause(): Promise<void> {
    await this.outer.pause();
  }

  async resume(): Promise<void> {
    await this.outer.unpause();
  }

  /** Pulls the cable. */
  async disconnect(): Promise<void> {
    await this.link.disconnect({ Container: this.container, Force: true });
  }

  async connect(): Promise<void> {
    await this.link.connect({
      Container: this.container,
      EndpointConfig: { Aliases: [this.name], IPAMConfig: addressesOf(this.facts.network, this.address) },
    });
  }

  /** Lets no more than this leave the machine, in kilobits a second. */
  async slow(kilobits: number): Promise<void> {
    await this.run(`tc qdisc replace dev eth0 root tbf rate ${kilobits}kbit burst 32kbit latency 400ms`);
  }

  async fast(): Promise<void> {
    await this.run("tc qdisc del dev eth0 root");
  }

  /** Leaves no room below /var; for machines with `diskMegabytes`. */
  async fillDisk(): Promise<void> {
    await this.run(`grep -q ' /var ext4 ' /proc/mounts || { echo 'set diskMegabytes' >&2; exit 1; }
# Most of it without writing, the rest byte for byte.
free=$(df --output=avail --block-size=1024 /var | tail -n 1)
if [ "$free" -gt 2048 ]; then fallocate -l "$((free - 1024))K" ${filler}; fi
for attempt in $(seq 100); do
  cat /dev/zero >>${filler} 2>/dev/null || :
  # What was removed before is free only when the file system has written that down.
  sync -f ${filler}
  # What df calls free may be set aside for files that others have open: full is where a new one gets nothing.
  cat /dev/zero >"${filler}.$attempt" 2>/dev/null || :
  if [ ! -s "${filler}.$attempt" ]; then exit; fi
done
rm ${filler}*
echo 'there is always room for more on /var' >&2
exit 1`);
  }

  async freeDisk(): Promise<void> {
    await this.run(`rm ${filler}*`);
  }

  /** Removes the machine with all that was on it. */
  async stop(): Promise<void> {
    await removeSandbox(docker, this.facts.id);
  }

  private get outer() {
    return docker.getContainer(this.container);
  }

  private get link() {
    return docker.getNetwork(this.facts.network.name);
  }
}
