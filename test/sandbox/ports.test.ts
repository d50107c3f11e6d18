import { execFile } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderStart } from "../../components/front/haproxy/start";
import { type PortChange, renderPortApply } from "../../components/ports/apply";
import { doorPort } from "../../components/ports/config";
import { portLimits } from "../../components/ports/defaults";
import { buildTestImages } from "../images/build";
import { gitImage, testImages } from "../images/tags";
import { onFreeSubnet } from "../support/freeSubnet";
import { pause, waitFor } from "../support/wait";
import { ports } from "../unit/cases";
import { docker } from "./alone";

/** A port of a service, by real parts: HAProxy, OpenSSH and Git. */

const network = `ports-${process.pid}`;
const volume = `ports-${process.pid}`;
const mounted = ["-v", `${volume}:/srv/git`];
const made: string[] = [];

/** Runs a container that others on the network know by this name. */
function run(name: string, ...words: string[]): string {
  const { status, said } = docker(["run", "-d", "--network", network, "--network-alias", name, ...words]);
  if (status !== 0) throw new Error(said);
  made.push(said.trim());
  return said.trim();
}

/** Runs a command in a container while the test goes on. */
function begin(id: string, script: string) {
  let over = false;
  const ended = new Promise<{ status: number; said: string }>((resolve) => {
    const child = execFile("docker", ["exec", "-i", id, "sh"], { timeout: 120_000 }, (error, out, err) => {
      over = true;
      resolve({ status: error ? Number(error.code ?? -1) : 0, said: out + err });
    });
    child.stdin?.end(script);
  });
  return { ended, isOver: () => over };
}

const ssh = `ssh -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o ConnectTimeout=60 -i /srv/git/visitor -p ${doorPort}`;

let door: string;
let client: string;
const lead = (change: Partial<PortChange>) => begin(door, renderPortApply({ ...ports.ssh, ...change }));
const to = async (...containers: string[]) => {
  expect(await lead({ containers }).ended).toEqual({ status: 0, said: "" });
};
/** Which container answers. */
const who = () => begin(client, `${ssh} git@door hostname`);
const answers = async (id: string) => (await who().ended).said.trim() === id.slice(0, 12);

const isThere = async (file: string) => (await begin(client, `test -f /srv/git/${file}`).ended).status === 0;
/** Whether a container says its first words, asked past the door. */
const listens = async (name: string) =>
  (await begin(client, `timeout 2 nc ${name} 22 </dev/null | grep -q SSH-`).ended).status === 0;
const since = (began: number) => (performance.now() - began) / 1000;
/** What a machine may take that has much else to do, in seconds. */
const busy = 4;

beforeAll(async () => {
  await buildTestImages(() => {});
  await onFreeSubnet(async (free) => {
    const created = docker(["network", "create", "--subnet", `${free}.0/24`, network]);
    if (created.status !== 0) throw new Error(created.said);
  });
  run("git-a", ...mounted, gitImage);
  door = run(
    "door",
    ...["--memory", portLimits.memory.replace("iB", "").toLowerCase()],
    "--read-only",
    "--tmpfs",
    "/var/lib/haproxy:uid=99",
    "--entrypoint",
    "sh",
    testImages.haproxy,
    "-c",
    renderStart(false),
  );
  client = run("client", ...mounted, gitImage, "sleep", "1000");
  await to("git-a");
});
afterAll(() => {
  docker(["rm", "-f", ...made]);
  docker(["volume", "rm", volume]);
  docker(["network", "rm", network]);
});

