import { afterAll, beforeAll, expect, test } from "vitest";
import { resticImage, sqliteImage, testImages } from "../images/tags";
import { runIn } from "../support/containers";
import type { Machine } from "../support/machine/machine";
import type { ResticServer } from "../support/resticServer";
import { waitFor } from "../support/wait";
import { e2e } from "./floor";
import { type Home, homeportFile } from "./home";
import { running } from "./life/opened";
import { StandIns } from "./standIns";
import { type StackName, Workspace } from "./workspace";

const { haproxy, traefik } = testImages;
const images = { haproxy, traefik };
const secrets = { server: "secret-of-the-server", encryption: "secret-of-the-repository" };

/** Two environments, each on this machine and on one over SSH. */
e2e("a rehearsal over two hosts", () => {
  let workspace: Workspace | undefined;
  let standIns: StandIns | undefined;
  let server: ResticServer | undefined;
  let east: Machine;
  let prod: Home;
  let staging: Home;

  beforeAll(async () => {
    workspace = await Workspace.open("moving");
    standIns = await StandIns.open([...Object.values(images), sqliteImage, resticImage]);
    server = await standIns.resticServer("home", secrets.server);
    east = await standIns.start("east");
    prod = await opened("prod");
    staging = await opened("staging");
    for (const [home, text] of [
      [prod, "produced"],
      [staging, "staged"],
    ] as const)
      await write(home, text);
    const { code, out, err } = await prod.homeport("backup", "--stack", "prod");
    expect(code, out + err).toBe(0);
  });
  afterAll(async () => {
    await workspace?.close();
    await server?.stop();
    await standIns?.close();
  });

  async function opened(name: StackName): Promise<Home> {
    if (!workspace || !standIns) throw new Error("nothing is open");
    const home = await workspace.stack(name);
    await standIns.introduce(home, images, { east });
    for (const [key, value] of Object.entries(secrets)) await home.keepSecret(`secrets:${key}`, value);
    home.configure({
      "moving:images": { python: standIns.nameOf(sqliteImage), restic: standIns.nameOf(resticImage) },
      "moving:server": `${server?.url}/${name}`,
      "moving:place": "infra",
    });
    await home.up();
    return home;
  }
  const here = async (home: Home, script: string, service = "plans") => {
    const [one] = await running(home, service);
    if (!one) throw new Error(`no container of ${service} runs`);
    return runIn(one, ["sh", "-c", script]);
  };
  const there = (home: Home, script: string) => {
    const labels = {
      "homeport.component": "tasks",
      "homeport.environment": home === prod ? "prod" : "staging",
    };
    const filters = Object.entries(labels).map(([label, value]) => `--filter label=${label}=${value}`);
    return east.run(`docker exec -i $(docker ps -q ${filters.join(" ")}) sh`, script);
  };
  const database = `python3 -c 'import sqlite3; d = sqlite3.connect("/db/app.db"); d.execute("create table t(x)"); d.commit()'`;
  const write = async (home: Home, text: string) => {
    const script = `echo ${text} > /files/page; ${database}`;
    await Promise.all([here(home, script), here(home, script, "notes"), there(home, script)]);
  };
  const pages = async (home: Home) => [
    await here(home, "cat /files/page"),
    await there(home, "cat /files/page"),
  ];
  const words = ["rehearse", "--to", "staging", "--yes", "--ready-seconds", "120"];
  const begin = ["--from", "prod", "--mail-may-leave"];
  const rehearse = (...more: string[]) => staging.homeport(...words, ...more);

  /** A rehearsal whose command is killed once it has said so. */
  async function killedAt(step: string): Promise<void> {
    const child = staging.beginHere(process.execPath, homeportFile, ...words, ...begin);
    let said = "";
    const hear = (chunk: unknown) => {
      said += chunk;
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    const ended = new Promise((resolve) => child.on("close", resolve));
    await waitFor(step, async () => said.includes(step), 240).catch(() => {
      throw new Error(said);
    });
    child.kill("SIGKILL");
    await ended;
    expect(child.signalCode, said).toBe("SIGKILL");
  }

  test("has a set of each host: a name alone says of neither, and one of one host is looked for there", async () => {
    const name = "20200101T000000Z";
    const asked = (set: string) => staging.homeport("rehearse", "--to", "staging", ...begin, "--set", set);
    expect(await asked(name)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/has sets of its own; say which host's it is: --set \w+=20200101T000000Z/),
    });
    expect(await asked(`east=${name}`)).toMatchObject({
      code: 2,
      err: expect.stringContaining(`no set "${name}" has tasks/`),
    });
  });

  test("is killed before the data change places, and comes to its end when it is run again: on both hosts", async () => {
    await killedAt("staging stopped");
    const done = await rehearse(...begin);
    expect(done, done.out + done.err).toMatchObject({ code: 0 });
    expect(await pages(staging)).toEqual(["produced\n", "produced\n"]);
    expect(await pages(prod)).toEqual(["produced\n", "produced\n"]);
    const back = await rehearse("--back");
    expect(back, back.out + back.err).toMatchObject({ code: 0 });
    expect(await pages(staging)).toEqual(["staged\n", "staged\n"]);
  });

  test("is killed while all is started, and --back ends at the former data: on both hosts", async () => {
    await killedAt("the new data in their place");
    const back = await rehearse("--back");
    expect(back, back.out + back.err).toMatchObject({ code: 0 });
    expect(await pages(staging)).toEqual(["staged\n", "staged\n"]);
  });
});
