import { spawn } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { hold } from "../../../../commands/databases/held";
import { removeFolder } from "../../../support/removeFolder";
import { waitFor } from "../../../support/wait";

const folder = mkdtempSync(join(tmpdir(), "homeport-held-"));
afterAll(() => removeFolder(folder));
const place = { host: "here", engine: { endpoint: "", sshOptions: [] }, variables: process.env };

test("what is held is told, and ended once nobody holds it", async () => {
  const file = join(folder, "released");
  const held = await hold(place, "id=made; echo $id", `echo "$id" > '${file}'`);
  expect(held.said).toBe("made");
  expect(existsSync(file)).toBe(false);
  await held.release();
  expect(existsSync(file)).toBe(true);
});

test("what cannot be made is told with its reason, and holds nothing", async () => {
  const file = join(folder, "failed");
  await expect(hold(place, "echo no room >&2; exit 1", `: > '${file}'`)).rejects.toThrow(
    "host here: no room",
  );
  expect(existsSync(file)).toBe(false);
});

test("it is ended where whoever holds it is killed, with all that was begun beside it", async () => {
  const [made, ended] = [join(folder, "held"), join(folder, "ended")];
  const held = join(__dirname, "../../../../commands/databases/held.ts");
  const script = `import(${JSON.stringify(held)}).then(({ default: { hold } }) => hold({ host: "here", engine: { endpoint: "", sshOptions: [] }, variables: process.env }, ": > '${made}'; echo held", ": > '${ended}'"))`;
  const child = spawn(process.execPath, ["--import", "tsx", "-e", script], {
    detached: true,
    stdio: "ignore",
  });
  await waitFor("it to be held", async () => existsSync(made));
  expect(existsSync(ended)).toBe(false);
  process.kill(-(child.pid ?? 0), "SIGKILL");
  await waitFor("its end", async () => existsSync(ended));
});
