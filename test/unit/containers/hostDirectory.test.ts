import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import {
  directoryProblem,
  isSystem,
  lookScript,
  parseLook,
} from "../../../components/containers/hostDirectory";
import { removeFolder } from "../../support/removeFolder";
import { type AnyArgs, refusals } from "../services/refusals";

const folder = mkdtempSync(join(tmpdir(), "homeport dir-"));
afterAll(() => removeFolder(folder));

const look = (path: string) =>
  parseLook(
    execFileSync("/bin/sh", ["-c", lookScript(path)], { encoding: "utf8", env: { PATH: "/usr/bin:/bin" } }),
  );

test("what a path leads to is told, whatever is in its name", async () => {
  mkdirSync(join(folder, "it's $data"));
  writeFileSync(join(folder, "file"), "");
  symlinkSync("/etc", join(folder, "link"));
  const server = createServer().listen(join(folder, "socket"));
  await new Promise((resolve) => server.once("listening", resolve));
  expect(look(join(folder, "it's $data"))).toMatchObject({
    kind: "directory",
    real: join(folder, "it's $data"),
  });
  expect(look(join(folder, "file"))?.kind).toBe("file");
  expect(look(join(folder, "socket"))?.kind).toBe("socket");
  expect(look(join(folder, "link"))).toMatchObject({ kind: "directory", real: "/etc" });
  expect(look(join(folder, "a/b"))?.kind).toBe("missing");
  expect(look("/dev/null")?.kind).toBe("other");
  server.close();
});

test("an answer that is none says nothing", () => expect(parseLook("")).toBeUndefined());

const found = { kind: "directory", real: "/srv/photos", engine: "/var/lib/docker" } as const;
const problem = (more: object, readOnly = false) =>
  directoryProblem("infra", "/srv/photos", readOnly, { ...found, ...more });

test.each([
  [{ kind: "missing" }, 'host infra has no directory "/srv/photos"', "mkdir -p /srv/photos"],
  [{ kind: "file" }, "is a file on host infra", "name the directory"],
  [
    { kind: "socket", real: "/run/x.sock" },
    '"/srv/photos", which leads to /run/x.sock, is a socket',
    "directory",
  ],
  [{ real: "/etc" }, "which leads to /etc, is a directory of the system of host infra", "/srv/photos"],
  [{ real: "/var/lib/docker/volumes/a/_data" }, "where the engine of host infra keeps its own", "existing"],
  [{ engine: "/srv/photos/docker" }, "where the engine of host infra keeps its own", "another directory"],
])("%j is refused at preview, with the host and the way out", (more, said, wayOut) => {
  expect(problem(more)).toContain(said);
  expect(problem(more)).toContain(wayOut);
});

test("a directory of data, and one that whoever looks cannot see, is left to the engine", () => {
  expect(problem({})).toBeUndefined();
  expect(problem({ kind: "unseen" })).toBeUndefined();
  expect(problem({ real: "/srv/photos2", engine: "/srv/photo" })).toBeUndefined();
  expect(problem({ real: "/etc/letsencrypt/live" }, true)).toBeUndefined();
});

test.each([
  "/",
  "/etc",
  "/etc/ssh",
  "/proc",
  "/sys/fs",
  "/dev/shm",
  "/usr/bin",
  "/lib64",
  "/run/user/1000",
  "/var/lib",
])("%s is the system's", (path) => expect(isSystem(path, true)).toBe(true));

test.each(["/srv", "/mnt/disk", "/home/anna/photos", "/var/lib/app", "/DATA/x", "/opt/app", "/library"])(
  "%s is not",
  (path) => expect(isSystem(path, false)).toBe(false),
);

test("some of the system may be read, and not written", () => {
  expect(isSystem("/etc/letsencrypt", true)).toBe(false);
  expect(isSystem("/etc/letsencrypt", false)).toBe(true);
});

const volume = (more: object): AnyArgs => ({ volumes: [{ name: "photos", path: "/photos", ...more }] });

test.each<[object, string, string]>([
  [{ directory: "photos" }, "volumes.0.directory", "an absolute path"],
  [{ directory: "/srv/photos/" }, "volumes.0.directory", "without a slash at its end"],
  [{ directory: "/srv/../etc" }, "volumes.0.directory", "a path without detours"],
  [{ directory: "/run" }, "volumes.0.directory", '"/run" is a directory of the system'],
  [{ directory: "/etc/ssl/certs" }, "volumes.0.directory", "readOnly: true"],
  [{ directory: "/srv/a", existing: "photos" }, "volumes.0.directory", "leave one of the two"],
])("a volume with %j is refused before any resource exists", (more, path, said) => {
  const [first = "", ...others] = refusals(volume(more));
  expect(others).toEqual([]);
  expect(first.startsWith(`${path}: `), first).toBe(true);
  expect(first).toContain(said);
});
