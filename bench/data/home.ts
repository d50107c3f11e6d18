import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { x } from "tinyexec";
import type { Report } from "../../commands/rehearse/report";
import { engineOf } from "../../components/databases/engines";
import type { Home } from "../../test/e2e/home";
import { farm, running } from "../../test/e2e/life/opened";
import { type StackName, Workspace } from "../../test/e2e/workspace";
import { buildTestImages } from "../../test/images/build";
import { mariadbImage, postgresImage, resticImage, sqliteImage, testImages } from "../../test/images/tags";
import type { Container } from "../../test/support/containers";
import { removeFolder } from "../../test/support/removeFolder";
import { trust } from "../../test/support/trust";

/** How much there is. */
export interface Amount {
  readonly files: number;
  readonly fileBytes: number;
  /** Of about 500 bytes each. */
  readonly rows: number;
}

/** Two environments, with files and two databases in the one. */
export class DataHome {
  private readonly folder = mkdtempSync(join(tmpdir(), "homeport-data-"));
  private prod!: Home;
  private staging!: Home;

  private constructor(private readonly workspace: Workspace) {}

  static async open(): Promise<DataHome> {
    const images = {
      postgres: postgresImage,
      mariadb: mariadbImage,
      python: sqliteImage,
      restic: resticImage,
    };
    await buildTestImages(() => {}, [...Object.values(testImages), ...Object.values(images)]);
    const home = new DataHome(await Workspace.open("measured"));
    home.prod = await home.deploy("prod", images);
    home.staging = await home.deploy("staging", images);
    trust(farm, ((await home.prod.outputs()) as { authority: string }).authority);
    return home;
  }

  private async deploy(name: StackName, images: Record<string, string>): Promise<Home> {
    const home = await this.workspace.stack(name);
    const repository = join(this.folder, name);
    mkdirSync(repository);
    home.configure({ "measured:images": images, "measured:repository": repository });
    await home.keepSecret("secrets:encryption", `repository of ${name}`);
    await home.up();
    return home;
  }

  async container(component: string): Promise<Container> {
    const [one] = await running(this.prod, component);
    if (!one) throw new Error(`${component} does not run`);
    return one;
  }

  /** What a script wrote in a container; fails with that where the script does. */
  async inside(component: string, script: string): Promise<string> {
    const { Id } = await this.container(component);
    const { exitCode, stdout, stderr } = await x("docker", ["exec", Id, "sh", "-c", script]);
    if (exitCode !== 0)
      throw new Error(`the script in ${component} ended with ${exitCode}\n${stderr}${stdout}`);
    return stdout;
  }

  /** What the program says, as it does for a person. */
  async homeport(...words: string[]): Promise<string> {
    const { code, out, err } = await this.prod.homeport(...words, "--stack", "prod");
    if (code !== 0) throw new Error(`homeport ${words.join(" ")} ended with ${code}\n${out}${err}`);
    return out;
  }

  /** Random bytes in many files, and two databases with random rows. */
  async fill({ files, fileBytes, rows }: Amount): Promise<void> {
    await this.inside(
      "pages",
      `python3 -c '
import os
for i in range(${files}):
    folder = f"/files/{i // 100:03}"
    os.makedirs(folder, exist_ok=True)
    open(f"{folder}/{i}", "wb").write(os.urandom(${fileBytes}))
open("/files/page", "w").write("here")'`,
    );
    const words = Array.from({ length: 15 }, () => "md5(random()::text)").join(" || ");
    await this.ask(
      "store",
      engineOf("postgres").ask,
      `CREATE TABLE page (id int PRIMARY KEY, text text); INSERT INTO page SELECT n, ${words} FROM generate_series(1, ${rows}) n;`,
    );
    await this.ask(
      "ledger",
      engineOf("mariadb").ask,
      "CREATE TABLE entry (text text); INSERT INTO entry VALUES ('one');",
    );
  }

  private async ask(component: string, shell: string, text: string): Promise<void> {
    await this.inside(component, `{ ${shell}\n} <<'INPUT'\n${text}\nINPUT`);
  }

  /** Seconds from the command to its end, and what was seen. */
  async rehearse(): Promise<Report> {
    const words = ["--from", "prod", "--to", "staging", "--yes", "--mail-may-leave"];
    const { code, out, err } = await this.staging.homeport("rehearse", ...words);
    if (code !== 0) throw new Error(`the rehearsal ended with ${code}\n${out}${err}`);
    return JSON.parse(readFileSync(join(this.workspace.project, "rehearsal.json"), "utf8"));
  }

  async close(): Promise<void> {
    await this.workspace.close();
    removeFolder(this.folder);
  }
}
