import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { removeFolder } from "../../support/removeFolder";

export const root = join(__dirname, "../../..");

/** Reads a YAML file as strictly as there is a way: an error or a warning is one too many. */
export function readStrictly(file: string): Record<string, unknown> {
  const document = parseDocument(readFileSync(join(root, file), "utf8"), { strict: true, uniqueKeys: true });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) throw new Error(`${file}: ${problem.message}`);
  return document.toJS();
}

/** What a script called, and how it ended. */
export interface Ran {
  readonly code: number | null;
  /** Each call of `pulumi` and `npx`: the passphrase that it saw, and its words. */
  readonly calls: readonly string[];
  readonly output: string;
}

/**
 * Runs a template's script with stand-ins for `pulumi` and `npx`, as a runner would: it ends at the first failure.
 * @param failing words of a call of `pulumi` that fails, and with which status
 */
export function runScript(
  script: string,
  variables: Readonly<Record<string, string>>,
  failing: Readonly<Record<string, number>> = {},
): Ran {
  const folder = mkdtempSync(join(tmpdir(), "homeport-ci-"));
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const cases = Object.entries(failing).map(([words, code]) => `*"${words}"*) exit ${code} ;;`);
  for (const name of ["pulumi", "npx", "npm"]) {
    const file = join(bin, name);
    writeFileSync(
      file,
      `#!/bin/sh
echo "\${PULUMI_CONFIG_PASSPHRASE-none} ${name} $*" >> "${folder}/calls"
case "$*" in
  "homeport review"*) echo "$LEAVING" ;;
${cases.join("\n")}
  "stack export"*) printf '%s' "$STATE" ;;
  "destroy --cwd gone"*) [ ! -d gone/.homeport ] || (cd gone/.homeport && stat -c '%n %a' * && cat *) >> "${folder}/calls" ;;
esac
`,
    );
    chmodSync(file, 0o755);
  }
  const env = { PATH: `${bin}:${process.env.PATH}`, STATE: "{}", ...variables };
  const { status, stdout, stderr } = spawnSync("bash", ["-eo", "pipefail", "-c", script], {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  const calls = join(folder, "calls");
  const told = existsSync(calls) ? readFileSync(calls, "utf8").trim().split("\n") : [];
  removeFolder(folder);
  return { code: status, calls: told, output: stdout + stderr };
}
