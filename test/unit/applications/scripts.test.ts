import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Guarded, guardFunction } from "../../../components/applications/guard";
import { jobCommand } from "../../../components/applications/job";
import { type Companions, startCommand } from "../../../components/applications/start";
import { expectGolden } from "../golden";

const owner = { project: "home", environment: "prod", name: "cloud", is: "application" as const };
const guarded: Guarded[] = [
  { path: "cloud.volumes.db", kind: "volume", source: "cloud_db" },
  { path: "cloud.volumes.photos", kind: "directory", source: "/srv/photos" },
];
const mayStart = guardFunction(owner, guarded);
const companions: Companions = {
  thing: {
    project: "home",
    environment: "prod",
    component: "cloud/db",
    isService: true,
    network: "cloud-network-1a2b3c4",
    volumes: ["cloud_db"],
    application: { name: "cloud", components: ["cloud/app", "cloud/db"] },
  },
  containers: ["cloud-db-0-1a2b3c4"],
  stopFirst: true,
  watch: "own",
  readySeconds: 60,
  stopSeconds: 30,
  mayStart,
};
const job = jobCommand({
  labels: { "homeport.application": "cloud", "homeport.component": "cloud/migrate" },
  name: "cloud/migrate",
  what: ["cloud:1", "bin/migrate", "--all"],
  seconds: 600,
  mayStart,
});

test.each([
  ["stop-first", startCommand(companions)],
  [
    "start-first",
    startCommand({ ...companions, stopFirst: false, watch: "none", containers: ["a-0", "a-1"] }),
  ],
  ["of-image", startCommand({ ...companions, watch: "image" })],
  ["job", job],
])("%s", (name, { title, script }) => {
  execFileSync("sh", ["-n"], { input: script });
  expectGolden(`applications/${name}.sh`, `# ${title}\n${script}\n`);
});

describe("before anything starts, whoever else writes to its data is named", () => {
  /** What an engine tells of a container that runs and of what it mounts. */
  const asked = (...mounts: string[][]) => {
    const folder = mkdtempSync(join(tmpdir(), "guard-"));
    const told = mounts.map((one) => one.join("\t")).join("\n");
    writeFileSync(join(folder, "told"), `${told}\n\n`);
    writeFileSync(
      join(folder, "docker"),
      `#!/bin/sh\n[ "$1" = ps ] && { echo 1; exit; }\ncat ${folder}/told\n`,
    );
    chmodSync(join(folder, "docker"), 0o755);
    try {
      execFileSync("sh", ["-c", `${mayStart}\nmay_start`], {
        env: { PATH: `${folder}:${process.env.PATH}` },
        stdio: "pipe",
      });
      return "";
    } catch (error) {
      return String((error as { stderr: Buffer }).stderr);
    }
  };
  const own = ["home", "prod", "cloud", "cloud/db"];
  const nobody = ["", "", "", ""];

  test("by a volume, and by a directory that is part of its own or the reverse", () => {
    expect(asked(["nextcloud-db-1", ...nobody, "volume", "cloud_db", "/var/lib/docker/volumes/x"])).toContain(
      'cloud.volumes.db: the container "nextcloud-db-1" writes to the volume cloud_db',
    );
    for (const there of ["/srv/photos", "/srv/photos/2026", "/srv", "/"])
      expect(asked(["gallery", ...nobody, "bind", "", there]), there).toContain(
        'cloud.volumes.photos: the container "gallery" writes to /srv/photos',
      );
    expect(asked(["other", "home", "staging", "cloud", "cloud/db", "volume", "cloud_db", "/x"])).toContain(
      '"other"',
    );
  });

  test("and its own containers are nobody else, nor are those of other data", () => {
    expect(asked(["cloud-db-0", ...own, "volume", "cloud_db", "/x"])).toBe("");
    // What the environment's backups have it for.
    expect(asked(["backups-sweeper", "home", "prod", "", "sweeper", "volume", "cloud_db", "/x"])).toBe("");
    expect(asked(["other", "home", "staging", "", "sweeper", "volume", "cloud_db", "/x"])).toContain(
      '"other"',
    );
    expect(asked(["x", ...nobody, "volume", "cloud_db2", "/x"])).toBe("");
    expect(asked(["x", ...nobody, "bind", "", "/srv/photos2"])).toBe("");
    expect(asked()).toBe("");
  });
});
