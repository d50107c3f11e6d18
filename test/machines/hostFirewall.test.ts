import { type ChildProcess, spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  renderFirewallApply,
  renderFirewallConfirm,
  renderFirewallRemove,
} from "../../components/hosts/hostSetup/firewall";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { enter, keyFile, sshOptions } from "../support/machine/enter";
import { installEngine, loadImages } from "../support/machine/images";
import { newSshKeys } from "../support/machine/keys";
import type { Machine } from "../support/machine/machine";
import { type MachineNetwork, openNetwork } from "../support/machine/network";
import { reaches } from "../support/machine/reaches";
import { startMachine } from "../support/machine/start";
import { pause, waitFor } from "../support/wait";

/** A machine with an engine, and two others: one of its private network, and one of those outside. */

const keys = newSshKeys();
const file = keyFile(keys.privateKey);
let network: MachineNetwork;
let host: Machine;
let near: Machine;
let far: Machine;

const ports = { public: 8080, private: 8081, machine: 9100 };
const wanted = () => ({
  sshPort: 22,
  public: [ports.public],
  private: [`${near.address}/32`],
  machine: [ports.machine],
});

beforeAll(async () => {
  await buildTestImages(() => {});
  network = await openNetwork();
  const common = { network, authorizedKey: keys.publicKey };
  [host, near, far] = await Promise.all([
    startMachine({ ...common, name: "host" }),
    startMachine({ ...common, name: "near" }),
    startMachine({ ...common, name: "far", debian: 13 }),
  ]);
  await host.run(`mkdir /etc/docker; echo '{"userland-proxy":false}' >/etc/docker/daemon.json`);
  await installEngine(host);
  await loadImages(host, [testImages.echo]);
  for (const port of [ports.public, ports.private]) {
    await host.run(
      `docker run -d --name echo-${port} --restart always --publish ${port}:8080 ${testImages.echo}`,
    );
  }
  await host.run(`/usr/sbin/sshd -p ${ports.machine}`);
  const reached = () => reaches(far, host.address, ports.private);
  await waitFor("the container to answer", reached);
});

afterAll(async () => {
  await Promise.all([host, near, far].map((machine) => machine?.stop()));
  await network?.close();
  file.remove();
});

const options = () => sshOptions(file.path, host.hostKey);
const over = (script: string) => enter(host, options(), script);
const setUp = async (change = {}) => {
  await over(renderFirewallApply("host", { ...wanted(), ...change }));
  return over(`{ ${renderFirewallConfirm("host", { ...wanted(), ...change })} } 2>&1`);
};
/** With the numbers that the kernel gave: rules that are put in place again have others. */
const rules = () => host.run("nft -a list table inet homeport 2>/dev/null || echo none");
const reachedBy = async (from: Machine) => {
  const [open, published, own] = await Promise.all(
    Object.values(ports).map((port) => reaches(from, host.address, port)),
  );
  return { public: open, private: published, machine: own };
};
/** Whether a container on the machine opens a connection. */
const from = async (address: string, port: number, container = `echo-${ports.public}`) => {
  const pid = (await host.run(`docker inspect -f '{{.State.Pid}}' ${container}`)).trim();
  const reach = `timeout 2 bash -c '</dev/tcp/${address}/${port}' && echo yes || echo no`;
  return (await host.run(`nsenter --target ${pid} --net sh -c "${reach}"`)).trim();
};
const containerAddress = async () =>
  (
    await host.run(`docker inspect -f '{{.NetworkSettings.Networks.bridge.IPAddress}}' echo-${ports.public}`)
  ).trim();

test("a connection outlives the firewall, which lets everyone in where that is meant and the private network elsewhere", async () => {
  const address = await containerAddress();
  await far.run(`ip route add ${address}/32 via ${host.address}`);
  expect(await reaches(far, address, 8080)).toBe(true);
  expect(await reachedBy(far)).toEqual({ public: true, private: true, machine: true });
  const words = [...options(), "-l", host.user, "--", host.address, "read line; echo still $line"];
  const earlier: ChildProcess = spawn("ssh", words, { stdio: ["pipe", "pipe", "inherit"] });
  await waitFor("the earlier connection", () => host.run("pgrep -f 'still \\$line'"));

  const said = await setUp();

  expect(said).toContain("has no systemd; its firewall stands until it is restarted");
  const heard = earlier.stdout && text(earlier.stdout);
  earlier.stdin?.end("here\n");
  expect(await heard).toBe("still here\n");
  expect(await reachedBy(far)).toEqual({ public: true, private: false, machine: false });
  expect(await reachedBy(near)).toEqual({ public: true, private: true, machine: true });
});

test("the address of a container is no way around the firewall, for private networks neither", async () => {
  const address = await containerAddress();
  expect(await reaches(far, address, 8080)).toBe(false);
  await near.run(`ip route add ${address}/32 via ${host.address}`);
  expect(await reaches(near, address, 8080)).toBe(false);
});

test("containers reach the network and each other's published ports, and of the machine what everyone reaches", async () => {
  expect(await from(far.address, 22)).toBe("yes");
  expect(await from(host.address, ports.private)).toBe("yes");
  expect(await from(host.address, ports.machine)).toBe("no");
});

