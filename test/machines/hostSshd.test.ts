import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderSshAnyKind, renderSshKeysOnly, renderSshLimits } from "../../components/hosts/hostSetup/sshd";
import { sshOptions as deployOptions } from "../../components/hosts/machine/options";
import { buildTestImages } from "../images/build";
import { enter, keyFile, sshOptions } from "../support/machine/enter";
import { newSshKeys } from "../support/machine/keys";
import type { Machine } from "../support/machine/machine";
import { type MachineNetwork, openNetwork } from "../support/machine/network";
import { startMachine } from "../support/machine/start";
import { waitFor } from "../support/wait";

const keys = newSshKeys();
const file = keyFile(keys.privateKey);
let network: MachineNetwork;
const machines = new Map<number, Machine>();

beforeAll(async () => {
  await buildTestImages(() => {});
  network = await openNetwork();
  const start = async (debian: 12 | 13) => {
    const given = {
      network,
      authorizedKey: keys.publicKey,
      user: "deploy",
      name: `debian-${debian}`,
      debian,
    };
    machines.set(debian, await startMachine(given));
  };
  await Promise.all([start(12), start(13)]);
});

afterAll(async () => {
  await Promise.all([...machines.values()].map((machine) => machine.stop()));
  await network?.close();
  file.remove();
});

describe.each([12, 13])("the SSH of Debian %i", (debian) => {
  const machine = () => machines.get(debian) as Machine;
  const options = () => sshOptions(file.path, machine().hostKey);
  const over = (script: string) =>
    enter(machine(), options(), `sudo sh -c '${script.replaceAll("'", `'\\''`)}'`);
  /** What sshd offers whoever has no key. */
  const offered = async () => {
    const { address, user } = machine();
    const given = [...options(), "-o", "PreferredAuthentications=none", "-l", user, "--", address, "true"];
    const asked = spawn("ssh", given, { stdio: ["ignore", "ignore", "pipe"] });
    return (await text(asked.stderr)).match(/Permission denied \((.*)\)/)?.[1];
  };
  const settings = () => machine().run("sshd -T | grep -E '^max(startups|sessions) '");

  test("takes many connections at once, and the one that says so goes on", async () => {
    await over(`${renderSshLimits("host")}\necho still here`);
    expect(await settings()).toBe("maxsessions 100\nmaxstartups 100:30:200\n");
    expect(await over("echo entered")).toBe("entered\n");
  });

  test("takes passwords until it is told to take keys only, and again afterwards", async () => {
    expect(await offered()).toContain("password");
    await over(renderSshKeysOnly("host"));
    await waitFor("keys only", async () => (await offered()) === "publickey");
    expect(await over("echo entered")).toBe("entered\n");
    await over(renderSshAnyKind("host"));
    await waitFor("passwords", async () => (await offered())?.includes("password"));
    await over(renderSshKeysOnly("host"));
  });

  test("lets in whoever comes while it begins anew", async () => {
    const { address, user, hostKey } = machine();
    const door = { name: "host", address, port: 22, user, hostKey, identity: file.path };
    const words = deployOptions({ ...door, keepAliveSeconds: 15 });
    await machine().run("kill $(cat /run/sshd.pid); (sleep 1; /usr/sbin/sshd) >/dev/null 2>&1 &");
    expect(await enter(machine(), words, "echo entered")).toBe("entered\n");
  });

  test("is left alone the second time", async () => {
    const state = () =>
      machine().run(
        "stat -c '%n %i %y' /etc/ssh/sshd_config.d/*; cut -d' ' -f22 /proc/$(cat /run/sshd.pid)/stat",
      );
    const before = await state();
    await over(renderSshLimits("host"));
    await over(renderSshKeysOnly("host"));
    expect(await state()).toBe(before);
  });

  test("that does not read the folder is refused, and nothing stays of it", async () => {
    await machine().run("rm -r /etc/ssh/sshd_config.d; sed -i.orig '/^Include/d' /etc/ssh/sshd_config");
    await expect(over(renderSshKeysOnly("host"))).rejects.toThrow(
      "host host: sshd does not read /etc/ssh/sshd_config.d/00-homeport-keys.conf; sshd stays as it is.",
    );
    expect(await machine().run("ls /etc/ssh/sshd_config.d")).toBe("");
    await machine().run("mv /etc/ssh/sshd_config.orig /etc/ssh/sshd_config");
  });

  test("whose settings are broken is left as it is, with sshd's own words", async () => {
    await machine().run("echo Nonsense yes >/etc/ssh/sshd_config.d/50-broken.conf");
    await expect(over(renderSshLimits("host"))).rejects.toThrow(
      /refuses its settings as they are[\s\S]*Nonsense/,
    );
    expect(await machine().run("ls /etc/ssh/sshd_config.d")).toBe("50-broken.conf\n");
    await machine().run("rm /etc/ssh/sshd_config.d/50-broken.conf");
  });
});
