import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testImages } from "../images/tags";
import { commandLines } from "../support/processes";
import { pause, waitFor } from "../support/wait";
import { Clone, fitting } from "./clone";
import { EntryKey } from "./entry";
import { vm } from "./floor";
import { lan } from "./hypervisor";
import { provideTemplate } from "./template";
import { traces } from "./traces";

/** The first address, and the one that the VM moves to. */
const [first, second] = ["192.168.177.10", "192.168.177.11"];

/** One VM from its template to its end; each test goes on where the one before it stopped. */
vm("the life of a VM", () => {
  let key: EntryKey;
  let clone: Clone;
  let before: string[];
  let commands: string[] = [];
  let boots: string;

  const inside = (script: string) => key.enter(clone.plan.address, clone.hostKey, script);
  const bootId = () => inside("cat /proc/sys/kernel/random/boot_id");
  const answer = async () => (await fetch(`http://${clone.plan.address}:8080/health`)).status;

  beforeAll(async () => {
    const template = await provideTemplate();
    before = await traces();
    key = await EntryKey.make();
    clone = new Clone("apps", key.publicKey, fitting(template, first));
    const up = clone.up();
    const watching = watch(up);
    await up;
    commands = await watching;
  });

  afterAll(async () => {
    await clone?.down();
    key?.forget();
  });

  test("it answers with the host key that was made for it, and to nobody who expects another", async () => {
    expect((await inside("hostname")).trim()).toBe("vmtest-apps");
    const other = clone.hostKey.replace(/.{8}$/, "AAAAAAAA");
    await expect(key.enter(first, other, "true")).rejects.toThrow(/Host key verification failed|not reached/);
  });

  test("its private host key is in no command line, in nothing that was said, and in files of root alone", async () => {
    const file = join(clone.plan.directory, "host_key");
    const lines = readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line && !line.startsWith("-----"))
      // Each key begins with the same words, also those of others on this machine.
      .slice(1);
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) {
      expect(clone.said.join("\n")).not.toContain(line);
      expect(commands.join("\n")).not.toContain(line);
    }
    expect(commands.join("\n")).toContain("qemu-system");
    for (const name of [file, join(clone.plan.directory, "seed.iso")])
      expect(statSync(name).mode & 0o777).toBe(0o600);
  });

  test("it has the memory, the processors and the disk that it was given", async () => {
    expect(await shape(inside)).toEqual({ memory: 1024, processors: 2, disk: 4096 });
  });

  test("its engine runs a container, which answers", async () => {
    const image = testImages.echo;
    await key.feed(clone.plan.address, clone.hostKey, `docker save ${image}`, "docker load -q");
    await inside(`docker run -d --restart unless-stopped -p 8080:8080 ${image}`);
    await waitFor("the container", async () => (await answer()) === 200, 300);
    await inside("echo kept > /root/kept && sync");
  });

  test("a second deployment leaves it running", async () => {
    boots = await bootId();
    await clone.up();
    expect(await bootId()).toBe(boots);
  });

  test("a smaller disk is refused, and it goes on running", async () => {
    await expect(clone.up({ diskSize: "3500MiB" })).rejects.toThrow(/diskSize of 3500 MiB is smaller than/);
    expect(await bootId()).toBe(boots);
  });

  test("memory, processors, disk and address change by one orderly reboot", async () => {
    const network = { kind: "nat", network: lan.name, address: second } as const;
    await clone.up({ memory: "1200MiB", vcpus: 1, diskSize: "5GiB", network });
    expect(await shape(inside)).toEqual({ memory: 1200, processors: 1, disk: 5120 });
    const listed = (await inside("journalctl --list-boots --quiet --no-pager")).trim().split("\n");
    expect(listed.filter((line) => /^ *-?\d+ /.test(line))).toHaveLength(2);
    // The last words of an orderly shutdown.
    expect(await inside("journalctl -b -1 --quiet --no-pager | tail -n 20")).toMatch(
      /Journal stopped|Reached target poweroff|Powering down/,
    );
  });

  test("what was on it is there after that, and so is the container", async () => {
    expect(await inside("cat /root/kept")).toBe("kept\n");
    await waitFor("the container", async () => (await answer()) === 200, 300);
  });

  test("nothing of it is left on the hypervisor when it goes", async () => {
    expect(await traces()).not.toEqual(before);
    await clone.down();
    expect(clone.said.join("\n")).not.toContain("switched off");
    expect(await traces()).toEqual(before);
  });
});

/** The command lines of all processes, while something goes on. */
async function watch(what: Promise<unknown>): Promise<string[]> {
  let over = false;
  void what
    .finally(() => {
      over = true;
    })
    .catch(() => {});
  const seen = new Set<string>();
  while (!over) {
    for (const line of await commandLines()) seen.add(line);
    await pause(0.1);
  }
  return [...seen];
}

/** What a VM sees of its memory and disk, in MiB, rounded as kernel and file system take their part. */
async function shape(inside: (script: string) => Promise<string>) {
  const said = await inside(
    "awk '/MemTotal/ { print int($2 / 1024) }' /proc/meminfo; nproc; lsblk -bndo SIZE /dev/vda; df -B 1048576 --output=size / | tail -n 1",
  );
  const [memory = 0, processors = 0, disk = 0, system = 0] = said.trim().split(/\s+/).map(Number);
  const whole = [1024, 1200].find((size) => memory > size * 0.9 && memory <= size);
  const grown = system > (disk / 2 ** 20) * 0.9;
  return { memory: whole ?? memory, processors, disk: grown ? disk / 2 ** 20 : system };
}