test("mail does not leave the networks that may not send any, neither outwards nor by the machine itself", async () => {
  const mail = 2525;
  for (const one of [far, host]) await one.run(`/usr/sbin/sshd -p ${mail}`);
  await host.run(
    `docker network create --subnet 172.29.93.0/24 apart; docker run -d --name echo-apart --network apart ${testImages.echo}`,
  );
  const open = { machine: [ports.machine, mail], public: [ports.public, mail] };
  const sends = async () => [
    await from(far.address, mail),
    await from(host.address, mail),
    await from(far.address, mail, "echo-apart"),
    await from(far.address, 22),
  ];
  await setUp(open);
  expect(await sends()).toEqual(["yes", "yes", "yes", "yes"]);
  await setUp({ ...open, noMail: ["172.17.0.0/16"] });
  expect(await sends()).toEqual(["no", "no", "yes", "yes"]);
  await host.run("docker rm -f echo-apart; docker network rm apart");
  await setUp();
  expect(await from(far.address, mail)).toBe("yes");
});

test("the machine reaches its own published ports", async () => {
  for (const address of ["127.0.0.1", host.address]) {
    expect(await reaches(host, address, ports.private)).toBe(true);
  }
});

test("the engine's restart changes nothing of it", async () => {
  await host.run("service docker restart >/dev/null 2>&1");
  await waitFor("the container to answer", () => reaches(near, host.address, ports.private));
  expect(await reachedBy(far)).toEqual({ public: true, private: false, machine: false });
});

test("set up twice, nothing is touched", async () => {
  const state = async () => [await rules(), await host.run("find /etc -newer /etc/homeport/firewall.nft")];
  const before = await state();
  await setUp();
  expect(await state()).toEqual(before);
});

test("rules that somebody changed by hand are put right", async () => {
  const plain = () => host.run("nft list table inet homeport");
  const before = await plain();
  await host.run(`nft add element inet homeport public_tcp '{ ${ports.private} }'`);
  await setUp();
  expect(await plain()).toBe(before);
});

test("rules that nobody confirms go, and those from before are back", async () => {
  const plain = () => host.run("nft list table inet homeport");
  const before = await plain();
  await over(renderFirewallApply("host", { sshPort: 22 }, 3));
  expect(await reaches(far, host.address, ports.public)).toBe(false);
  await waitFor("the earlier rules", async () => (await plain()) === before);
  expect(await reaches(far, host.address, ports.public)).toBe(true);
});

test("where the trial ended before the next connection came, confirming puts the rules in place", async () => {
  const changed = { ...wanted(), public: [ports.private] };
  await over(renderFirewallApply("host", changed, 1));
  await waitFor("the earlier rules", () => reaches(far, host.address, ports.public));
  await over(renderFirewallConfirm("host", changed, 2));
  expect(await reachedBy(far)).toEqual({ public: false, private: true, machine: false });
  expect(await host.run("cat /etc/homeport/firewall.nft")).toContain(`elements = { ${ports.private} }`);
});

test("confirmed, rules outlast the time of their trial", async () => {
  await over(renderFirewallApply("host", wanted(), 2));
  await over(renderFirewallConfirm("host", wanted(), 2));
  const before = await rules();
  await pause(4);
  expect(await rules()).toBe(before);
});

test("the port on which SSH listens stays open, whatever port leads there", async () => {
  await setUp({ sshPort: 2222 });
  expect(await host.run("nft list set inet homeport ssh")).toContain("elements = { 22, 2222 }");
  expect(await over("echo entered")).toBe("entered\n");
});

test("a way out that looks like a bridge of Docker is refused before anything changes", async () => {
  const before = await rules();
  const out =
    "ip link add br-lan type bridge && ip link set br-lan up && ip route add default dev br-lan metric 9";
  await host.run(out);
  const refused = over(renderFirewallApply("host", { ...wanted(), public: [] }));
  await expect(refused).rejects.toThrow("host host: the way out of this machine is a bridge");
  await host.run("ip link delete br-lan");
  expect(await rules()).toBe(before);
});

test("removed, it leaves nothing behind", async () => {
  await over(renderFirewallRemove("host"));
  expect(await rules()).toBe("none\n");
  expect(await reachedBy(far)).toEqual({ public: true, private: true, machine: true });
  await expect(host.run("ls /etc/homeport/firewall.nft")).rejects.toThrow("No such file");
});

test("with systemd it is enabled for every start, and kept from now on, once", async () => {
  const fake = (name: string) => `cat >/usr/local/sbin/${name} <<'END'
#!/bin/sh
echo "${name} $*" >>/tmp/calls
case $1 in enable | restart) touch /tmp/$1 ;; is-enabled) [ -e /tmp/enable ] ;; is-active) [ -e /tmp/restart ] ;; esac
END
chmod 755 /usr/local/sbin/${name}
`;
  await far.run(
    `mkdir -p /run/systemd/system /etc/systemd/system\n${fake("systemctl")}${fake("systemd-run")}`,
  );
  const once = async () => {
    await far.run(renderFirewallApply("far", { sshPort: 22 }));
    await far.run(renderFirewallConfirm("far", { sshPort: 22 }));
    return (await far.run("cat /tmp/calls; rm /tmp/calls")).trim().split("\n");
  };
  expect(await once()).toEqual([
    expect.stringMatching(
      /^systemd-run --quiet --collect --on-active=60 .* \/bin\/sh \/run\/homeport-firewall\/end \S+$/,
    ),
    "systemctl is-enabled --quiet homeport-firewall.service",
    "systemctl enable --quiet homeport-firewall.service",
    "systemctl daemon-reload",
    "systemctl restart homeport-firewall.service",
  ]);
  expect(await once()).toEqual([
    "systemctl is-enabled --quiet homeport-firewall.service",
    "systemctl is-active --quiet homeport-firewall.service",
  ]);
});
