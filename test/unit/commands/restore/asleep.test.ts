import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { refuseAsleep } from "../../../../commands/restore/volumes/asleep";
import type { MountingContainer } from "../../../../commands/restore/volumes/engine";
import { removeFolder } from "../../../support/removeFolder";

const folder = mkdtempSync(join(tmpdir(), "homeport-asleep-"));
afterAll(() => removeFolder(folder));
const labels = "homeport.asleep=2026-11-28T10:00:00Z,homeport.sleepers=prod-wiki-0 prod-wiki-1";
writeFileSync(join(folder, "docker"), `#!/bin/sh\nprintf 'mark\\t${labels}\\n'\n`, { mode: 0o755 });

const refused = (name: string, state: string) =>
  refuseAsleep(
    {
      ...{ host: "infra", engine: { endpoint: "", sshOptions: [] } },
      variables: { PATH: `${folder}:${process.env.PATH}` },
    },
    [{ name, state } as MountingContainer],
    "wiki",
    "prod",
  );

test("what sleeps is to be woken first, and nothing else", async () => {
  await expect(refused("prod-wiki-0", "exited")).rejects.toMatchObject({
    ...{ code: 2, message: "wiki: prod-wiki-0 of prod sleep; first: npx homeport wake prod" },
  });
  await expect(refused("prod-wiki-1", "running")).resolves.toBeUndefined();
  await expect(refused("prod-wiki-2", "exited")).resolves.toBeUndefined();
});
