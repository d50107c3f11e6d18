import { once } from "node:events";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testImages } from "../images/tags";
import { ask } from "../support/http";
import type { Machine } from "../support/machine/machine";
import { trust } from "../support/trust";
import { waitFor } from "../support/wait";
import { e2e } from "./floor";
import { type Home, homeportFile } from "./home";
import { farm, lossesOf, whileAsking } from "./life/opened";
import { everything } from "./life/unchanged";
import { StandIns } from "./standIns";
import { subnets, Workspace } from "./workspace";

const { echo, haproxy, traefik } = testImages;
const images = { echo, haproxy, traefik };

/** Where the program starts, there are its keys. */
const keyFolder = (workspace?: Workspace) =>
  join(workspace?.project ?? "", "test/e2e/programs/.homeport/prod");

/** Two bare machines, and the farm here. */
e2e("a home on three hosts", () => {
  let workspace: Workspace | undefined;
  let standIns: StandIns;
  let east: Machine;
  let west: Machine;
  let home: Home;

  beforeAll(async () => {
    workspace = await Workspace.open("hosts");
    standIns = await StandIns.open(Object.values(images));
    [east, west] = await Promise.all([
      standIns.start("east"),
      standIns.start("west", { user: "deploy", sudo: "password" }),
    ]);
    home = await workspace.stack("prod");
    await home.keepSecret("secrets:sudo", west.password);
    await standIns.introduce(home, images, { east, west });
  });
  afterAll(async () => {
    await workspace?.close();
    await standIns?.close();
  });

  const answers = async (name: string) => (await ask(farm, `${name}.example.org`)).json().answer;

  test("is previewed before there is any host: nothing is asked of machines that are off", async () => {
    await Promise.all([east.disconnect(), west.disconnect()]);
    const { changes, told } = await home.preview();
    expect(changes).toEqual({ create: expect.any(Number) });
    expect(told).not.toContain("port 22, does not answer");
    await Promise.all([east.connect(), west.connect()]);
  });

  test("comes up from bare machines by one update, each service from its host", async () => {
    await home.up();
    trust(farm, ((await home.outputs()) as { authority: string }).authority);
    for (const name of ["near", "eastern", "western", "both"])
      expect(await answers(name), name).toBe("first");
  });

  test("is told as a whole, with logs and a shell on whichever host; a host that is off is the one thing wrong", async () => {
    let found = "";
    const isWell = async () => {
      const { code, out, err } = await home.homeport("status");
      found = out + err;
      return code === 0;
    };
    await waitFor("all to be well on three hosts", isWell, 240).catch(() =>
      expect(found).toMatch(/^✓ All is well/),
    );
    const { out } = await home.homeport("status");
    // Where a line is too long, names stand below it.
    for (const row of [
      /✓ {2}near +(near\.\S+ +)?infra +running /,
      /✓ {2}western +(western\.\S+ +)?west +running /,
      / both +(both\.\S+ +)?east +both-east-router-0 running .*\n.* west +both-west-router-0 running /,
      / east-router +(answers the farm +)?east +(healthy|starting) /,
    ])
      expect(out).toMatch(row);
    for (const name of ["near", "western", "both"]) expect(out).toContain(` ${name}.example.org`);

    const logs = await home.homeport("logs", "east-router-gate", "--tail", "1");
    expect({ ...logs, out: "", err: "" }).toEqual({ code: 0, out: "", err: "" });
    expect((logs.out + logs.err).trim()).not.toBe("");
    const shell = home.beginHere(process.execPath, homeportFile, "shell", "west-router-gate");
    const [said, wrong, ended] = [text(shell.stdout), text(shell.stderr), once(shell, "close")];
    shell.stdin.end("echo $((6 * 7)) 'in two words'\n");
    expect([(await ended)[0], await said], await wrong).toEqual([0, "42 in two words\n"]);
    const following = home.beginHere(
      process.execPath,
      homeportFile,
      "logs",
      "west-router-gate",
      "--follow",
      "--tail",
      "5",
    );
    const [warned, stopped] = [text(following.stderr), once(following, "close")];
    const followers = async () =>
      (await west.run("ps -eo args")).split("\n").filter((line) => /docker logs .*--follow/.test(line));
    await waitFor("a log to be followed there", async () => (await followers()).length > 0, 120);
    following.kill("SIGINT");
    expect((await stopped)[0], await warned).toBe(0);
    await waitFor("nobody to follow there any more", async () => (await followers()).length === 0, 120);

    await east.disconnect();
    const off = await home.homeport("status");
    await east.connect();
    expect(off.code).toBe(1);
    expect(off.out).toMatch(/ prod +host east +could not ask: (ssh: connect to host|no answer within) /);
    expect(off.out).toMatch(/\? {2}eastern +(eastern\.\S+ +)?east +unknown/);
    expect(off.out).toMatch(/✓ {2}western +(western\.\S+ +)?west +running /);
    await waitFor("the farm to see the host again", isWell, 240);
  });

  test("a second update changes nothing, and a refresh finds no drift", async () => {
    expect(Object.keys((await home.up()).changes)).toEqual(["same"]);
    await home.undrifted();
    await home.unchanged();
  });

  test("a subnet that the engine of a host over SSH already uses is refused at preview, with the host's name", async () => {
    const taken = "172.28.90.0/24";
    await east.run(`docker network create --subnet ${taken} office`);
    home.configure({ "homeport:network": { subnet: taken } });
    const { failure } = await home.tryPreview();
    expect(failure).toContain(
      `east-network.subnet: ${taken} is already used on host east by the Docker network "office" (${taken}).`,
    );
    // Pulumi's own frame around it would hide the setting's name.
    expect(failure).not.toContain("error serializing property");
    await east.run("docker network rm office");
    home.configure({ "homeport:network": { subnet: subnets.prod } });
    await home.unchanged();
  });

  test("no key and no password is told in clear, by the state, the outputs or the engine", async () => {
    const secrets = [standIns.keys.privateKey.split("\n")[2] ?? "", west.password];
    const told = [await home.cli("stack", "export"), (await home.tryPreview()).told];
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(8);
      for (const text of told) expect(text).not.toContain(secret);
    }
    const [file, ...more] = readdirSync(keyFolder(workspace)).filter((name) => name.startsWith("east-"));
    expect(more).toEqual([]);
    expect(statSync(join(keyFolder(workspace), file ?? "")).mode & 0o777).toBe(0o600);
  });

  test("a host that is cut off: its own services get the page, the others go on, and it comes back", async () => {
    const visitors = [{ origin: farm, rate: 50, host: "western.example.org" }];
    const { reports } = await whileAsking(visitors, async () => {
      await east.disconnect();
      const cut = performance.now();
      await waitFor(
        "the page for eastern",
        async () => (await ask(farm, "eastern.example.org")).status === 503,
      );
      expect((performance.now() - cut) / 1_000).toBeLessThan(3);
      for (let at = 0; at < 10; at++) expect((await ask(farm, "both.example.org")).status).toBe(200);
      await east.connect();
      const back = performance.now();
      await waitFor(
        "eastern to be back",
        async () => (await ask(farm, "eastern.example.org")).status === 200,
      );
      expect((performance.now() - back) / 1_000).toBeLessThan(5);
    });
    expect(lossesOf(reports)).toEqual([]);
  });

  test("an update that meets a host that is off fails with its name, and does the rest", async () => {
    await west.disconnect();
    home.configure({ "machines:answer": "second" });
    expect((await home.preview()).told).toContain("host west: ");
    const { failure } = await home.tryUp();
    expect(failure).toContain("root@west".replace("root", "deploy"));
    expect(await answers("eastern")).toBe("second");
    await west.connect();
    await waitFor("western to be back", async () => (await ask(farm, "western.example.org")).status === 200);
    expect(await answers("western")).toBe("first");
  });

  test("the next update repairs it", async () => {
    await home.up();
    for (const name of ["near", "eastern", "western", "both"])
      expect(await answers(name), name).toBe("second");
    await home.unchanged();
  });

  test("another machine in the place of one is not taken for it: the update says so, and the rest goes on", async () => {
    await west.stop();
    west = await standIns.start("west");
    home.configure({ "machines:west": { address: west.address, hostKey: west.hostKey, user: "root" } });
    const { failure } = await home.tryUp();
    expect(failure).toContain(
      "host west: this is another machine than before: what prod had there is not on it.",
    );
    for (const name of ["near", "eastern", "both"]) expect(await answers(name), name).toBe("second");
  });

  test("it gets what the former one had, once the state was told to forget that", async () => {
    await forget("west");
    const { reports } = await whileAsking([{ origin: farm, rate: 50, host: "eastern.example.org" }], home.up);
    expect(lossesOf(reports)).toEqual([]);
    for (const name of ["near", "eastern", "western", "both"])
      expect(await answers(name), name).toBe("second");
    await home.unchanged();
  });

  test("is destroyed with one host gone for good, once the state is told to forget it", async () => {
    await west.kill();
    expect((await home.tryDestroy()).failure).toContain("@west");
    await forget("west");
    await home.destroy();
    expect(await everything(home.labels)).toEqual([]);
    expect(await east.run("docker ps -aq; docker volume ls -q; docker network ls -q -f type=custom")).toBe(
      "",
    );
    expect(readdirSync(keyFolder(workspace)).filter((name) => name.startsWith("east-"))).toEqual([]);
  });

  const forget = async (host: string) =>
    home.cli("state", "delete", await urnOf(`DockerHost::${host}`), "--target-dependents", "--yes");

  const urnOf = async (end: string): Promise<string> => {
    const { deployment } = JSON.parse(await home.cli("stack", "export"));
    return deployment.resources.find(({ urn }: { urn: string }) => urn.endsWith(end)).urn;
  };
});
