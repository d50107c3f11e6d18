import { buildTestImages } from "../images/build";
import { newSshKeys } from "../support/machine/keys";
import type { Machine } from "../support/machine/machine";
import { type MachineNetwork, openNetwork } from "../support/machine/network";
import { openPassage, type Passage } from "../support/machine/passage";
import { type MachineOptions, startMachine } from "../support/machine/start";
import { type Registry, startRegistry } from "../support/registry";
import { ResticServer } from "../support/resticServer";
import type { Home } from "./home";
import { subnets } from "./workspace";

/** Bare machines beside a home whose farm is here, and a registry with the images that they have not. */
export class StandIns {
  readonly keys = newSshKeys();
  private readonly machines: Machine[] = [];

  private constructor(
    private readonly network: MachineNetwork,
    private readonly passages: readonly Passage[],
    /** From here the farm's connections arrive, and here images are to be had. */
    private readonly gateway: string,
    private readonly registry: Registry,
  ) {}

  /** @param images that the machines are to get */
  static async open(images: readonly string[]): Promise<StandIns> {
    await buildTestImages(() => {}, images);
    const network = await openNetwork();
    const gateway = network.subnet.replace("0/24", "1");
    const passages: Passage[] = [];
    for (const one of Object.values(subnets)) passages.push(await openPassage(one, network.subnet));
    return new StandIns(network, passages, gateway, await startRegistry(images, gateway));
  }

  async start(
    name: string,
    more: Pick<MachineOptions, "user" | "sudo" | "diskMegabytes"> = {},
  ): Promise<Machine> {
    const machine = await startMachine({
      network: this.network,
      authorizedKey: this.keys.publicKey,
      name,
      ...more,
    });
    this.machines.push(machine);
    return machine;
  }

  /** A server of repositories that the machines reach, and this one too. */
  resticServer = (user: string, password: string): Promise<ResticServer> =>
    ResticServer.start(user, password, this.network);

  /** The machines' network on the outer engine. */
  get networkName(): string {
    return this.network.name;
  }

  /** An address beside the machines that nobody has. */
  freeAddress = (): string => this.network.freeAddress();

  /** An image as the machines call it. */
  nameOf = (image: string): string => this.registry.nameOf(image);

  /** Tells the program of a home who they are. */
  async introduce(home: Home, images: Readonly<Record<string, string>>, machines: Record<string, Machine>) {
    await home.keepSecret("secrets:key", this.keys.privateKey);
    home.configure({
      "homeport:images": Object.fromEntries(
        Object.entries(images).map(([use, image]) => [use, this.nameOf(image)]),
      ),
      "machines:farmAddress": this.gateway,
      "machines:registry": this.registry.host,
      ...Object.fromEntries(
        Object.entries(machines).map(([name, { address, hostKey, user }]) => [
          `machines:${name}`,
          { address, hostKey, user },
        ]),
      ),
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.machines.map((one) => one.stop()));
    await this.registry.stop();
    for (const passage of this.passages) await passage.close();
    await this.network.close();
  }
}
