import { afterAll, beforeAll, expect, test } from "vitest";
import { resticImage, sqliteImage, testImages } from "../images/tags";
import { runIn } from "../support/containers";
import { ask } from "../support/http";
import type { Machine } from "../support/machine/machine";
import type { ResticServer } from "../support/resticServer";
import { trust } from "../support/trust";
import { waitFor } from "../support/wait";
import { e2e } from "./floor";
import { type Home, homeportFile } from "./home";
import { farm, running } from "./life/opened";
import { StandIns } from "./standIns";
import { Workspace } from "./workspace";

const { haproxy, traefik } = testImages;
const images = { haproxy, traefik };
const secrets = { server: "secret-of-the-server", encryption: "secret-of-the-repository" };

e2e("a service's data move", () => {
  let workspace: Workspace | undefined;
  let standIns: StandIns | undefined;
  let server: ResticServer | undefined;
  let east: Machine;
  let home: Home;

  beforeAll(async () => {
    workspace = await Workspace.open("moving");
    standIns = await StandIns.open([...Object.values(images), sqliteImage, resticImage]);
    server = await standIns.resticServer("home", secrets.server);
    east = await standIns.start("east", { diskMegabytes: 3000 });
    home = await workspace.stack("prod");
    await standIns.introduce(home, images, { east });
    for (const [name, value] of Object.entries(secrets)) await home.keepSecret(`secrets:${name}`, value);
    home.configure({
      "moving:images": { python: standIns.nameOf(sqliteImage), restic: standIns.nameOf(resticImage) },
      "moving:server": server.url,
      "moving:place": "east",
    });
    await home.up();
    trust(farm, ((await home.outputs()) as { authority: string }).authority);
  });
  afterAll(async () => {
    await workspace?.close();
    await server?.stop();
    await standIns?.close();
  });

  const page = async (path = "/page") => {
    const { status, text } = await ask(farm, "notes.example.org", path);
    return status === 200 ? text.trim() : status;
  };
  const shows = (text: string) =>
    waitFor("the farm to send visitors there", async () => (await page()) === text, 60);
  const move = (...words: string[]) => home.homeport("move", "notes", "--stack", "prod", ...words);
  const place = (host: "infra" | "east") => home.configure({ "moving:place": host });
  const there = async (component: string, script: string) =>
    (
      await east.run(
        `docker exec -i $(docker ps -q --filter label=homeport.component=${component}) sh`,
        script,
      )
    ).trim();
  const here = async (script: string) => {
    const [notes] = await running(home, "notes");
    if (!notes) throw new Error("no container of notes runs here");
    return (await runIn(notes, ["sh", "-c", script])).trim();
  };
  const write = (what: string) => `echo ${what} > /files/page
python3 -c 'import sqlite3; d = sqlite3.connect("/db/app.db"); d.execute("create table if not exists t(x)"); d.execute("insert into t values (1)"); d.commit()'`;
  const rows = `python3 -c 'import sqlite3; print(sqlite3.connect("/db/app.db").execute("select count(*) from t").fetchone()[0])'`;
  const left = "find /var/lib/docker/volumes -path '*notes*' -name .homeport";
  const took = (begun: number) => `${((performance.now() - begun) / 1000).toFixed(1)} s`;

  test("not where they cannot, with the reason, and not by a change of the program alone", async () => {
    const misspelt = await home.homeport("move", "note", "--to", "infra", "--stack", "prod");
    expect(misspelt).toMatchObject({ code: 2, err: expect.stringContaining("did you mean notes?") });
    expect(await move("--to", "infra", "--source-is-gone")).toMatchObject({
      code: 2,
      err: expect.stringContaining("host east answers"),
    });
    await there("notes", `${write("kept")}; mkdir /files/cache; echo warm > /files/cache/one`);
    await there("notes", "chown -R 999:998 /files /db; chmod 750 /files");
    const told = await move("--to", "infra");
    expect(told, told.err).toMatchObject({ code: 0 });
    expect(told.out).toMatch(/^notes of prod, from host east to host infra\n/);
    expect(told.out).toContain("Nothing has been changed");
    place("infra");
    const { failure } = await home.tryPreview();
    expect(failure).toContain("Have them moved: npx homeport move notes --to infra --stack prod");
    expect(await page()).toBe("kept");
  });

  test("whole as it is planned, with their owners and what sets leave out; the update serves them there", async () => {
    const begun = performance.now();
    const done = await move("--to", "infra", "--yes");
    expect(done, done.err + done.out).toMatchObject({ code: 0 });
    const moved = took(begun);
    expect(await page()).toBe(503);
    place("east");
    expect((await home.tryPreview()).failure).toContain("the data have moved to host infra");
    place("infra");
    const before = performance.now();
    await home.up();
    await shows("kept");
    console.log(`planned: move ${moved}, update ${took(before)}\n${done.out}`);
    expect(await page("/cache/one")).toBe("warm");
    expect(await here(`stat -c '%u %g %a' /files; ${rows}`)).toBe("999 998 750\n1");
    const volumes = "docker volume ls -q --filter label=homeport.component=notes | wc -l";
    expect((await east.run(volumes)).trim()).toBe("2");
    await home.unchanged();
  });

  test("nowhere where the other host's disk gets full: all is as it was, and nothing half brought stays there", async () => {
    // A hole takes no room here, and is written as zeros there.
    await here("truncate -s 400M /files/hole");
    await east.run(
      "free=$(df --output=avail --block-size=1M /var | tail -n 1); fallocate -l $((free - 150))M /var/filler",
    );
    const failed = await move("--to", "east", "--yes");
    expect(failed, failed.err + failed.out).toMatchObject({ code: 1 });
    expect(failed.out).toMatch(/FAILED, so notes is started where it was: .*no space left on device/);
    await shows("kept");
    expect(await east.run(left)).toBe("");
    await east.freeDisk();
    await here("rm /files/hole");
    await home.unchanged();
  });

  test("back where a move was cut off, and what had come over goes", async () => {
    await cutOff("east");
    await east.run(
      "for one in /var/lib/docker/volumes/*notes-volume*/_data; do mkdir -p $one/.homeport/new/half; echo fetching > $one/.homeport/journal; done",
    );
    const back = await move("--to", "east", "--back", "--yes");
    expect(back, back.err + back.out).toMatchObject({ code: 0, out: "notes runs on host infra again\n" });
    await shows("kept");
    expect(await east.run(left)).toBe("");
    await home.unchanged();
  });

  test("on where they were cut off, back to a host that has what they were before", async () => {
    await here(write("second"));
    await cutOff("east");
    place("infra");
    expect((await home.tryPreview()).failure).toContain("are being moved from host infra to host east");
    const done = await move("--to", "east", "--yes");
    expect(done, done.err + done.out).toMatchObject({ code: 0 });
    expect(done.out).not.toContain("last set made");
    place("east");
    await home.up();
    await shows("second");
    expect(await there("notes", rows)).toBe("2");
    expect(await there("notes", "cat /files/.homeport/before/page")).toBe("kept");
  });

  /** A move that is killed after the last set. */
  async function cutOff(to: string): Promise<void> {
    const child = home.beginHere(process.execPath, homeportFile, "move", "notes", "--to", to, "--yes");
    let said = "";
    const hear = (chunk: unknown) => {
      said += chunk;
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    const ended = new Promise((resolve) => child.on("close", resolve));
    await waitFor("the last set", async () => said.includes("last set made"), 120).catch(() => {
      throw new Error(said);
    });
    child.kill("SIGKILL");
    await ended;
  }

  test("from the last set where the power is cut after it, and come up without that machine", async () => {
    await there("notes", write("third"));
    await cutOff("infra");
    await east.kill();
    const begun = performance.now();
    const done = await move("--to", "infra", "--source-is-gone", "--drop", "--yes");
    expect(done, done.err + done.out).toMatchObject({ code: 0 });
    const moved = took(begun);
    place("infra");
    const before = performance.now();
    // What is on the machine that is off cannot be removed.
    await home.tryUp();
    await shows("third");
    console.log(`after its death: move ${moved}, update ${took(before)}\n${done.out}`);
    expect(await here(rows)).toBe("3");
  });

  test("into no set of a machine that returns: it says so, keeps them, and is sent no visitor", async () => {
    await east.start();
    const isUp = async () =>
      (await east.run("docker ps -q --filter label=homeport.component=backups || :")) !== "";
    await waitFor("its engine", isUp, 120);
    await there(
      "backups",
      `echo "set test-1" > /backups/order.new; mv /backups/order.new /backups/order
until [ "$(cat /backups/attended)" = "set test-1" ]; do sleep 1; done`,
    );
    const manifest = await there(
      "backups",
      ". /backups/library; restic_0 dump --tag manifest latest /manifest.json",
    );
    const reason = "its data go on on host infra, so no set of them is made here any more";
    const { parts, failed } = JSON.parse(manifest) as Record<
      "parts" | "failed",
      { service: string; volume: string; reason: string }[]
    >;
    expect(parts.map(({ service, volume }) => `${service}/${volume}`)).toEqual(["tasks/files", "tasks/db"]);
    const ofNotes = failed.filter(({ service }) => service === "notes");
    expect(ofNotes.map((one) => one.reason)).toEqual([reason, reason]);
    await home.up();
    expect(await page()).toBe("third");
    expect(
      (await east.run("docker volume ls -q --filter label=homeport.component=notes | wc -l")).trim(),
    ).toBe("2");
    await home.unchanged();
  });

  test("with Pulumi's own state in each repository, from which it comes back as it was", async () => {
    const kept = await home.homeport("backup", "--state", "--stack", "prod");
    expect(kept, kept.err).toMatchObject({ code: 0 });
    expect(kept.out.match(/^kept {2}the state of prod/gm)).toHaveLength(2);
    const file = `${workspace?.project}/state.json`;
    const brought = await home.homeport("restore", "--state", "--to", file, "--stack", "prod");
    expect(brought, brought.err).toMatchObject({ code: 0 });
    await home.cli("stack", "import", "--file", file);
    await home.unchanged();
    for (const secret of Object.values(secrets))
      expect(await home.cli("stack", "export")).not.toContain(secret);
  });
});
