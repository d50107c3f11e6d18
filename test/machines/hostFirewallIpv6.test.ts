import { afterAll, beforeAll, expect, test } from "vitest";
import { renderFirewallApply, renderFirewallConfirm } from "../../components/hosts/hostSetup/firewall";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { keyFile } from "../support/machine/enter";
import { installEngine, loadImages } from "../support/machine/images";
import { newSshKeys } from "../support/machine/keys";
import type { Machine } from "../support/machine/machine";
import { type MachineNetwork, openNetwork } from "../support/machine/network";
import { reaches } from "../support/machine/reaches";
import { startMachine } from "../support/machine/start";
import { take } from "../support/machine/step";
import { waitFor } from "../support/wait";

/** A machine with an engine and IPv6, and two others: one of its private network, and one of those outside. */

const keys = newSshKeys();
const file = keyFile(keys.privateKey);
let network: MachineNetwork;
let host: Machine;
let near: Machine;
let far: Machine;

const ports = { ssh: 22, public: 8080, private: 8081, machine: 9100 };

beforeAll(async () => {
  await buildTestImages(() => {});
  network = await openNetwork({ ipv6: true });
  const common = { network, authorizedKey: keys.publicKey };
  [host, near, far] = await Promise.all([
    startMachine({ ...common, name: "host" }),
    startMachine({ ...common, name: "near" }),
    startMachine({ ...common, name: "far" }),
  ]);
  await installEngine(host);
  await loadImages(host, [testImages.echo]);
  const tools = "apt-get -qq install --yes --no-install-recommends";
  await host.run(`${tools} isc-dhcp-client`);
  await near.run(`apt-get -qq update; ${tools} dnsmasq-base`);
  await far.run(`apt-get -qq update; ${tools} iputils-ping`);
  await host.run(`/usr/sbin/sshd -p ${ports.machine}`);
});

afterAll(async () => {
  await Promise.all([host, near, far].map((machine) => machine?.stop()));
  await network?.close();
  file.remove();
});

/** Starts the engine anew with these settings, and containers on a network of it. */
async function publish(settings: object, options: string): Promise<void> {
  const daemon = JSON.stringify(settings);
  await host.run(`mkdir -p /etc/docker; echo '${daemon}' >/etc/docker/daemon.json
service docker restart >/dev/null 2>&1
until docker version >/dev/null 2>&1; do sleep 0.2; done
docker ps --all --quiet | xargs -r docker rm --force >/dev/null
docker network prune --force >/dev/null
docker network create ${options} home >/dev/null`);
  for (const port of [ports.public, ports.private]) {
    await host.run(
      `docker run -d --name echo-${port} --network home --publish ${port}:8080 ${testImages.echo}`,
    );
  }
  await waitFor("the container to answer", () => reaches(near, at(host), ports.public));
}

const at = (machine: Machine) => machine.address6 ?? "";
const reachedBy = async (from: Machine, address = at(host)) => {
  const reached = Object.entries(ports).map(async ([name, port]) => [
    name,
    await reaches(from, address, port),
  ]);
  return Object.fromEntries(await Promise.all(reached));
};
const everything = { ssh: true, public: true, private: true, machine: true };

async function setUp(change = {}): Promise<void> {
  const wanted = {
    sshPort: ports.ssh,
    public: [ports.public],
    private: [`${at(near)}/128`],
    machine: [ports.machine],
    ...change,
  };
  for (const render of [renderFirewallApply, renderFirewallConfirm]) {
    expect(await take(host, file.path, render("host", wanted))).toMatchObject({ status: 0 });
  }
}

/** What the outside reaches of a machine with a firewall. */
const some = { ssh: true, public: true, private: false, machine: false };

test("what an engine takes in by its userland proxy is closed to the outside, by the link's own address too", async () => {
  await publish({ "userland-proxy": true }, "");
  const [link] = (await host.run("ip -6 -o address show dev eth0 scope link")).match(/fe80:[^/]*/) ?? [];
  for (const address of [at(host), `${link}%eth0`]) expect(await reachedBy(far, address)).toEqual(everything);
  await setUp();
  for (const address of [at(host), `${link}%eth0`]) expect(await reachedBy(far, address)).toEqual(some);
});

test("what it takes in is the machine's own: private networks reach it where that is named", async () => {
  expect(await reachedBy(near)).toEqual({ ...everything, private: false });
  await setUp({ machine: [ports.machine, ports.private] });
  expect(await reachedBy(near)).toEqual(everything);
  expect(await reachedBy(far)).toEqual(some);
});

test("what an engine with IPv6 publishes is open to everyone where that is meant, and to the private network elsewhere", async () => {
  const settings = { "userland-proxy": false, experimental: true, ip6tables: true };
  await publish(settings, "--ipv6 --subnet fd00:77::/64");
  await setUp();
  await waitFor("the containers to be found", () => reaches(far, at(host), ports.public));
  expect(await reachedBy(far)).toEqual(some);
  expect(await reachedBy(near)).toEqual(everything);
});

test("the address of a container is no way around the firewall, for private networks neither", async () => {
  const container = `docker inspect -f '{{.NetworkSettings.Networks.home.GlobalIPv6Address}}' echo-${ports.public}`;
  const address = (await host.run(container)).trim();
  expect(await reaches(host, address, 8080)).toBe(true);
  for (const machine of [far, near]) {
    await machine.run(`ip -6 route add ${address}/128 via ${at(host)}`);
    expect(await reaches(machine, address, 8080)).toBe(false);
  }
});

test("neighbours that have forgotten each other find each other again, whoever asks first", async () => {
  const forget = () =>
    Promise.all([host, far].map((machine) => machine.run("ip -6 neighbour flush dev eth0 nud all")));
  await forget();
  expect(await reaches(far, at(host), ports.ssh)).toBe(true);
  await forget();
  expect(await reaches(host, at(far), ports.ssh)).toBe(true);
});

test("a ping is answered", async () => {
  expect(await far.run(`ping -6 -c 1 -W 2 ${at(host)}`)).toContain("1 received");
});

test("the machine goes on getting addresses from routers and by DHCP", async () => {
  await host.run("sysctl -qw net.ipv6.conf.eth0.accept_ra=2");
  await near.run(`sysctl -qw net.ipv6.conf.all.forwarding=1
ip address add fd00:99::1/64 dev eth0 nodad
dnsmasq --conf-file=/dev/null --user=root --port=0 --interface=eth0 --enable-ra \\
  --dhcp-range=fd00:99::100,fd00:99::110,slaac,64`);
  const addresses = () => host.run("ip -6 -o address show dev eth0");
  await waitFor("an address made from a router's prefix", async () =>
    /fd00:99:.*dynamic/.test(await addresses()),
  );
  await host.run("mkdir -p /var/lib/dhcp; timeout 30 dhclient -6 -1 eth0");
  expect(await addresses()).toMatch(/fd00:99::1\S\S\/128/);
});
