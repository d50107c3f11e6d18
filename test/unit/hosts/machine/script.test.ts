import { describe, expect, test } from "vitest";
import {
  forAnyShell,
  renderDocker,
  renderQuiet,
  renderRemote,
  type Way,
} from "../../../../components/hosts/machine/script";
import { Bench } from "../../bench";
import { apps } from "./targets";

const root: Way = { target: apps, asksPassword: false };
const deploy: Way = { target: { ...apps, user: "deploy" }, asksPassword: false };
const asked: Way = { ...deploy, asksPassword: true };

/** A machine: `ssh` runs there what it is told last, and `sudo` takes a password or none. */
const machine = (sudo = "exit 1") =>
  new Bench([])
    .fake("ssh", 'for last; do :; done; exec sh -c "$last"')
    .fake("sudo", sudo)
    .fake("docker", 'printf "%s|" "$@" > "$BENCH/words"; case $2 in -i | -) cat ;; esac; exit 0');

const run = (bench: Bench, script: string, input = "") => bench.run(["/bin/sh", "-c", script], input);

/** As sudo does it: without a password nothing, with one each word after the options is run. */
const asksFor = (password: string) => `
case "$*" in *" -n "*) exit 1 ;; esac
while [ "$1" != true ] && [ "$1" != sh ]; do shift; done
IFS= read -r given && [ "$given" = ${password} ] && exec "$@"`;
const asksNothing = 'while [ "$1" != true ] && [ "$1" != sh ]; do shift; done; exec "$@"';

describe("a script on a machine", () => {
  const script = `printf '%s\\n' "it's  here: $(cat)"`;

  test("runs as it stands, with what comes in", () => {
    const { status, stdout } = run(machine(), renderRemote(root, script), "two\nlines");
    expect([status, stdout]).toEqual([0, "it's  here: two\nlines\n"]);
  });

  test("of a user without a password becomes root by sudo", () => {
    const { status, stdout, calls } = run(machine(asksNothing), renderRemote(deploy, script), "input");
    expect([status, stdout]).toEqual([0, "it's  here: input\n"]);
    expect(calls.some((call) => call.startsWith("sudo -n sh -c"))).toBe(true);
  });

  test("gives sudo the password that comes first, and the script what comes after", () => {
    const { status, stdout, calls } = run(
      machine(asksFor("geheim")),
      renderRemote(asked, script),
      "geheim\ninput",
    );
    expect([status, stdout]).toEqual([0, "it's  here: input\n"]);
    expect(calls.join("\n")).not.toContain("geheim");
  });

  test("never reads a password that sudo does not ask for", () => {
    const { stdout } = run(machine(asksNothing), renderRemote(asked, script), "geheim\ninput");
    expect(stdout).toBe("it's  here: input\n");
  });

  test.each([
    ["takes another password", asked, asksFor("geheim"), "sudo does not take sudoPassword"],
    [
      "asks for one that is not there",
      deploy,
      asksFor("geheim"),
      "sudo is missing or asks for a password; set sudoPassword",
    ],
  ])("says so where sudo %s, and runs nothing", (_, way, sudo, why) => {
    const { status, stdout, stderr } = run(machine(sudo), renderRemote(way, script), "falsch\ninput");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(`host apps: deploy cannot become root: ${why}\n`);
  });

  test("that fails gives its own status and words, and no word about the way", () => {
    const { status, stderr } = run(machine(), renderRemote(root, "echo broken >&2; exit 3"));
    expect([status, stderr]).toEqual([3, "broken\n"]);
  });

  test("on a machine that is not reached names host, user, address and port", () => {
    const { status, stderr } = run(new Bench([]).fake("ssh", "exit 255"), renderRemote(deploy, script));
    expect(status).toBe(255);
    expect(stderr).toBe(
      "host apps: not reached over SSH as deploy@10.0.0.12, port 22.\n  Check that it is on, and its address, port, user, hostKey and key.\n",
    );
  });

  test("shows the public key to install, where the program made the key", () => {
    const way = { ...deploy, publicKey: "ssh-ed25519 AAAA" };
    const { stderr } = run(new Bench([]).fake("ssh", "exit 255"), renderRemote(way, script));
    expect(stderr).toContain(
      "the public key to install for deploy there, in ~/.ssh/authorized_keys: ssh-ed25519 AAAA",
    );
  });
});

test("whatever shell a user has, it reads one line without anything that only some shells take as it stands", () => {
  const line = /^sh -c 'eval "\$\(echo [A-Za-z0-9+/=]+\|base64 -d\)"'\n?$/;
  const script = "printf %s 'two\\\\backslashes,\na line and !'";
  expect(forAnyShell(script)).toMatch(line);
  const note = 'for last; do :; done; echo "$last" > "$BENCH/line"; exec sh -c "$last"';
  const bench = machine().fake("ssh", note);
  expect(run(bench, renderRemote(root, script)).stdout).toBe("two\\\\backslashes,\na line and !");
  expect(bench.read("line")).toMatch(line);
});

describe("a machine that is entered for the first time", () => {
  test("may be one whose user's start-up files write to every command, which is said in their words", () => {
    const chatty = new Bench([]).fake("ssh", 'echo "welcome, it is $(echo late)"; echo again');
    const { status, stdout, stderr } = run(chatty, `${renderQuiet(deploy)}echo next`);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(`host apps: the login shell of deploy writes to every command that runs there:
  welcome, it is late
  again
  Let its start-up files (as .bashrc or config.fish) write in interactive shells only.
`);
  });

  test("is no obstacle where it is quiet, and what comes in stays for what is next", () => {
    expect(run(machine(), `${renderQuiet(deploy)}cat`, "password").stdout).toBe("password");
  });

  test("ends the step where it is not reached", () => {
    const { status, stdout } = run(new Bench([]).fake("ssh", "exit 255"), `${renderQuiet(deploy)}echo next`);
    expect([status, stdout]).toEqual([255, ""]);
  });
});

describe("docker in a script, for a machine", () => {
  const docker = (line: string, input = "") => {
    const bench = machine();
    return { ...run(bench, `${renderDocker(root)}${line}`, input), words: bench.read("words") };
  };

  test("keeps every word as it is", () => {
    const { words } = docker(`docker inspect -f '{{slice .Name 1}}  "x"' "it's" 'two
lines' '$HOME' ''`);
    expect(words).toBe(`inspect|-f|{{slice .Name 1}}  "x"|it's|two\nlines|$HOME||`);
  });

  test("reads what comes in for exec -i and for cp -", () => {
    expect(docker("docker exec -i router sh", "the script").stdout).toBe("the script");
    expect(docker("docker cp - helper:/files", "the files").stdout).toBe("the files");
  });

  test("leaves what comes in to those after it, for anything else", () => {
    expect(docker("docker logs router >/dev/null; cat", "the script").stdout).toBe("the script");
  });
});
