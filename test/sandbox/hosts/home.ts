import { containers } from "../../support/containers";
import { type Answer, ask } from "../../support/http";
import { type Load, start } from "../../support/load";
import type { Machine } from "../../support/machine/machine";
import { serversOf } from "../../support/statistics";
import { trust } from "../../support/trust";
import { waitFor } from "../../support/wait";
import type { Sandbox } from "../sandbox";
import { type Machines, stack } from "./machines";

/** The home on its three hosts, as visitors meet it. */
export class Home {
  private constructor(
    private readonly sandbox: Sandbox,
    private readonly base: string,
    private readonly statistics: string,
  ) {}

  static async open(machines: Machines, said?: string[]): Promise<Home> {
    const sandbox = await machines.up(said);
    const { addresses, authority } = sandbox.outputs[stack] ?? {};
    const { https = "", stats = "" } = (addresses?.value ?? {}) as { https?: string; stats?: string };
    trust(https, String(authority?.value));
    const home = new Home(sandbox, https, new URL(stats).origin);
    const [farm] = await containers({ "homeport.sandbox": sandbox.id, "homeport.component": "farm" });
    if (!farm) throw new Error("there is no farm");
    await machines.wire(farm.Id);
    await hostsSeen(home.statistics);
    for (const name of ["east", "west", "both"]) await home.answers(name, 200);
    return home;
  }

  /** Asks the service of this name. */
  ask(name: string, headers: Record<string, string> = {}): Promise<Answer> {
    return ask(this.base, `${name}.example.org`, "/", { headers });
  }

  /** Waits until a service is answered with this status. */
  async answers(name: string, status: number, seconds?: number): Promise<void> {
    const what = `${name} to be answered with ${status}`;
    await waitFor(what, async () => (await this.ask(name)).status === status, seconds);
  }

  /** Waits until the farm takes every server of a host for gone. */
  async misses(host: string): Promise<void> {
    await waitFor(`the farm to miss ${host}`, async () => {
      const servers = (await serversOf(this.statistics)).filter(({ name }) => name === `${host}-router`);
      return servers.length > 0 && servers.every(({ status }) => status.startsWith("DOWN"));
    });
  }

  load(name: string): Load {
    return start({ origin: this.base, host: `${name}.example.org`, rate: 40 });
  }

  async close(): Promise<void> {
    await this.sandbox.stop();
  }
}

/** Waits until the farm has reached its hosts, which it could not before it had its leg in their network. */
async function hostsSeen(statistics: string): Promise<void> {
  await waitFor("the farm to reach its hosts", async () => {
    const servers = await serversOf(statistics);
    const hosts = servers.filter(({ section }) => /^(router|service)_/.test(section));
    return hosts.length > 0 && hosts.every(({ status, check }) => status === "UP" && check.endsWith("OK"));
  });
}

/** The names under which the containers of a machine know themselves. */
export const instancesOn = async (machine: Machine): Promise<string[]> =>
  (await machine.run("docker ps --quiet")).trim().split("\n");