describe("a new version", () => {
  test("gets who calls from now on, while a push to the one before goes on and ends whole; an update waits for it", async () => {
    const hook =
      "printf '#!/bin/sh\\ntouch /srv/git/begun; until [ -f /srv/git/go ]; do sleep 0.1; done\\n' > /srv/git/home.git/hooks/pre-receive; chmod +x /srv/git/home.git/hooks/pre-receive; chmod 777 /srv/git";
    expect(await begin(client, hook).ended).toEqual({ status: 0, said: "" });
    const push = begin(
      client,
      `cd /tmp && git init -q -b main work && cd work && git -c user.name=a -c user.email=a@b commit -q --allow-empty -m one
head -c 20000000 /dev/urandom > large && git add large && git -c user.name=a -c user.email=a@b commit -q -m two
GIT_SSH_COMMAND="${ssh}" git push -q ssh://git@door:${doorPort}/srv/git/home.git main`,
    );
    const begun = async () => (await begin(client, "test -f /srv/git/begun").ended).status === 0;
    await waitFor("the push to have arrived", begun);
    const next = run("git-b", ...mounted, gitImage);
    const update = lead({ containers: ["git-b"], drainSeconds: 100 });
    await waitFor("the new one to be called", () => answers(next));
    expect([push.isOver(), update.isOver()]).toEqual([false, false]);
    await begin(client, "touch /srv/git/go").ended;
    expect(await push.ended).toEqual({ status: 0, said: "" });
    const { status, said } = await update.ended;
    expect([status, said]).toEqual([
      0,
      expect.stringMatching(/^(waiting for 1 connection to git-a, at most 100 s\n)?$/),
    ]);
    expect(
      (await begin(client, "git -c safe.directory='*' -C /srv/git/home.git log --format=%s main").ended).said,
    ).toBe("two\none\n");
  });

  test("that never takes connections gets none: the one before goes on, and the update says what was asked and found", async () => {
    const { status, said } = await lead({ containers: ["git-never"], readySeconds: 1 }).ended;
    expect(status).not.toBe(0);
    // By its name alone on the standard output, whoever called finds its log.
    expect(said.split("\n")[0]).toBe("git-never");
    expect(said).toContain("git-never is not ready after 1 s.\n  asked: a connection to port 22\n  found: ");
    expect(said).toContain("\n  expected: first words that begin with SSH-\n");
    expect((await who().ended).status).toBe(0);
  });

  test("that says something else at the port is not taken for it", async () => {
    const { status, said } = await lead({
      ...{ containers: ["git-b"], readySeconds: 1 },
      readiness: { kind: "banner", startsWith: "220 mail" },
    }).ended;
    expect(status).not.toBe(0);
    expect(said).toContain("found: SSH-2.0-\n  expected: first words that begin with 220 mail\n");
  });

  test("of a service that allows one container at a time: who calls meanwhile waits, and is answered by it", async () => {
    const [before] = made.slice(-1);
    docker(["stop", "-t", "1", before ?? ""]);
    const waiting = who();
    const seen = async () =>
      (await begin(door, `echo "show info" | nc 127.0.0.1 8407 | grep ^CurrConns`).ended).said;
    await waitFor("the call to wait", async () => /CurrConns: [1-9]/.test(await seen()));
    const next = run("git-c", ...mounted, gitImage);
    await waitFor("it to take connections", () => listens("git-c"));
    const started = performance.now();
    await to("git-c");
    expect(await waiting.ended).toEqual({ status: 0, said: `${next.slice(0, 12)}\n` });
    expect(since(started)).toBeLessThan(2 + busy);
  });

  test("of such a service leaves alone who has come to it before the door was told, and waits for nobody", async () => {
    const [before] = made.slice(-1);
    docker(["stop", "-t", "1", before ?? ""]);
    const stays = begin(
      client,
      `${ssh} git@door 'touch /srv/git/home.git/stays; until [ -f /srv/git/home.git/left ]; do sleep 0.1; done; hostname'`,
    );
    const next = run("git-c1", ...mounted, gitImage);
    await waitFor("it to take connections", () => listens("git-c1"));
    const processes = () => docker(["exec", door, "pidof", "haproxy"]).said.trim();
    const [running, started] = [processes(), performance.now()];
    await waitFor("who waited to be there", async () => {
      await to("git-c1");
      return isThere("home.git/stays");
    });
    expect(since(started)).toBeLessThan(10 + busy);
    expect(processes()).toBe(running);
    expect(stays.isOver()).toBe(false);
    expect(await answers(next)).toBe(true);
    await begin(client, "touch /srv/git/home.git/left").ended;
    expect(await stays.ended).toEqual({ status: 0, said: `${next.slice(0, 12)}\n` });
    docker(["rm", "-f", made.pop() ?? ""]);
    docker(["start", before ?? ""]);
    await waitFor("the one of before to take connections", () => listens("git-c"));
    await to("git-c");
  });
});

