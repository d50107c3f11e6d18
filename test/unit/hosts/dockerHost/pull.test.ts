import { existsSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { renderLogin } from "../../../../components/hosts/dockerHost/login";
import { notPulled, pull } from "../../../../components/hosts/dockerHost/pull";
import { sourceOf } from "../../../../components/shared/image";
import { Bench } from "../../bench";
import { apps } from "../machine/targets";

const image = "registry.example.org/app:2";
const login = { registry: "registry.example.org", user: "deploy", password: "geheim" };

/** A `docker` that says of images what it is told to, and notes where it asks and with which login. */
function dockerThat(inspects: string, pulls: string): Bench {
  const bench = new Bench([]).fake(
    "docker",
    `echo "$DOCKER_HOST" >> "$BENCH/asked"
case "$*" in *"image inspect"*) ${inspects} ;; esac
if [ "$1" = --config ]; then echo "$2" > "$BENCH/folder"; stat -c %a "$2" "$2/config.json" > "$BENCH/modes"; cat "$2/config.json" > "$BENCH/login"; fi
${pulls}`,
  );
  vi.stubEnv("PATH", `${bench.folder}/bin:/usr/bin:/bin`);
  vi.stubEnv("BENCH", bench.folder);
  return bench;
}
const called = (bench: Bench) => bench.read("calls")?.trim().split("\n");

test("an image that is there is not asked for", async () => {
  const bench = dockerThat("exit 0", "exit 1");
  expect(await pull(image, { endpoint: "unix:///run/e.sock" })).toBeUndefined();
  expect(called(bench)).toEqual([`docker image inspect ${image}`]);
});

test("one that is not is pulled by the docker command, to the engine that is meant, with whatever login that one knows", async () => {
  const bench = dockerThat("exit 1", "exit 0");
  expect(await pull(image, { endpoint: "unix:///run/e.sock" })).toBeUndefined();
  expect(called(bench)).toEqual([`docker image inspect ${image}`, `docker pull --quiet ${image}`]);
  expect(bench.read("asked")).toBe("unix:///run/e.sock\nunix:///run/e.sock\n");
});

test("a login that is given is in a file of the deploying user alone, for as long as the pull takes, and in no words", async () => {
  const bench = dockerThat("exit 1", "exit 0");
  expect(await pull(image, { endpoint: "unix:///run/e.sock" }, login)).toBeUndefined();
  expect(bench.read("login")).toBe(renderLogin(login));
  expect(bench.read("modes")).toBe("700\n600\n");
  expect(existsSync(bench.read("folder")?.trim() ?? "/")).toBe(false);
  expect(called(bench)?.join()).not.toMatch(/geheim|Z2VoZWlt/);
});

test("what an engine over SSH is asked goes through its own connection, and no port", async () => {
  const bench = dockerThat("exit 1", 'echo "no $(echo "$DOCKER_HOST" | cut -c1-7)" >&2; exit 1');
  expect(await pull(image, { target: apps })).toBe("no unix://");
  const [, socket = ""] = bench.read("asked")?.split("\n")[0]?.split("unix://") ?? [];
  expect(existsSync(socket)).toBe(false);
});

test("why there is no image is told in the last words of the command", async () => {
  dockerThat("exit 1", "echo first >&2; echo last >&2; exit 1");
  expect(await pull(image, { endpoint: "unix:///run/e.sock" })).toBe("last");
});

test("Docker's own registry has another name in the file", () => {
  expect(JSON.parse(renderLogin({ ...login, registry: "docker.io" }))).toEqual({
    auths: { "https://index.docker.io/v1/": { auth: Buffer.from("deploy:geheim").toString("base64") } },
  });
});

const told = (of: string, said: string, given?: typeof login) => {
  const source = sourceOf(of);
  return source && notPulled("apps", of, source, said, given);
};
const noLogin =
  'Error response from daemon: Head "https://registry.example.org/v2/": no basic auth credentials';

test("where a login is missing, the way to it is told", () => {
  expect(told(image, noLogin)).toBe(
    `host apps could not pull the image ${image}: Head "https://registry.example.org/v2/": no basic auth credentials
  Its registry may want a login, or another one, on the machine that runs this program: docker login registry.example.org`,
  );
  expect(told("team/app:2", "pull access denied for team/app, repository does not exist")).toMatch(
    /: docker login$/,
  );
});

test("where the login of the settings is not taken, that one is to be looked at", () => {
  expect(told(image, "unauthorized: incorrect username or password", login)).toContain(
    "\n  Its registry was asked as deploy, as registries says for registry.example.org:",
  );
});

test("an image that does not exist needs no login", () => {
  expect(told(image, "manifest unknown")).toBe(
    `host apps could not pull the image ${image}: manifest unknown`,
  );
});
