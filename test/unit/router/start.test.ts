import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { renderRouterStart } from "../../../components/router/start";
import { removeFolder } from "../../support/removeFolder";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "traefik-"));
});
afterEach(() => removeFolder(directory));

/** Starts a Traefik that knows these options, and gives the words that it was started with. */
function startedWith(known: string, ...options: string[]): string[] {
  const program = path.join(directory, "traefik");
  writeFileSync(
    program,
    `#!/bin/sh\nif [ "$1" = --help ]; then echo '${known}'; else printf '%s\\n' "$@"; fi\n`,
  );
  chmodSync(program, 0o755);
  const env = { PATH: `${directory}:${process.env.PATH}` };
  const said = execFileSync("sh", ["-c", renderRouterStart(), "traefik", ...options], { env });
  return said.toString().trim().split("\n");
}

test("a Traefik that can leave the farm out of X-Forwarded-For is told to", () => {
  const known = "--entrypoints.<name>.forwardedheaders.notappendxforwardedfor  (Default: false)";
  expect(startedWith(known, "--log.level=INFO", "--a=b c")).toEqual([
    "--log.level=INFO",
    "--a=b c",
    "--entryPoints.web.forwardedHeaders.notAppendXForwardedFor=true",
  ]);
});

test("one that cannot is not told: it would not start", () => {
  const known = "--entrypoints.<name>.forwardedheaders.trustedips";
  expect(startedWith(known, "--log.level=INFO", "--a=b c")).toEqual(["--log.level=INFO", "--a=b c"]);
});
