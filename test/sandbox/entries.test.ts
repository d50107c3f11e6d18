import { chmodSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultCapabilities } from "../../components/containers/capabilities";
import { buildTestImages } from "../images/build";
import { entriesImage, testImages } from "../images/tags";
import { type Container, containers, docker, inspect, logsOf, runIn } from "../support/containers";
import { removeFolder } from "../support/removeFolder";
import { type Sandbox, startSandbox } from "./sandbox";

const project = path.join(__dirname, "fixtures/entries");
/** Inits that stay root and hand on the signal to another user, and programs that give up root themselves. */
const entries = [
  ...["tini", "dumb-init", "catatonit", "s6", "shell"],
  ...["gosu", "setpriv", "securebits", "data", "capability", "raw"],
];

/** Where everybody may write. */
const directory = mkdtempSync(path.join(tmpdir(), "homeport-directory-"));
chmodSync(directory, 0o777);
afterAll(() => removeFolder(directory));

let sandbox: Sandbox;
beforeAll(async () => {
  await buildTestImages(() => {});
  sandbox = await startSandbox({
    project,
    program: path.join(project, "index.ts"),
    stacks: ["entries"],
    config: {
      "entries:image": entriesImage,
      "entries:traefik": testImages.traefik,
      "entries:entries": [...entries, "chroot"],
      "entries:directory": directory,
    },
  });
});
afterAll(() => sandbox?.stop());

async function containerOf(service: string): Promise<Container> {
  const labels = { "homeport.sandbox": sandbox.id, "homeport.component": service };
  const [found, ...more] = await containers(labels);
  expect(more).toEqual([]);
  return found as Container;
}
const run = async (service: string, script: string) =>
  (await runIn(await containerOf(service), ["sh", "-c", script])).trim();

/** Bits of the kernel's header capability.h. */
const bits: Record<(typeof defaultCapabilities)[number], number> = {
  ...{ CHOWN: 0, DAC_OVERRIDE: 1, FOWNER: 3, FSETID: 4, KILL: 5, SETGID: 6, SETUID: 7, SETPCAP: 8 },
  ...{ NET_BIND_SERVICE: 10, SYS_CHROOT: 18 },
};

describe("what a service may do by default", () => {
  test("is ten capabilities and no other, and no program gets more by its file", async () => {
    const mask = defaultCapabilities.reduce((sum, name) => sum + 2 ** bits[name], 0);
    const status = await run("tini", "cat /proc/1/status");
    expect(status).toContain(`CapBnd:\t${mask.toString(16).padStart(16, "0")}\n`);
    expect(status).toContain("CapAmb:\t0000000000000000\n");
    expect(status).toContain("NoNewPrivs:\t1\n");
  });

  test("starts a program that has the capability for a low port in its file, and none with a raw socket's", async () => {
    expect(await logsOf((await containerOf("capability")).Id)).toContain("both start");
    expect(await logsOf((await containerOf("raw")).Id)).toContain("does not start");
  });

  test("keeps the group of a directory that is handed down, and lets root confine itself", async () => {
    expect(await logsOf((await containerOf("data")).Id)).toContain("mode 2770");
    expect(await logsOf((await containerOf("chroot")).Id)).toContain("begins as 0");
  });
});

test.each(entries)(
  "behind %s, the application is another user, hears SIGTERM and ends by itself",
  async (entry) => {
    const { Id } = await containerOf(entry);
    expect(await logsOf(Id)).toContain("begins as 1000");
    await docker.getContainer(Id).stop();
    expect((await inspect(Id)).State.ExitCode).toBe(7);
    expect(await logsOf(Id)).toContain("asked to end");
  },
);

