import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { dependencies } from "../../../package.json";
import { findEngine } from "../../e2e/engine";
import { removeFolder } from "../../support/removeFolder";

const plugins = ["docker", "command", "random", "tls"].map((name) => ({
  name,
  version: dependencies[`@pulumi/${name}` as keyof typeof dependencies],
}));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "homeport-find-"));
});
afterEach(() => removeFolder(folder));

const at = (...names: string[]) => path.join(folder, ...names);
const find = (...PATH: string[]) =>
  findEngine({ PATH: [...PATH, "/usr/bin", "/bin"].join(path.delimiter), PULUMI_HOME: at("home") });

/** A command that answers `plugin ls --json` and knows whose plugins it is asked for. */
function command(bin: string, known = plugins): string {
  mkdirSync(bin, { recursive: true });
  const answer = `[ "$PULUMI_HOME $*" = "${at("home")} plugin ls --json" ] && echo '${JSON.stringify(known)}'`;
  writeFileSync(path.join(bin, "pulumi"), `#!/bin/sh\n${answer}\n`);
  chmodSync(path.join(bin, "pulumi"), 0o755);
  return bin;
}

it("takes the command on PATH before a downloaded one", () => {
  const bin = command(at("bin"));
  command(at("home", "versions", "9.0.0", "bin"));
  expect(find(bin)).toEqual({ folder: bin, home: at("home") });
});

it("never takes npm's command, which would download the real one, wherever it is linked to", () => {
  const wrapper = command(at("node_modules", "pulumi"));
  mkdirSync(at("global"));
  symlinkSync(path.join(wrapper, "pulumi"), at("global", "pulumi"));
  expect(find(wrapper, at("global"))).toEqual({
    missing: expect.stringContaining("no pulumi command on PATH"),
  });
});

it("takes the newest one that was downloaded before: 3.99 is older than 3.248", () => {
  command(at("home", "versions", "3.99.0", "bin"));
  const newest = command(at("home", "versions", "3.248.0", "bin"));
  mkdirSync(at("home", "versions", "4.0.0-unfinished"));
  expect(find()).toEqual({ folder: newest, home: at("home") });
});

it("says in one line which plugins are missing, by name and version", () => {
  const bin = command(at("bin"), [{ name: "docker", version: "4.0.0" }, ...plugins.slice(1)]);
  const wanted = plugins[0]?.version;
  expect(find(bin)).toEqual({ missing: `pulumi lacks the plugins docker ${wanted}` });
});

it("says so where the command does not work at all", () => {
  const bin = command(at("bin"));
  writeFileSync(path.join(bin, "pulumi"), "#!/bin/sh\nexit 1\n");
  expect(find(bin)).toEqual({ missing: expect.stringContaining("pulumi lacks the plugins") });
});

it("passes over a file that cannot be run", () => {
  const bin = command(at("bin"));
  chmodSync(path.join(bin, "pulumi"), 0o644);
  expect(find(bin)).toHaveProperty("missing");
});
