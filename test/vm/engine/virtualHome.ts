import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { VirtualMachineArgs } from "../../../components/hosts/libvirt/args";
import type { Home } from "../../e2e/home";
import { farm } from "../../e2e/life/opened";
import { Workspace } from "../../e2e/workspace";
import { testImages } from "../../images/tags";
import { ask } from "../../support/http";
import { type Registry, startRegistry } from "../../support/registry";
import { trust } from "../../support/trust";
import { waitFor } from "../../support/wait";
import { fitting } from "../clone";
import { enterVm } from "../entry";
import { directory, lan, virsh } from "../hypervisor";
import { provideTemplate } from "../template";

const { echo, haproxy, traefik } = testImages;
const images = { echo, haproxy, traefik };
const address = "192.168.177.12";

/** The VM's name on this machine. */
export const name = "prod-apps";

const volumes =
  "$(docker volume inspect -f '{{.Mountpoint}}' $(docker volume ls -q -f name=web-volume-data))";

/** A home whose service with data is on a VM of this machine, through the real engine. */
export class VirtualHome {
  private constructor(
    private readonly workspace: Workspace,
    private readonly registry: Registry,
    private readonly template: string,
    readonly stack: Home,
  ) {
    this.configure();
  }

  static async open(): Promise<VirtualHome> {
    await refuseTaken();
    const template = await provideTemplate();
    const workspace = await Workspace.open("virtual");
    const registry = await startRegistry(Object.values(images), lan.gateway);
    return new VirtualHome(workspace, registry, template, await workspace.stack("prod"));
  }

  /** Settings with a VM that differs in this from one that fits. */
  configure(changed: Partial<VirtualMachineArgs> = {}): void {
    const vm = {
      kind: "libvirt",
      farmAddress: lan.gateway,
      ...fitting(this.template, address),
      directory,
      accelerator: process.env.HOMEPORT_TEST_ACCELERATOR ?? "auto",
      setup: { daemon: { "insecure-registries": [this.registry.host] } },
      ...changed,
    };
    this.set({ apps: vm });
  }

  /** Settings without a VM: its service is to run here. */
  letGo = (): void => this.set({});

  async up(): Promise<string> {
    const { told } = await this.stack.up();
    trust(farm, String((await this.stack.outputs()).authority));
    return told;
  }

  /** Who answers for the service, once someone does. */
  async served(): Promise<string> {
    const answer = async () => {
      const { status, json } = await ask(farm, "web.example.org");
      return status === 200 && String(json().instance);
    };
    return waitFor("the service on the VM", answer, 300);
  }

  /** The same at each moment of one run of the VM. */
  started = (): Promise<string> => virsh("domid", name);

  /** What its own machine key is at the moment. */
  hostKey = (): string => readFileSync(join(directory, "vms", name, "host_key.pub"), "utf8").trim();

  /** Runs a script as root in the VM. */
  inside = async (script: string): Promise<string> => {
    const keys = join(this.workspace.project, "test/e2e/programs/.homeport/prod");
    const file = (await readdir(keys)).find((one) => one.startsWith("apps-")) ?? "";
    return enterVm({ address, hostKey: this.hostKey(), identity: join(keys, file) }, script);
  };

  /** Puts data into the service's volume. */
  keepData = (text: string) =>
    this.inside(`for kept in ${volumes}; do printf %s ${text} >"$kept/kept"; done; sync`);

  /** What each of the service's volumes has of that. */
  keptData = async (): Promise<string[]> =>
    (await this.inside(`for kept in ${volumes}; do echo "$(cat "$kept/kept" 2>/dev/null)"; done`))
      .trimEnd()
      .split("\n");

  /** Removes everything, whatever a test has left. */
  async close(): Promise<void> {
    await this.stack.cli("state", "unprotect", "--all", "--yes");
    await this.stack.tryDestroy();
    await this.workspace.close();
    await this.registry.stop();
  }

  private set(hosts: Record<string, unknown>): void {
    const mine = Object.entries(images).map(([use, image]) => [use, this.registry.nameOf(image)]);
    // What was set before would stay beside it.
    this.stack.configure({ "homeport:hosts": undefined });
    this.stack.configure({ "homeport:hosts": hosts, "homeport:images": Object.fromEntries(mine) });
  }
}

/** A real home has a VM of this name: its program and the tests' would take it from each other. */
async function refuseTaken(): Promise<void> {
  if ((await virsh("list", "--all", "--name")).split("\n").includes(name))
    throw new Error(`this machine has a VM ${name}, whose name the tests use: they leave it alone`);
}

/** The home whose VM's life is told, for tests that are defined before it exists. */
export type Opened = () => VirtualHome;
