import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { askEngines } from "../../../../commands/promote/engine";
import type { Engine } from "../../../../commands/shared/state";
import { removeFolder } from "../../../support/removeFolder";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "homeport-engines-"));
  vi.stubEnv("PATH", `${folder}:/usr/bin:/bin`);
  vi.stubEnv("DOCKER_HOST", "");
});
afterEach(() => {
  vi.unstubAllEnvs();
  removeFolder(folder);
});

/** A command that notes the engine that it is to use and its words, one a line, and answers for one container and its image. */
function command(name: string): () => string[] {
  const answer = `for last; do :; done
case $last in "sh -c 'eval "*) set -- "$(echo "$last" | sed 's/.*echo //; s/|.*//' | base64 -d)"; echo "$1" >> ${folder}/${name}.there;; esac
case "$*" in *container*inspect*) echo 'one sha256:i';; *) echo 'sha256:i ["web@sha256:d"]';; esac`;
  writeFileSync(
    join(folder, name),
    `#!/bin/sh\nprintf '%s\\n' "$DOCKER_HOST" "$@" >> ${folder}/${name}.said\n${answer}\n`,
  );
  chmodSync(join(folder, name), 0o755);
  return () => readFileSync(join(folder, `${name}.said`), "utf8").split("\n");
}

const on = (engine: Engine | undefined, ...ids: string[]) =>
  ids.map((id) => ({ name: id, id, image: "web:1", engine }));
const usual = { endpoint: "", sshOptions: [] };

test("the usual engine is asked as a person would, once for all containers", async () => {
  const said = command("docker");
  expect(await askEngines(on(usual, "one", "gone"), process.env)).toEqual({ one: ["web@sha256:d"] });
  const words = ["container", "inspect", "--format", "{{.Id}} {{.Image}}", "one", "gone"];
  expect(said().slice(0, words.length + 1)).toEqual(["", ...words]);
});

test("another engine is named", async () => {
  const said = command("docker");
  await askEngines(on({ endpoint: "ssh://attic", sshOptions: [] }, "one"), process.env);
  expect(said().slice(0, 3)).toEqual(["ssh://attic", "container", "inspect"]);
});

test("an engine over SSH is asked where it is, by the way that the deployment took", async () => {
  const said = command("ssh");
  const engine = {
    endpoint: "ssh://deploy@attic:2222",
    sshOptions: ["-F", "none", "-o", "HostName=192.0.2.7"],
  };
  expect(await askEngines(on(engine, "one"), process.env)).toEqual({ one: ["web@sha256:d"] });
  const words = [...engine.sshOptions, "-l", "deploy", "-p", "2222", "--", "attic"];
  expect(said().slice(1, words.length + 1)).toEqual(words);
  const there = readFileSync(join(folder, "ssh.there"), "utf8");
  expect(there).toMatch(/^docker .*'\{\{\.Id\}\} \{\{\.Image\}\}'/);
});

test("nobody is asked where the way is a secret, and an engine that does not answer leaves all unknown", async () => {
  expect(await askEngines(on(undefined, "one"), process.env)).toEqual({});
  writeFileSync(join(folder, "docker"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
  expect(await askEngines(on(usual, "one"), process.env)).toEqual({});
});
