import { expect, test } from "vitest";
import type { FoundBackups } from "../../../../commands/backups/find";
import { renderSheet } from "../../../../commands/restore/sheet";
import { expectGolden } from "../../golden";

const infra: FoundBackups = {
  ...{ stack: "prod", name: "backups", host: "infra", container: "c", containers: [], waves: [] },
  excepts: {},
  ...{ owner: "attic.prod.infra", epoch: 1, volumes: ["wiki/files", "wiki/db"] },
  repositories: ["https://backup.example.org:8000/prod", "/mnt/disk/prod"],
  engine: { endpoint: "", sshOptions: [] },
  hostUrn: "urn:pulumi:prod::attic::homeport:index:DockerHost::infra",
};
const apps: FoundBackups = {
  ...infra,
  ...{ name: "backups-apps", host: "apps", owner: "attic.prod.apps", volumes: ["pad/db", "pad/data"] },
  containers: [
    {
      ...{ id: "d", name: "pad-db-0-1a2b3c4", resource: "pad-db-0", host: "apps", image: "mariadb:11.8.5" },
      ...{ unit: "pad/db", role: "service", mayEnd: true, engine: "mariadb 11.8" },
    },
  ],
  repositories: ["s3.example.org/apps"],
  engine: { endpoint: "ssh://root@apps", sshOptions: ["-o", "HostName=10.0.0.12"] },
  hostUrn: "urn:pulumi:prod::attic::homeport:index:DockerHost::apps",
};

const usual = { found: [infra], backend: "file://~", now: new Date("2026-11-28T04:00:00Z"), hasState: true };

test("the sheet for the worst day has this home's names, and no secret", () => {
  expectGolden("restore/sheet.txt", renderSheet({ ...usual, found: [infra, apps] }));
});

test("where states lie in a directory, that is made first", () => {
  const sheet = renderSheet({ ...usual, backend: "file:///srv/states" });
  expect(sheet).toContain("     mkdir -p /srv/states\n     npx pulumi login file:///srv/states\n");
});

test.each([
  [true, undefined],
  [false, "NONE WAS KEPT when this was printed"],
  [undefined, "could not be asked when this was printed"],
])("whether Pulumi's state was kept (%s) is said, with what keeps it", (hasState, said) => {
  const sheet = renderSheet({ ...usual, hasState });
  if (said === undefined) expect(sheet).not.toContain("when this was printed");
  else
    expect(sheet).toContain(
      `${said}: after each up, type\n       npx homeport backup --state --stack prod\n`,
    );
});

test("a directory of a machine is told to go with it, and where there is nothing else that all is lost", () => {
  const lost = "ALL DATA OF HOST infra ARE LOST";
  const alone = { ...infra, repositories: ["/mnt/disk/prod"] };
  expect(renderSheet(usual)).toContain("/mnt/disk/prod\n        a directory of that machine: gone with it");
  expect(renderSheet(usual)).not.toContain(lost);
  expect(renderSheet({ ...usual, found: [alone] })).toContain(lost);
});
