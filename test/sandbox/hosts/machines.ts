import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { testImages } from "../../images/tags";
import { docker } from "../../support/containers";
import { installEngine, loadImages, loginShell } from "../../support/machine/images";
import { newSshKeys } from "../../support/machine/keys";
import type { Machine } from "../../support/machine/machine";
import { type MachineNetwork, openNetwork } from "../../support/machine/network";
import { startMachine } from "../../support/machine/start";
import { removeFolder } from "../../support/removeFolder";
import type { Config } from "../messages";
import { type Sandbox, startSandbox } from "../sandbox";

const fixture = path.join(__dirname, "../fixtures/hosts");
export const stack = "hosts";

/** Two machines with engines, and what a program has to be told about them. */
export class Machines {
  private constructor(
    readonly east: Machine,
    readonly west: Machine,
    readonly privateKey: string,
    /** Where the farm joins the machines' network. */
    readonly farmAddress: string,
    private readonly network: MachineNetwork,
    private readonly folder: string,
  ) {}

  static async open(): Promise<Machines> {
    const keys = newSshKeys();
    const network = await openNetwork();
    const common = { network, authorizedKey: keys.publicKey };
    const made = await Promise.all([
      startMachine({ ...common, name: "east" }),
      startMachine({
        ...common,
        name: "west",
        debian: 13,
        user: "deploy",
        sudo: "password",
        diskMegabytes: 3_000,
      }),
    ]);
    const [east, west] = made;
    const prepare = async (machine: Machine) => {
      await installEngine(machine);
      await loadImages(machine, [testImages.haproxy, testImages.traefik, testImages.echo]);
    };
    await Promise.all(made.map(prepare));
    await west.run(`usermod -aG docker ${west.user}`);
    // Whoever enters may have any shell: what is run there is written for none of these.
    await loginShell(west, "fish");
    await loginShell(east, "tcsh");
    // Keys are kept beside Pulumi.yaml.
    const folder = mkdtempSync(path.join(tmpdir(), "homeport-hosts-"));
    cpSync(path.join(fixture, "Pulumi.yaml"), path.join(folder, "Pulumi.yaml"));
    return new Machines(east, west, keys.privateKey, network.freeAddress(), network, folder);
  }

  /**
   * Brings up the farm, its own host and what is on the machines.
   * @param said Gets all that was reported.
   */
  up(said: string[] = []): Promise<Sandbox> {
    const entry = ({ address, user, hostKey }: Machine) => ({ address, user, hostKey });
    const images = { haproxy: testImages.haproxy, traefik: testImages.traefik, echo: testImages.echo };
    const config: Config = {
      "hosts:images": images,
      "hosts:machines": { east: entry(this.east), west: entry(this.west) },
      "hosts:key": this.privateKey,
      "hosts:sudoPassword": this.west.password,
      "hosts:farms": [this.farmAddress],
    };
    return startSandbox({
      project: this.folder,
      program: path.join(fixture, "index.ts"),
      stacks: [stack],
      config,
      report: (_, heard) => said.push(JSON.stringify(heard)),
    });
  }

  /** Containers of two networks of one engine do not reach each other: the farm is given a leg in the machines'. */
  async wire(farm: string): Promise<void> {
    const IPAMConfig = { IPv4Address: this.farmAddress };
    await docker.getNetwork(this.network.name).connect({ Container: farm, EndpointConfig: { IPAMConfig } });
  }

  async close(): Promise<void> {
    await Promise.all([this.east.stop(), this.west.stop()]);
    await this.network.close();
    removeFolder(this.folder);
  }
}
