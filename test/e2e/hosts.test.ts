import { afterAll, beforeAll, expect, test } from "vitest";
import { testImages } from "../images/tags";
import { ask } from "../support/http";
import { installEngine, loadImages } from "../support/machine/images";
import { newSshKeys } from "../support/machine/keys";
import type { Machine } from "../support/machine/machine";
import { type MachineNetwork, openNetwork } from "../support/machine/network";
import { openPassage, type Passage } from "../support/machine/passage";
import { startMachine } from "../support/machine/start";
import { trust } from "../support/trust";
import { e2e } from "./floor";
import type { Home } from "./home";
import { farm } from "./life/opened";
import { subnets, Workspace } from "./workspace";

/** Two bare machines, and the farm here. */
e2e("a home on three hosts", () => {
  const keys = newSshKeys();
  let workspace: Workspace | undefined;
  let network: MachineNetwork | undefined;
  let passage: Passage | undefined;
  let east: Machine;
  let west: Machine;
  let home: Home;

  beforeAll(async () => {
    workspace = await Workspace.open("hosts");
    network = await openNetwork();
    passage = await openPassage(subnets.prod, network.subnet);
    const common = { network, authorizedKey: keys.publicKey };
    [east, west] = await Promise.all([
      startMachine({ ...common, name: "east" }),
      startMachine({ ...common, name: "west", user: "deploy", sudo: "password" }),
    ]);
    for (const machine of [east, west]) {
      await installEngine(machine);
      await loadImages(machine, [testImages.echo, testImages.haproxy, testImages.traefik]);
    }
    await west.run("usermod -aG docker deploy");
    home = await workspace.stack("prod");
    await home.keepSecret("secrets:key", keys.privateKey);
    await home.keepSecret("secrets:sudo", west.password);
    home.configure({
      "machines:farmAddress": network.subnet.replace("0/24", "1"),
      "machines:east": { address: east.address, hostKey: east.hostKey, user: "root" },
      "machines:west": { address: west.address, hostKey: west.hostKey, user: "deploy" },
    });
  });
  afterAll(async () => {
    await workspace?.close();
    await Promise.all([east?.stop(), west?.stop()]);
    await passage?.close();
    await network?.close();
  });

  const answers = async (name: string) => (await ask(farm, `${name}.example.org`)).json().answer;

  test("comes up from bare machines by one update, each service from its host", async () => {
    await home.up();
    trust(farm, ((await home.outputs()) as { authority: string }).authority);
    for (const name of ["near", "eastern", "western", "both"])
      expect(await answers(name), name).toBe("first");
  });

  test("a second update changes nothing, and a refresh finds no drift", async () => {
    expect(Object.keys((await home.up()).changes)).toEqual(["same"]);
    await home.undrifted();
    await home.unchanged();
  });
});
