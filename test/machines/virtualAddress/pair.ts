import { Agent, request } from "node:http";
import type { VirtualAddressHost } from "../../../components/front/virtualAddress/config";
import { renderKeep } from "../../../components/front/virtualAddress/script";
import { keyFile } from "../../support/machine/enter";
import { newSshKeys } from "../../support/machine/keys";
import type { Machine } from "../../support/machine/machine";
import { type MachineNetwork, openNetwork } from "../../support/machine/network";
import { startMachine } from "../../support/machine/start";
import { take } from "../../support/machine/step";
import { pause, waitFor } from "../../support/wait";
import { standIn } from "./systemd";

const statsPort = 8404;

/** Two machines with a HAProxy each, which says whose it is, and an address that both keep. */
export class Pair {
  private readonly keys: ReturnType<typeof keyFile>;
  readonly address: string;

  private constructor(
    readonly network: MachineNetwork,
    readonly one: Machine,
    readonly two: Machine,
    privateKey: string,
  ) {
    this.keys = keyFile(privateKey);
    this.address = network.freeAddress();
  }

  static async open(): Promise<Pair> {
    const keys = newSshKeys();
    const network = await openNetwork();
    const common = { network, authorizedKey: keys.publicKey };
    const [one, two] = await Promise.all([
      startMachine({ ...common, name: "one" }),
      startMachine({ ...common, name: "two", debian: 13 }),
    ]);
    const pair = new Pair(network, one, two, keys.privateKey);
    await Promise.all([one, two].map(farmOn));
    return pair;
  }

  of(machine: Machine): VirtualAddressHost {
    const first = machine === this.one;
    return {
      instance: "home.prod.front",
      address: this.address,
      bits: 24,
      routerId: 10,
      priority: first ? 101 : 100,
      own: machine.address,
      peer: (first ? this.two : this.one).address,
      statistics: { address: "127.0.0.1", port: statsPort },
    };
  }

  /** Sets a machine up, as a deployment does. */
  async keep(machine: Machine, more: Partial<VirtualAddressHost> = {}) {
    return this.run(machine, renderKeep(machine.name, { ...this.of(machine), ...more }));
  }

  run = (machine: Machine, script: string) => take(machine, this.keys.path, script);

  /** Whether a machine has the address. */
  has = async (machine: Machine): Promise<boolean> =>
    (await machine.run(`ip -o -4 address show to ${this.address}/32`)).trim() !== "";

  /** Waits until a machine would take the address, or has it: by what keepalived writes down when it is asked. */
  ready(machine: Machine): Promise<true> {
    const told = "/tmp/keepalived.data /run/keepalived/keepalived.data";
    const script = `rm -f ${told}; kill -USR1 $(cat /run/keepalived.pid); sleep 0.3; cat ${told} 2>/dev/null | grep -E '^ +State = '`;
    return waitFor(
      `${machine.name} to be ready for the address`,
      async () => /State = (BACKUP|MASTER)/.test(await machine.run(script).catch(() => "")) || undefined,
      60,
    ).then(() => true);
  }

  /** Who answers a visitor on a connection of its own; nothing where nobody does. */
  visit = (agent: Agent = new Agent()): Promise<string | undefined> =>
    new Promise((resolve) => {
      const asking = request({ host: this.address, port: 80, agent, timeout: 500 }, (answer) => {
        let said = "";
        answer.setEncoding("utf8").on("data", (text) => {
          said += text;
        });
        answer.on("end", () => resolve(said.trim()));
        answer.on("error", () => resolve(undefined));
      });
      asking.on("timeout", () => asking.destroy());
      asking.on("error", () => resolve(undefined));
      asking.end();
    });

  /** @returns how many seconds it took until new visitors were answered by a machine */
  async answeredBy(machine: Machine, seconds = 30): Promise<number> {
    const from = performance.now();
    await waitFor(
      `${machine.name} to answer for the address`,
      async () => (await this.visit()) === machine.name,
      seconds,
    );
    return (performance.now() - from) / 1_000;
  }

  /** Who answers stays the same for so long. */
  async stays(machine: Machine, seconds: number): Promise<void> {
    const until = performance.now() + seconds * 1_000;
    while (performance.now() < until) {
      const said = await this.visit();
      if (said !== machine.name) throw new Error(`${said ?? "nobody"} answered instead of ${machine.name}`);
      await pause(0.2);
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.one.stop(), this.two.stop()]);
    await this.network.close();
    this.keys.remove();
  }
}

export const endFarm = "kill -9 $(pidof haproxy)";
export const startFarm = "mkdir -p /run/haproxy; haproxy -W -D -f /etc/haproxy/haproxy.cfg";

/** Debian's HAProxy, which answers as a farm does: visitors, and whoever asks for statistics on the machine. */
const farmOn = async (machine: Machine): Promise<void> => {
  await machine.run(
    `export DEBIAN_FRONTEND=noninteractive
apt-get -q update
apt-get -q install --yes --no-install-recommends haproxy nftables
cat > /etc/haproxy/haproxy.cfg`,
    `defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend web
  bind 0.0.0.0:80
  http-request return status 200 content-type text/plain string ${machine.name}
frontend stats
  bind 127.0.0.1:${statsPort}
  stats enable
  stats uri /stats
  http-request redirect location /stats if { path / }
`,
  );
  await machine.run(`${endFarm}; ${startFarm}`);
  await machine.run(standIn);
};
