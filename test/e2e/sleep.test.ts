import { afterAll, beforeAll, expect, test } from "vitest";
import type { HomeFacts } from "../../commands/status/facts/home";
import { testImages } from "../images/tags";
import { docker, runIn } from "../support/containers";
import { ask } from "../support/http";
import { installEngine, loadImages } from "../support/machine/images";
import { newSshKeys } from "../support/machine/keys";
import type { Machine } from "../support/machine/machine";
import { type MachineNetwork, openNetwork } from "../support/machine/network";
import { openPassage, type Passage } from "../support/machine/passage";
import { startMachine } from "../support/machine/start";
import { trust } from "../support/trust";
import { waitFor } from "../support/wait";
import { e2e } from "./floor";
import type { Home } from "./home";
import { farm, running } from "./life/opened";
import { subnets, Workspace } from "./workspace";

/** A home here and on a machine over SSH. */
e2e("an environment that sleeps", () => {
  const keys = newSshKeys();
  let workspace: Workspace | undefined;
  let network: MachineNetwork | undefined;
  let passage: Passage | undefined;
  let east: Machine;
  let home: Home;

  beforeAll(async () => {
    workspace = await Workspace.open("sleeping");
    network = await openNetwork();
    passage = await openPassage(subnets.prod, network.subnet);
    east = await startMachine({ network, authorizedKey: keys.publicKey, name: "east" });
    await installEngine(east);
    const { echo, haproxy, traefik } = testImages;
    await loadImages(east, [echo, haproxy, traefik]);
    home = await workspace.stack("prod");
    await home.keepSecret("secrets:key", keys.privateKey);
    home.configure({
      "sleeping:east": { address: east.address, hostKey: east.hostKey },
      "sleeping:farmAddress": network.subnet.replace("0/24", "1"),
    });
    await home.up();
    trust(farm, (await home.outputs()).authority as string);
  });
  afterAll(async () => {
    await workspace?.close();
    await east?.stop();
    await passage?.close();
    await network?.close();
  });

  const names = ["desk.example.org", "eastern.example.org"];
  const served = async () => Promise.all(names.map(async (name) => (await ask(farm, name)).status));
  const runningHere = async () =>
    (await docker.listContainers({ filters: { label: [`homeport.sandbox=${workspace?.id}`] } })).length;
  const runningThere = async () => (await east.run("docker ps -q")).split("\n").filter(Boolean).length;
  const sleep = async (...words: string[]) => {
    const { code, out, err } = await home.homeport("sleep", "prod", "--json", ...words);
    expect({ code, err }, out).toEqual({ code: 0, err: "" });
    return JSON.parse(out);
  };
  const status = async () => {
    const { code, out } = await home.homeport("status", "--json");
    return { code, ...(JSON.parse(out) as HomeFacts) };
  };
  const prepared = async () => {
    const [store] = await running(home, "desk/store");
    if (!store) throw new Error("desk/store does not run");
    return (await runIn(store, ["cat", "/data/prepared"])).trim().split("\n");
  };

  let before: string[];
  test("is only told of what would stop until it is said that it is meant", async () => {
    before = await prepared();
    const told = await sleep();
    expect(told.asleep).toBe(false);
    expect(told.stops.flat()).toHaveLength((await runningHere()) + (await runningThere()));
    expect(await served()).toEqual([200, 200]);
  });

  test("stops on all of its hosts, the farm first and what others wait for behind them, and frees its memory", async () => {
    const { stopped, before: used, after } = await sleep("--yes");
    const at = (part: string) =>
      (stopped as string[][]).findIndex((wave) => wave.some((name) => name.includes(part)));
    expect(at("farm-haproxy")).toBe(0);
    expect(at("desk-app")).toBeLessThan(at("desk-store"));
    expect(at("here-traefik")).toBe(stopped.length - 1);
    expect([await runningHere(), await runningThere()]).toEqual([0, 0]);
    expect(used.map(({ host }: { host: string }) => host).sort()).toEqual(["east", "infra"]);
    for (const one of used) expect(one.used).toBeGreaterThan(0);
    for (const one of after) expect(one).toMatchObject({ containers: 0, used: 0, limits: 0 });
    await expect(served()).rejects.toThrow();
    expect((await sleep("--yes")).asleep).toBe(true);
  });

  test("is told as asleep, and nothing of it as wrong", async () => {
    const { code, environments } = await status();
    expect(environments[0]?.asleep).toEqual({ since: expect.any(String), running: [], isExchanged: false });
    expect(code).toBe(0);
  });

  test("is unchanged for a preview, with a look for drift and without, and removes nothing by that", async () => {
    await home.unchanged();
    await home.undrifted();
    expect((await home.preview()).told).toContain("the environment prod has been asleep since");
    await home.unchanged();
  });

  test("does not come back with its engine, after a power cut neither", async () => {
    await east.kill();
    await east.start();
    await waitFor("the engine", () => east.run("docker version"), 120);
    expect(await runningThere()).toBe(0);
    await home.unchanged();
  });

  test("refuses an update, which a preview shows", async () => {
    home.configure({ "sleeping:answer": "second" });
    expect((await home.preview()).changes).toHaveProperty("replace");
    const { failure } = await home.tryUp();
    expect(failure).toContain("Wake it first: npx homeport wake --stack prod");
    expect([await runningHere(), await runningThere()]).toEqual([0, 0]);
    home.configure({ "sleeping:answer": undefined });
  });

  test("of which a part was started is told as half asleep, and goes on to sleep or is woken", async () => {
    const there = await east.run("docker ps -aq --filter label=homeport.component=eastern");
    await east.run(`docker start ${there}`);
    const { code, environments } = await status();
    expect(code).toBe(1);
    expect(environments[0]?.asleep?.running).toEqual([expect.stringContaining("eastern-0")]);
    expect((await sleep("--yes")).stopped).toEqual([[expect.stringContaining("eastern-0")]]);
    expect(await runningThere()).toBe(0);
  });

  test("is woken on all of its hosts, and answers when the command ends, with its data and without its job done again", async () => {
    const { code, out, err } = await home.homeport("wake", "prod", "--json");
    expect({ code, err }, out).toEqual({ code: 0, err: "" });
    const { started, answers, seconds } = JSON.parse(out);
    console.log(`awake after ${seconds} s`);
    expect(started.at(-1)).toEqual([expect.stringContaining("farm-haproxy")]);
    expect(answers.map(({ said }: { said: string }) => said)).toEqual(["status 200", "status 200"]);
    expect(await served()).toEqual([200, 200]);
    expect(await prepared()).toEqual(before);
    expect((await status()).environments[0]?.asleep).toBeUndefined();
  });

  test("is as it was: an update changes nothing, and nothing is left", async () => {
    await home.undrifted();
    expect(Object.keys((await home.up()).changes)).toEqual(["same"]);
    expect(await home.leftovers()).toMatchObject({ code: 0 });
  });
});
