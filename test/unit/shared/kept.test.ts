import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import type * as keptModule from "../../../components/shared/kept";
import type * as titledModule from "../../../components/shared/titled";

let home: string;
let folder: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "homeport-kept-"));
  folder = join(home, ".cache/homeport");
  vi.stubEnv("HOME", home);
  vi.stubEnv("XDG_CACHE_HOME", undefined);
  vi.resetModules();
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(home, { recursive: true });
  });
});

const program = async () => ({
  ...(await vi.importActual<typeof keptModule>("../../../components/shared/kept")),
  ...(await vi.importActual<typeof titledModule>("../../../components/shared/titled")),
});
const aged = (file: string, days: number) => {
  const then = new Date(Date.now() - days * 24 * 60 * 60 * 1000);
  utimesSync(file, then, then);
};

/** Runs what a command of Pulumi's would, in the program's environment and another working directory. */
function sh(script: string, input = "") {
  const { status, stdout, stderr } = spawnSync("/bin/sh", ["-c", script, "a title"], {
    input,
    cwd: "/",
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test.each([
  ["the home directory", undefined],
  ["the folder for what can be made again", "a cache"],
])(
  "a script that is kept is found by a shell, below %s, and runs as if it stood in its place",
  async (_, cache) => {
    if (cache) vi.stubEnv("XDG_CACHE_HOME", join(home, cache));
    const { kept } = await program();
    const script = `said='it is'\necho "$said $0's"; cat; exit 3`;
    expect(sh(kept({ title: "a title", script }).script, "and reads")).toEqual({
      status: 3,
      stdout: "it is a title's\nand reads",
      stderr: "",
    });
    expect(existsSync(folder)).toBe(cache === undefined);
  },
);

test("what a script reads can be kept too: its standard input has the name alone", async () => {
  const { keep, kept, readKept } = await program();
  const name = keep("one\ntwo\n");
  const { script } = kept({ title: "", script: "cat" });
  expect(sh(`${readKept}; ${script}`, `${name}\n`)).toEqual({ status: 0, stdout: "one\ntwo\n", stderr: "" });
});

test("the same text has the same name, and another one another: a command runs again when its script changes", async () => {
  const { keep } = await program();
  expect(keep("one")).toBe(keep("one"));
  expect(keep("one")).not.toBe(keep("two"));
  expect(readdirSync(folder).sort()).toEqual([keep("one"), keep("two")].sort());
});

test("nobody else reads what is kept", async () => {
  const { keep } = await program();
  const file = join(folder, keep("one"));
  expect([statSync(folder).mode & 0o777, statSync(file).mode & 0o777]).toEqual([0o700, 0o600]);
});

test("what no program has asked for in a month is forgotten, and what one asks for is not", async () => {
  const { keep } = await program();
  const [asked, old, recent] = [keep("asked"), keep("old"), keep("recent")];
  aged(join(folder, asked), 31);
  aged(join(folder, old), 31);
  aged(join(folder, recent), 29);
  vi.resetModules();
  const next = await program();
  next.keep("asked");
  const latest = next.keep("new");
  expect(readdirSync(folder).sort()).toEqual([asked, recent, latest].sort());
});

test.each([
  ["HOME: not set;", { HOME: undefined }],
  ['XDG_CACHE_HOME: "cache" is no absolute path;', { XDG_CACHE_HOME: "cache" }],
])("is refused without a place: %s", async (said, variables) => {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const { keep } = await program();
  expect(() => keep("one")).toThrow(
    `${said} the scripts of an update are kept below it; example: XDG_CACHE_HOME=/var/tmp/cache`,
  );
});

test("is refused where nothing can be written, with the folder and a way out", async () => {
  writeFileSync(join(home, ".cache"), "");
  const { keep } = await program();
  expect(() => keep("one")).toThrow(
    /^\S+\/\.cache\/homeport: the scripts of an update cannot be kept there: E\w+.*\n {2}Make it writable, or name another folder for it; example: XDG_CACHE_HOME=/,
  );
  rmSync(join(home, ".cache"));
  mkdirSync(join(home, ".cache"));
  expect(keep("one")).toMatch(/^[0-9a-f]{32}$/);
});