describe("surroundings of a service", () => {
  test("have the name and the addresses that it was told", async () => {
    expect(await run("app", "hostname; cat /etc/hosts")).toMatch(
      /^rabbit\.example\.org\n(?:.*\n)*10\.0\.0\.5\tdb\.example\.org\n/,
    );
    expect(await run("app", "cat /etc/hosts")).toMatch(/\n\d+\.\d+\.\d+\.\d+\tmachine\n/);
  });

  test("have programs in memory where it was asked for, and nowhere else", async () => {
    const started = (place: string) =>
      run("app", `cp /usr/bin/busybox ${place}/true; ${place}/true && echo ran`);
    expect(await started("/programs")).toBe("ran");
    expect(await started("/plain")).toContain("Permission denied");
    expect(await run("app", "stat -c %a /programs /plain")).toBe("711\n1777");
    expect(await run("app", "df -k /programs")).toMatch(/^tmpfs +1024 /m);
  });

  test("are ended by their own signal, in their own time", async () => {
    const { Id, Config, HostConfig } = await containerOf("app");
    expect(Config).toMatchObject({ StopTimeout: 30, StopSignal: "SIGINT" });
    expect(HostConfig).toMatchObject({ Memory: 64 * 1024 ** 2, MemoryReservation: 32 * 1024 ** 2 });
    await docker.getContainer(Id).stop();
    expect(await logsOf(Id)).toContain("asked by INT");
  });

  test("have another service's files, to write or only to read", async () => {
    expect(await run("writer", "echo hello > /there/file; cat /there/file")).toBe("hello");
    expect(await run("reader", "cat /there/file")).toBe("hello");
    expect(await run("reader", "echo x > /there/file")).toContain("Read-only file system");
  });
});

describe("what a container is told", () => {
  test("is what it runs, as whom, where and with what", async () => {
    const { Id } = await containerOf("told");
    expect(await logsOf(Id)).toContain("begins as 1000");
    expect(await run("told", "id -u; id -G; pwd; cat /proc/1/comm")).toBe("1000\n1000 44\n/srv\ndocker-init");
    expect(await run("told", "cat /proc/1/limits")).toMatch(/Max open files +512 +512 /);
    expect(await run("told", "cat /proc/1/limits")).toMatch(/Max core file size +0 +4096 /);
    expect(await run("told", "cat /proc/sys/net/core/somaxconn")).toBe("1024");
    expect(await run("told", "df -k /dev/shm")).toMatch(/ 16384 /);
    expect(await run("told", "head -c 1 /dev/nothing | od -An -tx1")).toBe("00");
    expect(await run("told", "cat /proc/1/status")).toContain("CapBnd:\t0000000000000000\n");
  });

  test("it was not called ready before its health check said so, for longer than it may take to be ready", async () => {
    expect(await run("told", "ls /tmp/ready")).toBe("/tmp/ready");
    expect((await inspect((await containerOf("told")).Id)).State.Health?.Status).toBe("healthy");
  });

  test("stands in a file of variables, behind what the program says", async () => {
    expect(await run("told", `echo "$COLOUR"; echo "$TOLD_TOKEN"`)).toBe('green\ncosts $5 and "more"');
  });

  test("stands in files with their owners and modes, which nobody changes", async () => {
    expect(await run("told", "stat -c '%a %u:%g' /etc/told.ini /run/secrets/*")).toBe(
      "444 0:0\n400 2000:0\n400 1000:1000",
    );
    expect(await run("told", "cat /etc/told.ini")).toBe("colour = green");
    expect(await run("told", "cat /run/secrets/own")).toBe("secret of its own");
    expect(await run("told", "cat /run/secrets/other")).toContain("Permission denied");
    expect(await run("told", "echo x > /etc/told.ini")).toMatch(/Read-only file system|Permission denied/);
  });

  test("is told by no engine where it is a secret in a file", async () => {
    const { Id, HostConfig } = await containerOf("told");
    expect(JSON.stringify(await inspect(Id))).not.toContain("secret of its own");
    expect(HostConfig).toMatchObject({ RestartPolicy: { Name: "on-failure" }, LogConfig: { Type: "local" } });
  });

  test("is a directory of the host, where both see what the other writes", async () => {
    await run("told", "echo hello > /photos/one");
    expect(readFileSync(path.join(directory, "one"), "utf8")).toBe("hello\n");
  });
});