test("a container that was killed: who calls waits until it is back, wherever that is, 2 s at most after that", async () => {
  const [id = ""] = made.slice(-1);
  docker(["kill", id]);
  const waiting = who();
  await pause(2);
  // What it had for an address is another's by then, who does not know what is wanted.
  run("squatter", "--entrypoint", "sleep", testImages.haproxy, "1000");
  docker(["start", id]);
  await waitFor("it to take connections", () => listens("git-c"));
  const back = performance.now();
  const next = who();
  expect(await next.ended).toEqual({ status: 0, said: `${id.slice(0, 12)}\n` });
  expect(since(back)).toBeLessThan(2 + busy);
  expect(await waiting.ended).toEqual({ status: 0, said: `${id.slice(0, 12)}\n` });
  docker(["rm", "-f", made.pop() ?? ""]);
});

describe("a door", () => {
  test("that is loaded anew five times leaves its sessions alone", async () => {
    const session = begin(
      client,
      `${ssh} git@door 'touch /srv/git/home.git/in; until [ -f /srv/git/home.git/out ]; do sleep 0.1; done; hostname'`,
    );
    await waitFor("the session to have begun", () => isThere("home.git/in"));
    for (let times = 1; times <= 5; times++)
      expect(await lead({ containers: ["git-c"], drainSeconds: 100 + times }).ended).toEqual({
        status: 0,
        said: "",
      });
    await pause(1);
    expect(session.isOver()).toBe(false);
    expect(docker(["inspect", "-f", "{{.State.OOMKilled}} {{.RestartCount}}", door]).said.trim()).toBe(
      "false 0",
    );
    await begin(client, "touch /srv/git/home.git/out").ended;
    const [id = ""] = made.slice(-1);
    expect(await session.ended).toEqual({ status: 0, said: `${id.slice(0, 12)}\n` });
  });

  test("that leads elsewhere has a clone end whole that runs, and the update waits for no longer than that", async () => {
    const slow =
      "printf '#!/bin/sh\ntouch /srv/git/home.git/packing; until [ -f /srv/git/home.git/pack ]; do sleep 0.1; done; exec \"$@\"\n' > /srv/git/slow; chmod +x /srv/git/slow; printf '[uploadpack]\n packObjectsHook = /srv/git/slow\n' > /srv/git/.gitconfig";
    expect(await begin(client, slow).ended).toEqual({ status: 0, said: "" });
    const clone = begin(
      client,
      `GIT_SSH_COMMAND="${ssh}" git clone -q -b main ssh://git@door:${doorPort}/srv/git/home.git /tmp/cloned && git -C /tmp/cloned fsck --full 2>/dev/null && wc -c < /tmp/cloned/large`,
    );
    await waitFor("the clone to have begun", () => isThere("home.git/packing"));
    run("git-d", ...mounted, gitImage);
    const update = lead({ containers: ["git-d"], drainSeconds: 60 });
    await waitFor("the new one to be called", () => answers(made.at(-1) ?? ""));
    // What is over sooner is not told.
    await pause(4);
    expect([clone.isOver(), update.isOver()]).toEqual([false, false]);
    await begin(client, "touch /srv/git/home.git/pack").ended;
    expect(await clone.ended).toEqual({ status: 0, said: "20000000\n" });
    const whole = performance.now();
    expect(await update.ended).toEqual({
      status: 0,
      said: "waiting for 1 connection to git-c, at most 60 s\n",
    });
    expect(since(whole)).toBeLessThan(5 + busy);
  });

  test("ends what takes longer than drainSeconds, and the update waits for that long", async () => {
    run("git-c2", ...mounted, gitImage);
    // How long a process goes on is said by its own configuration, not by the next one.
    expect(await lead({ containers: ["git-d"], drainSeconds: 3 }).ended).toEqual({ status: 0, said: "" });
    const last = begin(client, `${ssh} git@door 'touch /srv/git/home.git/longer; sleep 1000'`);
    await waitFor("the other to have begun", () => isThere("home.git/longer"));
    const began = performance.now();
    expect(await lead({ containers: ["git-c2"], drainSeconds: 3 }).ended).toEqual({
      status: 0,
      said: "warning: connections to git-d lasted as long as drainSeconds allows, 3 s: what was open then was cut off\n",
    });
    expect((await last.ended).status).not.toBe(0);
    expect(since(began)).toBeLessThan(3 + 5 + busy);
    await to("git-c");
  });
});

