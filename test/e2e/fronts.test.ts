import { afterAll, beforeAll, expect, test } from "vitest";
import { testImages } from "../images/tags";
import { ask } from "../support/http";
import type { Machine } from "../support/machine/machine";
import { waitFor } from "../support/wait";
import { e2e } from "./floor";
import type { Home } from "./home";
import { farm } from "./life/opened";
import { homeThatIsProven } from "./provenFronts";
import { StandIns } from "./standIns";
import { exampleOfTwoFronts, homeInYaml } from "./twoFronts";
import { Workspace } from "./workspace";

const { echo, haproxy, traefik, keeper, lego } = testImages;
const images = { echo, haproxy, traefik };

/** Two machines with a farm each, and one address, through the real engine. */
e2e("two farms with one address", () => {
  let workspace: Workspace | undefined;
  let standIns: StandIns;
  let east: Machine;
  let west: Machine;
  let home: Home;
  let address: string;
  let authority: string;

  beforeAll(async () => {
    workspace = await Workspace.open("fronts");
    standIns = await StandIns.open([...Object.values(images), keeper, lego]);
    [east, west] = await Promise.all([standIns.start("east"), standIns.start("west")]);
    address = standIns.freeAddress();
    home = await workspace.stack("prod");
    await standIns.introduce(home, images, { east, west });
    home.configure({ "machines:virtual": `${address}/24` });
  });
  afterAll(async () => {
    await workspace?.close();
    await standIns?.close();
  });

  /** What a visitor of the address gets, on a connection of their own. */
  const visit = async (base = `https://${address}:${new URL(farm).port}`, ca = authority) => {
    const question = { ca, timeoutSeconds: 3 };
    return (await ask(base, "blog.example.org", "/", question).catch(() => undefined))?.status;
  };
  const has = async (machine: Machine, one = address) =>
    (await machine.run(`ip -o -4 address show to ${one}/32`)).trim() !== "";

  test("come up from bare machines by one update; nothing is changed or has drifted then", async () => {
    await home.up();
    const outputs = await home.outputs();
    authority = outputs.authority as string;
    expect(outputs.address).toBe(address);
    await waitFor("the address", async () => (await visit()) === 200, 60);
    expect([await has(east), await has(west)]).toEqual([true, false]);
    await home.unchanged();
    await home.undrifted();
    expect(await visit()).toBe(200);
  });

  test("one without power: new visitors get the other one, whose certificates are of the same authority", async () => {
    await east.kill();
    const began = performance.now();
    await waitFor("the other one", async () => (await visit()) === 200, 30);
    const seconds = (performance.now() - began) / 1000;
    console.log(`new visitors were answered after ${seconds.toFixed(1)} s`);
    expect(seconds).toBeLessThan(15);
    expect(await has(west)).toBe(true);
    await east.start();
  });

  test("are made in another language, too, beside those: a YAML program on the same machines", async () => {
    await waitFor("the engine there", () => east.run("docker info >/dev/null && echo yes"), 90);
    const other = await homeInYaml(standIns, { east, west });
    try {
      await other.project.pulumi("up", "--yes", "--skip-preview");
      const outputs = (await other.project.outputs()) as { authority: string };
      const answers = async () => (await visit(other.base, outputs.authority)) === 200;
      await waitFor("its address", answers, 60);
      const held = await has(east, other.address);
      expect([held, await has(west, other.address)]).toContain(true);
      await other.project.pulumi("preview", "--expect-no-changes");

      await (held ? east : west).run("kill $(cat /run/keepalived.pid)");
      await waitFor(
        "the other one",
        async () => (await has(held ? west : east, other.address)) && answers(),
        30,
      );
      await other.project.pulumi("destroy", "--yes", "--skip-preview");
      for (const machine of [east, west]) expect(await has(machine, other.address)).toBe(false);
      expect(await visit(), "what is beside it goes on").toBe(200);
    } finally {
      await other.close();
    }
  });

  test("are made by the example, too, which is its own program with the package", async () => {
    const example = await exampleOfTwoFronts(standIns, { east, west });
    try {
      await example.project.pulumi("up", "--yes", "--skip-preview");
      const outputs = (await example.project.outputs()) as { authority: string; address: string };
      expect(outputs.address).toBe(example.address);
      const answers = async () => (await visit(example.base, outputs.authority)) === 200;
      await waitFor("its address", answers, 60);
      await example.project.pulumi("preview", "--expect-no-changes");
      await example.project.pulumi("destroy", "--yes", "--skip-preview");
      for (const machine of [east, west]) expect(await has(machine, example.address)).toBe(false);
      expect(await visit(), "what is beside it goes on").toBe(200);
    } finally {
      await example.close();
    }
  });

  test("get certificates for what is asked at the address, and renew them with one dead and after it is back", async () => {
    const staging = await (workspace as Workspace).stack("staging");
    const proven = await homeThatIsProven(standIns, staging, { east, west });
    try {
      await staging.up();
      const first = await proven.serialAt(proven.address, 120);
      const [holder, other] = (await has(east, proven.address)) ? [east, west] : [west, east];
      await proven.serialAt(other.address, 120);
      await staging.unchanged();

      await holder.kill();
      await waitFor("the other one", () => has(other, proven.address), 30);
      const alone = await proven.serialAt(proven.address, 30, first);
      await proven.serialAt(proven.address, 90, alone);
      await holder.start();
      const old = await proven.serialAt(holder.address, 120);
      await proven.serialAt(holder.address, 120, old);
      expect(await has(other, proven.address), "it has stayed where it was").toBe(true);
      await staging.destroy();
    } finally {
      await staging.tryDestroy();
      await proven.stop();
    }
  });

  test("are destroyed with all that was on the machines", async () => {
    await waitFor("the engine there", () => east.run("docker info >/dev/null && echo yes"), 90);
    await home.destroy();
    for (const machine of [east, west]) {
      expect(await has(machine)).toBe(false);
      expect(await machine.run("ls /etc/keepalived; docker ps -aq; docker volume ls -q")).not.toMatch(
        /homeport|[0-9a-f]{12}/,
      );
    }
    expect(await visit()).toBeUndefined();
  });
});
