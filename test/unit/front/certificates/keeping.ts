import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { onTestFinished } from "vitest";
import { keeperProgram } from "../../../../components/front/certificates/keeper/program";
import type { KeeperConfig } from "../../../../components/front/certificates/keeper/program/types";
import type { TestCertificate } from "../../../support/certificates";
import { removeFolder } from "../../../support/removeFolder";
import { pause, waitFor } from "../../../support/wait";

/** What a farm says of what it is offered: all of it is good but what the test says. */
class Farm {
  /** Why a certificate is not taken, by its text. */
  readonly refused = new Map<string, string>();
  private readonly taken = new Map<string, string>();

  constructor(private readonly folder: string) {}

  judge(): void {
    const at = (path: string) => join(this.folder, path);
    if (!existsSync(at("certificates/list"))) return;
    const offered = readFileSync(at("certificates/list"), "utf8");
    const refused: string[] = [];
    for (const file of readdirSync(at("certificates")).filter((name) => /^[^.].*\.pem$/.test(name))) {
      const text = readFileSync(at(`certificates/${file}`), "utf8");
      const print = createHash("sha256").update(text).digest("hex");
      const reason = this.refused.get(text);
      if (reason) refused.push(`${file.slice(0, -4)} ${print} ${reason}\n`);
      else this.taken.set(file.slice(0, -4), print);
      this.put(`shown/${print}.crt`, /^.*?END CERTIFICATE-----\n/s.exec(text)?.[0] ?? "");
    }
    const list = [...this.taken].map(([base, print]) => `/taken/pairs/${base}/${print}.pem x\n`).join("");
    const all = { basis: "by this", refused: refused.join(""), list, offered };
    for (const [file, text] of Object.entries(all)) this.put(`now/${file}`, text);
    this.put("loaded", list);
  }

  private put(file: string, text: string): void {
    const path = join(this.folder, "farm/taken", file);
    if (existsSync(path) && readFileSync(path, "utf8") === text) return;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  }
}

/** The keeper's program as its container runs it, in folders of the test's own. */
export class Keeping {
  readonly folder = mkdtempSync(join(tmpdir(), "homeport-keeper-"));
  readonly farm = new Farm(this.folder);
  private running: ChildProcess[] = [];
  private said = "";
  private steps = 0;

  constructor() {
    for (const directory of ["source/live", "certificates", "farm"])
      mkdirSync(join(this.folder, directory), { recursive: true });
    const judging = setInterval(() => {
      try {
        this.farm.judge();
      } catch {
        // The keeper is at work on what is looked at: as in the farm, it is looked at again.
      }
    }, 20);
    onTestFinished(() => {
      clearInterval(judging);
      for (const child of this.running) child.kill("SIGKILL");
      removeFolder(this.folder);
    });
  }

  /** Starts it for these domains; resolves when it answers. */
  async start(domains: string[], config: Partial<KeeperConfig> = {}): Promise<{ url: string; stop: Stop }> {
    const port = await freePort();
    const lines = Object.fromEntries(domains.map((domain) => [domain, `line of ${domain}`]));
    const task: KeeperConfig = {
      directory: join(this.folder, "source"),
      shown: "/etc/letsencrypt",
      certificates: join(this.folder, "certificates"),
      farm: join(this.folder, "farm"),
      lines,
      everySeconds: 0.05,
      port,
      visitors: [],
      ...config,
    };
    const child = spawn(process.execPath, ["-e", keeperProgram()], {
      env: { HOMEPORT_KEEPER: JSON.stringify(task) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.running.push(child);
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.said += text;
      });
    const url = `http://127.0.0.1:${port}`;
    await waitFor("the keeper to answer", () => fetch(`${url}/metrics`));
    const stop: Stop = (signal) =>
      new Promise((resolve) => {
        child.once("exit", (code) => resolve(code));
        child.kill(signal);
      });
    return { url, stop };
  }

  /** Puts both files of a certificate in place at once, behind a link as certbot does. */
  issue(name: string, { chain, key }: TestCertificate): this {
    const archive = `source/archive/${name}-${this.steps++}`;
    this.write(`${archive}/privkey.pem`, key, 0o600).write(`${archive}/fullchain.pem`, chain);
    const live = join(this.folder, "source/live");
    mkdirSync(live, { recursive: true });
    // The link leads somewhere only from the place that it is moved to.
    const link = join(this.folder, "link");
    symlinkSync(join("..", relative("source", archive)), link);
    renameSync(link, join(live, name));
    return this;
  }

  write(path: string, text: string, mode = 0o644): this {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, mode);
    return this;
  }

  /** Takes away a file or folder, all of it at once. */
  remove(path: string): this {
    renameSync(join(this.folder, path), join(this.folder, `removed-${this.steps++}`));
    return this;
  }

  /** A file that HAProxy would read; undefined where there is none. */
  kept(file: string): string | undefined {
    const path = join(this.folder, "certificates", file);
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  }

  /** Waits until something was logged. */
  happened(event: string, times = 1): Promise<boolean> {
    return waitFor(`${event} in the log`, async () => this.events(event).length >= times);
  }

  /** Waits until HAProxy would read this. */
  becomes(file: string, text: string): Promise<boolean> {
    return waitFor(`another ${file}`, async () => this.kept(file) === text);
  }

  /** Everything that was logged. */
  get log(): string {
    return this.said;
  }

  /** The events of a kind that were logged, without their times. */
  events(kind: string): Record<string, unknown>[] {
    const whole = this.said.slice(0, this.said.lastIndexOf("\n") + 1);
    return whole
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line))
      .filter(({ event }) => event === kind)
      .map(({ time: _, event: __, ...about }) => about);
  }
}

/** What HAProxy has to find of a certificate. */
export const fileText = ({ chain, key }: TestCertificate): string => chain + key;

/** Long enough for what must not happen. */
export const aFewLooks = () => pause(0.4);

/** Asks again as long as the farm has not judged yet, as a deployment does. */
export async function ask(url: string, page: string): Promise<{ status: number; text: string }> {
  const answer = await waitFor("a verdict", async () => {
    const given = await fetch(url + page);
    return given.status !== 503 && given;
  });
  return { status: answer.status, text: await answer.text() };
}

type Stop = (signal: NodeJS.Signals) => Promise<number | null>;

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