test("whom the list does not name has no connection", async () => {
  const containers = ["git-c"];
  expect(await lead({ containers, allow: ["192.0.2.0/24"] }).ended).toEqual({ status: 0, said: "" });
  expect((await who().ended).status).not.toBe(0);
  await to("git-c");
  expect((await who().ended).status).toBe(0);
});

test("where its network has both, a door listens by IPv6, too, and knows who calls by it", async () => {
  const both = `${network}-six`;
  await onFreeSubnet(async (free) => {
    const [a, b, c] = free.split(".").map((part) => Number(part).toString(16).padStart(2, "0"));
    const subnets = ["--subnet", `${free}.0/24`, "--ipv6", "--subnet", `fd${a}:${b}${c}::/64`];
    const created = docker(["network", "create", ...subnets, both]);
    if (created.status !== 0) throw new Error(created.said);
  });
  const joined = [door, client];
  for (const id of joined) docker(["network", "connect", both, id]);
  const six = (id: string) =>
    docker([
      "inspect",
      "-f",
      `{{(index .NetworkSettings.Networks "${both}").GlobalIPv6Address}}`,
      id,
    ]).said.trim();
  try {
    const change = { containers: ["git-c"], six: true, allow: [`${six(client)}/128`] };
    expect(await lead(change).ended).toEqual({ status: 0, said: "" });
    expect((await begin(client, `${ssh} git@${six(door)} hostname`).ended).status).toBe(0);
    expect((await begin(client, `${ssh} -4 git@door hostname`).ended).status, "by IPv4, nobody").not.toBe(0);
  } finally {
    for (const id of joined) docker(["network", "disconnect", both, id]);
    docker(["network", "rm", both]);
  }
  await to("git-c");
});

test("a container that does not expect the PROXY protocol is warned of, and one that does is told who calls", async () => {
  const warned = await lead({ containers: ["git-c"], proxyProtocol: true }).ended;
  expect(warned.status).toBe(0);
  expect(warned.said).toContain("warning: git-c hangs up on a connection that begins by the PROXY protocol");
  expect((await who().ended).status).not.toBe(0);
  const config = `global
  log stdout format raw daemon
defaults
  mode tcp
  timeout connect 5s
  timeout client 1h
  timeout server 1h
listen reader
  log global
  log-format caller=%ci
  bind :22 accept-proxy
  server git git-c:22
`;
  const reader = run(
    "reader",
    "--entrypoint",
    "sh",
    testImages.haproxy,
    "-c",
    'printf "%s" "$0" > /tmp/cfg && exec haproxy -db -f /tmp/cfg',
    config,
  );
  expect(await lead({ containers: ["reader"], proxyProtocol: true }).ended).toEqual({ status: 0, said: "" });
  expect((await who().ended).status).toBe(0);
  const { said: address } = docker([
    "inspect",
    "-f",
    `{{(index .NetworkSettings.Networks "${network}").IPAddress}}`,
    client,
  ]);
  await waitFor("the reader to tell who called", async () =>
    docker(["logs", reader]).said.includes(`caller=${address.trim()}`),
  );
});
