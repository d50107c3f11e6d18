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
  engine: { endpoint: "ssh://root@10.0.0.12", sshOptions: [] },
  hostUrn: "urn:pulumi:prod::attic::homeport:index:DockerHost::apps",
};

test("the sheet for the worst day has this home's names, and no secret", () => {
  expectGolden("restore/sheet.txt", renderSheet([infra, apps], "file://~", new Date("2026-11-28T04:00:00Z")));
});

test("where states lie in a directory, that is made first", () => {
  const sheet = renderSheet([infra], "file:///srv/states", new Date("2026-11-28T04:00:00Z"));
  expect(sheet).toContain("     mkdir -p /srv/states\n     npx pulumi login file:///srv/states\n");
});
