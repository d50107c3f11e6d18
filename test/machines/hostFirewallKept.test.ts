import { afterAll, beforeAll, expect, test } from "vitest";
import { renderFirewallApply, renderFirewallConfirm } from "../../components/hosts/hostSetup/firewall";
import { keeperFile, rulesFile } from "../../components/hosts/hostSetup/firewallKeeper";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { installEngine, loadImages } from "../support/machine/images";
import { newSshKeys } from "../support/machine/keys";
import type { Machine } from "../support/machine/machine";
import { type MachineNetwork, openNetwork } from "../support/machine/network";
import { reaches } from "../support/machine/reaches";
import { startMachine } from "../support/machine/start";
import { waitFor } from "../support/wait";

/** A machine with an engine and its firewall, whose tables somebody empties, and another that looks from outside. */

const ports = { public: 8080, private: 8081 };
let network: MachineNetwork;
let host: Machine;
let far: Machine;

beforeAll(async () => {
  await buildTestImages(() => {});
  network = await openNetwork();
  const common = { network, authorizedKey: newSshKeys().publicKey };
  [host, far] = await Promise.all([
    startMachine({ ...common, name: "host" }),
    startMachine({ ...common, name: "far" }),
  ]);
  await host.run(
    `mkdir /etc/docker; echo '{"live-restore":true,"userland-proxy":false}' >/etc/docker/daemon.json`,
  );
  await installEngine(host);
  await loadImages(host, [testImages.echo]);
  for (const port of Object.values(ports))
    await host.run(
      `docker run -d --name echo-${port} --restart always --publish ${port}:8080 ${testImages.echo}`,
    );
  const wanted = { sshPort: 22, public: [ports.public], private: [`${host.address}/32`] };
  await host.run(renderFirewallApply("host", wanted));
  await host.run(renderFirewallConfirm("host", wanted));
  // As the unit starts it, which needs systemd.
  await host.run(`setsid sh ${keeperFile} >/tmp/keeper 2>&1 </dev/null &`);
  await waitFor("the keeper to listen", () => host.run("pgrep -f 'nft monitor'"));
  // Somebody's own rules, which have to stay theirs.
  await host.run(`cat >/etc/nftables.conf <<'END'
flush ruleset
table inet own {
  chain input {
    type filter hook input priority filter; policy accept;
    tcp dport 9999 drop
  }
}
END`);
});

afterAll(async () => {
  await Promise.all([host, far].map((machine) => machine?.stop()));
  await network?.close();
});

const reached = async () => ({
  public: await reaches(far, host.address, ports.public),
  private: await reaches(far, host.address, ports.private),
});
const asMeant = { public: true, private: false };
const processes = () => host.run(`docker inspect -f '{{.State.Pid}}' $(docker ps -q --no-trunc | sort)`);
const allRules = () => host.run("nft list tables; iptables -w -t nat -S DOCKER; iptables -w -S DOCKER");
const isBack = (said: string[]) => async () => {
  const now = await allRules();
  return said.every((line) => now.split("\n").includes(line));
};

test.each([
  ["its service is restarted", "nft flush ruleset; nft -f /etc/nftables.conf", true],
  ["its service is reloaded, or the file read by hand", "nft -f /etc/nftables.conf", true],
  ["its service is stopped", "nft flush ruleset", false],
  [
    "somebody restores other rules of iptables",
    "printf '*nat\\n:PREROUTING ACCEPT [0:0]\\nCOMMIT\\n*filter\\n:FORWARD ACCEPT [0:0]\\nCOMMIT\\n' | iptables-restore",
    false,
  ],
])("whoever empties the tables of nftables, as when %s: the rules are back", async (_, empty, own) => {
  const before = (await allRules()).trim().split("\n");
  const running = await processes();
  const plain = await host.run("nft list table inet homeport");
  await host.run(empty);
  await waitFor("the firewall", () => host.run("nft list table inet homeport"));
  await waitFor("the rules of Docker", isBack(before.filter((line) => line !== "table inet own")), 60);
  expect(await reached()).toEqual(asMeant);
  expect(await host.run("nft list table inet homeport")).toBe(plain);
  expect((await allRules()).includes("table inet own")).toBe(own);
  expect(await processes(), "containers live on").toBe(running);
});

test("an engine that makes no rules is left alone", async () => {
  await host.run(
    `echo '{"live-restore":true,"iptables":false}' >/etc/docker/daemon.json; service docker restart; nft flush ruleset`,
  );
  await waitFor("the firewall", () => host.run("nft list table inet homeport"));
  const engine = await host.run("cat /var/run/docker.pid");
  await host.run("nft -f - <<END\ntable ip nat {\n}\nEND\nnft delete table ip nat");
  // What comes after it is heard after it.
  await host.run("nft delete table inet homeport");
  await waitFor("the firewall", () => host.run("nft list table inet homeport"));
  expect(await host.run("cat /var/run/docker.pid")).toBe(engine);
});

test("after a restart of the machine the rules are there before anybody calls", async () => {
  await host.run("pkill -f '[f]irewall-keeper'; pkill -x nft; nft flush ruleset");
  await host.run(`sh ${keeperFile} once`);
  expect(await host.run("nft list table inet homeport")).toContain("type filter hook input");
  await expect(host.run(`rm ${rulesFile}; nft flush ruleset; sh ${keeperFile} once`)).rejects.toThrow(
    rulesFile,
  );
});
