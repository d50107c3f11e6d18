import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readUrn } from "../../components/shared/urn";
import { buildTestImages } from "../images/build";
import { postgresImage, resticImage, sqliteImage, testImages } from "../images/tags";
import { removeFolder } from "../support/removeFolder";
import { e2e } from "./floor";
import type { Home, Run } from "./home";
import { Workspace } from "./workspace";

/** Names of containers that an update has replaced, without what proxies have of their own. */
const replaced = ({ events }: Run): string[] => [
  ...new Set(
    events
      .map(({ resourcePreEvent }) => resourcePreEvent?.metadata)
      .filter((one) => one?.op === "create-replacement" && one.type.endsWith(":Container"))
      .map((one) => readUrn(one?.urn ?? "").name),
  ),
];

e2e("backups of a home that grows", () => {
  const folder = mkdtempSync(join(tmpdir(), "homeport-growing-"));
  let workspace: Workspace;
  let home: Home;

  beforeAll(async () => {
    await buildTestImages(() => {}, [...Object.values(testImages), postgresImage, sqliteImage, resticImage]);
    workspace = await Workspace.open("rehearsing");
    home = await workspace.stack("prod");
    const repository = join(folder, "repository");
    mkdirSync(repository);
    const images = { postgres: postgresImage, python: sqliteImage, restic: resticImage };
    home.configure({ "rehearsing:images": images, "rehearsing:repository": repository });
    await home.keepSecret("secrets:encryption", "password of the repository");
    await home.up();
  });
  afterAll(async () => {
    await workspace?.close();
    removeFolder(folder);
  });

  test("a service more with data replaces what has volumes to back up, and nothing else", async () => {
    await home.unchanged();
    home.configure({ "rehearsing:more": "yes" });
    expect(replaced(await home.up()).sort()).toEqual(["backups-restic", "backups-sweeper"]);
    const { out } = await home.homeport("backup", "plans", "--list", "--stack", "prod");
    expect(out).toMatch(/complete .* all volumes/);
    await home.unchanged();
    await home.undrifted();
  });
});
