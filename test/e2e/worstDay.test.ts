import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { postgres } from "../../components/databases/engines/postgres";
import { quote } from "../../components/shared/shell";
import { postgresImage, resticImage, sqliteImage, testImages } from "../images/tags";
import { removeSandbox } from "../sandbox/clean";
import { docker, runIn } from "../support/containers";
import { ask } from "../support/http";
import type { Machine } from "../support/machine/machine";
import type { ResticServer } from "../support/resticServer";
import { trust } from "../support/trust";
import { e2e } from "./floor";
import { type Home, homeportFile } from "./home";
import { farm, running } from "./life/opened";
import { linesOf } from "./sheet";
import { StandIns } from "./standIns";
import { Workspace } from "./workspace";

const { haproxy, traefik } = testImages;
const images = { haproxy, traefik };
const secrets = { server: "secret-of-the-server", encryption: "secret-of-the-repository" };

e2e("the worst day", () => {
  let workspace: Workspace;
  let standIns: StandIns;
  let server: ResticServer | undefined;
  let east: Machine;
  let home: Home;
  let sheet: string;
  const sets = new Map<string, string>();

  beforeAll(async () => {
    workspace = await Workspace.open("worst");
    standIns = await StandIns.open([...Object.values(images), postgresImage, resticImage]);
    server = await standIns.resticServer("home", secrets.server);
    east = await standIns.start("east");
    home = await workspace.stack("prod");
    await standIns.introduce(home, images, { east });
    for (const [name, value] of Object.entries(secrets)) await home.keepSecret(`secrets:${name}`, value);
    home.configure({
      "worst:images": {
        postgres: standIns.nameOf(postgresImage),
        python: sqliteImage,
        restic: standIns.nameOf(resticImage),
      },
      "worst:server": server.url,
    });
    await home.up();
  });
  afterAll(async () => {
    await workspace?.close();
    await server?.stop();
    await standIns?.close();
  });

  const inPages = async (script: string) => {
    const [pages] = await running(home, "pages");
    if (!pages) throw new Error("pages does not run");
    return runIn(pages, ["sh", "-c", script]);
  };
  const inLedger = (statement: string) =>
    east.run(
      `docker exec -i $(docker ps -q --filter label=homeport.component=ledger) sh -c ${quote(postgres.ask)}`,
      statement,
    );
  /** A line of the sheet, as a person who says yes to all of it types it. */
  const type = async (line: string): Promise<string> => {
    const words = line.replace(/^npx /, "").replace(/^homeport/, `${process.execPath} ${homeportFile}`);
    const agreed = /pulumi (up|state delete)/.test(line) ? `${words} --yes --non-interactive` : words;
    const env = { ...process.env, ...workspace.variables };
    const { stdout, stderr } = await promisify(execFile)("sh", ["-c", agreed], {
      ...{ cwd: workspace.project, env, maxBuffer: 2 ** 26 },
    });
    return stdout + stderr;
  };

  test("is prepared for: sets of both machines, the state beside them, and a sheet without a secret", async () => {
    await inPages("echo written > /files/page; chown -R 33:33 /files");
    await inLedger("CREATE TABLE entries (what text); INSERT INTO entries VALUES ('bread'), ('salt')");
    const made = await home.homeport("backup", "--stack", "prod");
    expect(made.code, made.err + made.out).toBe(0);
    for (const service of ["pages", "ledger"]) {
      const { out } = await home.homeport("backup", service, "--list", "--stack", "prod");
      const [, newest = ""] = /^\s+(\d{8}T\d{6}Z) /m.exec(out) ?? [];
      sets.set(service, newest);
    }
    const kept = await home.homeport("backup", "--state", "--stack", "prod");
    expect(kept.code, kept.err).toBe(0);
    ({ out: sheet } = await home.homeport("restore", "--sheet", "--stack", "prod"));
    for (const secret of Object.values(secrets)) expect(sheet).not.toContain(secret);
  });

  test("comes: both machines are gone, and the state with them", async () => {
    await removeSandbox(docker, workspace.id);
    await east.stop();
    const state = (workspace.variables.PULUMI_BACKEND_URL ?? "").replace("file://", "");
    rmSync(state, { recursive: true });
    mkdirSync(state);
    east = await standIns.start("east");
    const { address, hostKey, user } = east;
    home.configure({ "machines:east": { address, hostKey, user } });
  });

  test("ends with all data in their places, by the lines of the sheet", async () => {
    const url = server?.url.replace("://", `://home:${secrets.server}@`);
    const restic = ["run", "--rm", "-e", `RESTIC_PASSWORD=${secrets.encryption}`, "--network", "host"];
    const dump = ["-r", `rest:${url}/here`, "dump", "--tag", "state", "latest", "/state.json"];
    const { stdout } = await promisify(execFile)("docker", [...restic, resticImage, ...dump], {
      maxBuffer: 2 ** 26,
    });
    writeFileSync(join(workspace.project, "state.json"), stdout);
    const lines = linesOf(sheet);
    expect(lines.map((line) => line.split(" ").slice(0, 3).join(" "))).toEqual([
      ...["npx pulumi login", "npx pulumi stack", "npx pulumi stack"],
      ...["npx pulumi state", "npx pulumi state", "npx pulumi up"],
      ...["npx homeport backup", "npx homeport restore", "npx homeport restore", "npx homeport status"],
    ]);
    for (const line of lines) {
      const [, service = ""] = /homeport restore (\w+)/.exec(line) ?? [];
      const whole = line.replace(/SET$/, sets.get(service) ?? "");
      const said = await type(whole);
      if (service !== "") console.log(said, await type(`${whole} --yes`));
    }
    trust(farm, ((await home.outputs()) as { authority: string }).authority);
    expect((await ask(farm, "pages.example.org", "/page")).text).toBe("written\n");
    expect(await inPages("cat /run/secrets/key; stat -c %u /files/page")).toBe("sesame33\n");
    expect(await inLedger("SELECT what FROM entries ORDER BY 1")).toBe("bread\nsalt\n");
    await home.unchanged();
  });
});
