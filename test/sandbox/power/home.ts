import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { grpcImage, testImages } from "../../images/tags";
import { installEngine, loadImages } from "../../support/machine/images";
import { newSshKeys } from "../../support/machine/keys";
import type { Machine } from "../../support/machine/machine";
import { type MachineNetwork, openNetwork } from "../../support/machine/network";
import { startMachine } from "../../support/machine/start";
import { removeFolder } from "../../support/removeFolder";
import { trust } from "../../support/trust";
import { waitFor } from "../../support/wait";
import { type Sandbox, startSandbox } from "../sandbox";
import { Visitor } from "./visitor";

const fixture = path.join(__dirname, "../fixtures/power");
const stack = "power";

/** One machine stands for two: its engine lets the farm call the other network's gate. */
const betweenNetworks = `for side in -s -d; do iptables -w -I DOCKER-USER $side 10.213.14.0/24 -j ACCEPT; done`;

/** What of a home starts together. */
export const parts = {
  farm: "farm-haproxy",
  routers: "-traefik-",
  gates: "-gate-haproxy",
  services: "^(near|far|both|any|calls)-",
} as const;
export type Part = keyof typeof parts;

/** A whole home on one machine whose power can be cut. */
export class Home {
  private constructor(
    readonly machine: Machine,
    private readonly network: MachineNetwork,
    private readonly folder: string,
    private readonly sandbox: Sandbox,
  ) {}

  static async open(): Promise<Home> {
    const keys = newSshKeys();
    const network = await openNetwork();
    const machine = await startMachine({ name: "attic", network, authorizedKey: keys.publicKey });
    const folder = mkdtempSync(path.join(tmpdir(), "homeport-power-"));
    try {
      // As set-up leaves a machine: who is not there yet refuses, and no proxy of the engine's takes the call.
      await machine.run(`mkdir /etc/docker; echo '{"userland-proxy":false}' >/etc/docker/daemon.json`);
      await installEngine(machine);
      await machine.run(betweenNetworks);
      const { haproxy, traefik, echo } = testImages;
      await loadImages(machine, [haproxy, traefik, echo, grpcImage]);
      cpSync(path.join(fixture, "Pulumi.yaml"), path.join(folder, "Pulumi.yaml"));
      const { address, user, hostKey } = machine;
      const sandbox = await startSandbox({
        project: folder,
        program: path.join(fixture, "index.ts"),
        stacks: [stack],
        config: {
          "power:images": { haproxy, traefik, echo, grpc: grpcImage },
          "power:machine": { address, user, hostKey },
          "power:key": keys.privateKey,
        },
      });
      trust(`https://${address}`, String(sandbox.outputs[stack]?.authority?.value));
      return new Home(machine, network, folder, sandbox);
    } catch (error) {
      await machine.stop();
      await network.close();
      removeFolder(folder);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.machine.stop();
    await this.sandbox.stop();
    await this.network.close();
    removeFolder(this.folder);
  }

  /** Everyone who asks, each by a road of their own. */
  visitors(): Visitor[] {
    const farm = `https://${this.machine.address}`;
    const published = `http://${this.machine.address}:88`;
    return [
      ...["near", "far", "both", "any"].flatMap((name) =>
        (["HTTP/1.1", "HTTP/1.1, kept", "HTTP/1.1, POST", "HTTP/2"] as const).map(
          (manner) => new Visitor(farm, name, manner),
        ),
      ),
      new Visitor(farm, "calls", "gRPC"),
      new Visitor(published, "near", "HTTP/1.1"),
      new Visitor(published, "near", "HTTP/1.1, POST"),
    ];
  }

  /** Whether containers come back by themselves. */
  async restarts(policy: "unless-stopped" | "no"): Promise<void> {
    await this.machine.run(`docker update --restart ${policy} $(docker ps --all --quiet)`);
  }

  /**
   * Cuts the power, and gives it back: the engine is there again, and who comes back by itself.
   * @returns when nothing ran any more
   */
  async cut(): Promise<number> {
    await this.machine.kill();
    const dead = Date.now();
    await this.machine.start();
    await waitFor("the engine", () => this.machine.run("docker version"), 60);
    await this.machine.run(betweenNetworks);
    return dead;
  }

  async start(part: Part): Promise<void> {
    await this.machine.run(
      `docker start $(docker ps --all --format '{{.Names}}' | grep -E -e '${parts[part]}')`,
    );
  }

  /** Kills the first process of containers, as a crash would. */
  async crash(part: Part): Promise<void> {
    await this.machine.run(
      `kill -9 $(docker inspect -f '{{.State.Pid}}' $(docker ps --format '{{.Names}}' | grep -E -e '${parts[part]}'))`,
    );
  }
}
