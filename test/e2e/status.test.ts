import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { HomeFacts } from "../../commands/status/facts/home";
import type { Finding } from "../../commands/status/judge/finding";
import type { FarmTraffic } from "../../commands/traffic/render";
import { testImages } from "../images/tags";
import { docker } from "../support/containers";
import { ask } from "../support/http";
import { waitFor } from "../support/wait";
import { e2e } from "./floor";
import { type Home, homeportFile } from "./home";
import { Workspace } from "./workspace";

/** As long as an engine needs to find a container unhealthy, on a slow machine. */
const longSeconds = 400;

/** A program that gives another one a terminal. */
const hasScript = (() => {
  try {
    return execFileSync("script", ["--version"], { encoding: "utf8" }).includes("util-linux");
  } catch {
    return false;
  }
})();

e2e("how a home is", () => {
  let workspace: Workspace;
  let home: Home;
  beforeAll(async () => {
    workspace = await Workspace.open("home");
    home = await workspace.stack("prod");
    await home.up();
  });
  afterAll(() => workspace?.close());

  const status = async () => {
    const { code, out, err } = await home.homeport("status", "--json");
    expect(err).toBe("");
    return { code, ...(JSON.parse(out) as HomeFacts & { findings: Finding[] }) };
  };
  const told = async () => (await status()).findings.map(({ about, what }) => `${about}: ${what}`);
  const allIsWell = () => waitFor("all to be well", async () => (await told()).length === 0, longSeconds);

  /** The names of a service's or proxy's containers. */
  async function named(name: string): Promise<string[]> {
    const { environments } = await status();
    const units = environments.flatMap(({ services, proxies }) => [...services, ...proxies]);
    return units
      .filter((one) => one.name === name)
      .flatMap(({ containers }) => containers.map((one) => one.name));
  }
  const one = async (name: string) => docker.getContainer((await named(name))[0] ?? "");

  test("all is well: each service, proxy, volume and certificate is on the screen, and nothing of an environment", async () => {
    await allIsWell();
    const { code, out, err } = await home.homeport("status", "--stack", "prod");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^✓ All is well\n/);
    for (const name of [
      "blog",
      "notes",
      "consoles",
      "farm",
      "router",
      "router-gate",
      "farm-hairpin-1",
      "notes/data",
    ])
      expect(out, name).toMatch(new RegExp(` ${name} `));
    expect(out).toContain("consoles.example.org/whoami");
    expect(out).toMatch(/ router +answers the farm +healthy +up \d+ (second|minute)s? .* MiB of 512 /);
    expect(out).toMatch(
      /, in 36\d days +blog\.example\.org, consoles\.example\.org, notes\.example\.org, www\.example\.org\n/,
    );
    expect(out).not.toContain("WHOAMI_NAME");
  });

  test("one stopped, one unhealthy, one gone and two foreign ones are what it begins with, and it ends with 1", async () => {
    const [stopped, frozen, removed] = await Promise.all([
      one("blog"),
      one("farm-hairpin-2"),
      one("consoles"),
    ]);
    const network = Object.keys((await stopped.inspect()).NetworkSettings.Networks)[0] ?? "";
    const foreign = (name: string, Labels: Record<string, string>, NetworkMode?: string) =>
      docker.createContainer({ name, Image: testImages.echo, Labels, HostConfig: { NetworkMode } });
    const marks = Object.fromEntries(
      Object.entries(home.labels).filter(([label]) => !label.startsWith("homeport.env")),
    );
    const strangers = await Promise.all([
      foreign("status-visitor", marks, network),
      foreign("status-labelled", {
        ...home.labels,
        "homeport.project": "homeport",
        "homeport.component": "blog",
      }),
    ]);
    await strangers[0]?.start();
    await stopped.stop();
    await removed.remove({ force: true });
    await frozen.kill({ signal: "SIGSTOP" });
    const unhealthy = async () => (await told()).some((line) => line.endsWith("is unhealthy"));
    await waitFor("the engine to find a container unhealthy", unhealthy, longSeconds);

    const { code, findings } = await status();
    expect(code).toBe(1);
    expect(findings.map(({ about, what }) => `${about}: ${what}`)).toEqual([
      expect.stringMatching(
        /^blog: 1 of 2 containers is not well: prod-blog-\d-\w+ stopped \d+ \w+ ago \(exit code \d+\)$/,
      ),
      expect.stringMatching(/^consoles: prod-consoles-0-\w+ is gone from host infra$/),
      expect.stringMatching(/^farm-hairpin-2: prod-farm-hairpin-2-\S+ is unhealthy$/),
      ...strangers.map((_, at) => expect.stringMatching(at === 0 ? /^status-/ : /^status-/)),
    ]);
    expect((await home.homeport("status")).out).toMatch(/^✗ 5 things are wrong\n {2}prod {2}blog /);

    await frozen.kill({ signal: "SIGCONT" });
    await Promise.all(strangers.map((stranger) => stranger.remove({ force: true })));
  });

  test("an update mends what it can, and then all is well again", async () => {
    await home.up();
    await allIsWell();
  });

  describe("homeport logs", () => {
    test("shows what the farm has said, and whose log there is for a misspelt name", async () => {
      const { code, out, err } = await home.homeport("logs", "farm");
      expect(code).toBe(0);
      expect(out + err).toMatch(/haproxy/i);
      expect(await home.homeport("logs", "blgo")).toMatchObject({
        code: 2,
        out: "",
        err: expect.stringContaining("did you mean blog?"),
      });
    });

    test("follows all containers until Ctrl-C, ends with 0 and leaves nobody behind", async () => {
      const names = await named("blog");
      const following = home.beginHere(process.execPath, homeportFile, "logs", "blog", "--follow");
      const [said, warned, ended] = [
        text(following.stdout),
        text(following.stderr),
        once(following, "close"),
      ];
      const followers = () =>
        execFileSync("ps", ["-eo", "args"], { encoding: "utf8" })
          .split("\n")
          .filter((line) => /docker logs .*--follow/.test(line));
      await waitFor("both logs to be followed", async () => followers().length >= 2, longSeconds);
      for (const name of names) await saysToItsLog(name, `hello from ${name}`);
      following.kill("SIGINT");
      expect(await ended).toEqual([0, null]);
      for (const name of names) expect(await said).toContain(`${name} | hello from ${name}\n`);
      expect(await warned).toBe("");
      await waitFor("nobody to follow any more", async () => followers().length === 0);
    });

    /** What the first process of a container would say. The line has been passed on when the engine tells it. */
    async function saysToItsLog(name: string, line: string): Promise<void> {
      const container = docker.getContainer(name);
      const said = await container.exec({ Cmd: ["sh", "-c", `echo "${line}" >/proc/1/fd/1`] });
      await said.start({});
      const hasIt = async () => (await container.logs({ stdout: true, follow: false })).includes(line);
      await waitFor(`the engine to have the line of ${name}`, hasIt, longSeconds);
    }
  });

  test("homeport traffic counts what visitors asked for, by service, and tells no visitor's whole address", async () => {
    const { code, out, err } = await home.homeport("traffic", "--stack", "prod", "--since", "1h", "--json");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(out)).toEqual([
      expect.objectContaining({ stack: "prod", farm: "farm", host: "infra" }),
    ]);
    const { addresses } = (await home.outputs()) as { addresses: { http: string } };
    await ask(addresses.http, "blog.example.org", "/counted");
    const counted = async () => {
      const { out } = await home.homeport("traffic", "--stack", "prod", "--top", "100", "--json");
      const [{ services, paths }] = JSON.parse(out) as [FarmTraffic];
      const addresses = services.flatMap((one) => one.addresses.map(({ address }) => address));
      expect(addresses.filter((one) => !/^[\d.]+\.0\/24$|::\/48$/.test(one))).toEqual([]);
      return paths.some((one) => one.path === "blog.example.org/counted" && one.service === "blog");
    };
    await waitFor("the farm to log a visit", counted);
  });

  describe("homeport shell", () => {
    const typed = async (words: readonly string[], input: string) => {
      const shell = home.beginHere(process.execPath, homeportFile, "shell", ...words);
      const [said, warned, ended] = [text(shell.stdout), text(shell.stderr), once(shell, "close")];
      shell.stdin.end(input);
      const [code] = await ended;
      return { code, out: await said, err: await warned };
    };

    test("runs what it reads in the first container that is well, or in the one that is named", async () => {
      const [first = "", second = ""] = await named("blog");
      const hostname = async (name: string) => (await docker.getContainer(name).inspect()).Config.Hostname;
      expect(await typed(["blog"], "hostname\n")).toEqual({
        code: 0,
        out: `${await hostname(first)}\n`,
        err: "",
      });
      expect((await typed(["blog", "--container", "blog-1"], "hostname\n")).out).toBe(
        `${await hostname(second)}\n`,
      );
      await docker.getContainer(first).pause();
      expect((await typed(["blog"], "hostname\n")).out).toBe(`${await hostname(second)}\n`);
      await docker.getContainer(first).unpause();
      expect((await typed(["blog"], "exit 7\n")).code).toBe(1);
    });

    test("says of an image without a shell that it has none", async () => {
      expect(await typed(["notes"], "")).toMatchObject({
        code: 2,
        err: expect.stringMatching(/its image has no shell\n$/),
      });
    });

    test.runIf(hasScript)("is a terminal where there is one, in which Ctrl-C is the shell's", async () => {
      const line = `"${process.execPath}" "${homeportFile}" shell router-gate`;
      const terminal = home.beginHere("script", "--quiet", "--return", "--command", line, "/dev/null");
      const ended = once(terminal, "close");
      let screen = "";
      terminal.stdout.on("data", (data) => {
        screen += data;
      });
      const shows = (what: RegExp) => waitFor(`${what}`, async () => what.test(screen), longSeconds);
      await shows(/router-gate-haproxy-\w+ on host infra/);
      terminal.stdin.write("tty; echo be''gun\n");
      await shows(/\/dev\/pts\/\d+\s+begun/);
      terminal.stdin.write("sleep 1000\n");
      await shows(/sleep 1000/);
      terminal.stdin.write("\u0003");
      terminal.stdin.write("echo go''es on; exit\n");
      await shows(/goes on/);
      terminal.stdin.end();
      expect((await ended)[0]).toBe(0);
    });
  });
});
