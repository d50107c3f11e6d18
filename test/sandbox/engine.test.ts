import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { distributionOf, type Machine, type Version, whyNot } from "./engine";
import { startDaemon, until } from "./engineSetup";

const debian: Machine = { root: true, distribution: ["debian"], engineChosen: false };
const none: Version = { problem: "connect ENOENT /var/run/docker.sock" };
const running: Version = { number: "20.10.24", problem: "" };

describe("a machine without an engine", () => {
  it("is helped as root on Debian and Ubuntu", () => {
    expect(whyNot(debian, none, false)).toBeUndefined();
    expect(
      whyNot({ ...debian, distribution: ["linuxmint", "ubuntu", "debian"] }, none, false),
    ).toBeUndefined();
  });

  it.each<[string, Machine, Version, boolean, string]>([
    ["not root", { ...debian, root: false }, none, false, "sudo apt-get install docker.io"],
    ["another system", { ...debian, distribution: ["fedora"] }, none, false, "Docker Engine 20.10 or later"],
    ["macOS", { ...debian, root: false, distribution: [] }, none, true, "Docker Desktop"],
    ["an engine chosen by DOCKER_HOST", { ...debian, engineChosen: true }, none, true, "unset DOCKER_HOST"],
    [
      "no permission",
      { ...debian, root: false },
      { problem: "connect EACCES /var/run/docker.sock" },
      true,
      "group `docker`",
    ],
    ["no command line", { ...debian, distribution: ["fedora"] }, running, false, "docker-cli"],
  ])("is told what to do: %s", (_, machine, version, commandLine, words) => {
    expect(whyNot(machine, version, commandLine)).toContain(words);
  });

  it("is recognised by what it says of itself", () => {
    expect(
      distributionOf('NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\nVERSION_ID="22"\n'),
    ).toEqual(["linuxmint", "ubuntu", "debian"]);
  });
});

describe("starting an engine without systemd", () => {
  const log = path.join(mkdtempSync(path.join(tmpdir(), "homeport-engine-")), "log");
  const words = async () => readFileSync(log, "utf8");
  const never = async () => false;

  it("shows the log's end at once where the engine gives up", async () => {
    const ended = startDaemon("/bin/sh", ["-c", "echo no iptables here; exit 1"], log);
    await expect(until(never, words, ended)).rejects.toThrow(
      /ended at once; its last words:\nno iptables here/,
    );
  });

  it("does not wait for ever where the engine only hangs", async () => {
    const ended = startDaemon("/bin/sh", ["-c", "echo loading; exec sleep 2"], log);
    await expect(until(never, words, ended, 0.5)).rejects.toThrow(/did not answer within 0.5 s.*\nloading/);
  });

  it("says so where there is no such program", async () => {
    const ended = startDaemon("/no/such/program", [], log);
    await expect(until(never, words, ended)).rejects.toThrow("ended at once");
  });
});
