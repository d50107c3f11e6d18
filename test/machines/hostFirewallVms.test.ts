import { afterAll, beforeAll, expect, test } from "vitest";
import { renderFirewallApply, renderFirewallConfirm } from "../../components/hosts/hostSetup/firewall";
import { buildTestImages } from "../images/build";
import { keyFile } from "../support/machine/enter";
import { installEngine } from "../support/machine/images";
import { newSshKeys } from "../support/machine/keys";
import type { Machine } from "../support/machine/machine";
import { type MachineNetwork, openNetwork } from "../support/machine/network";
import { startMachine } from "../support/machine/start";
import { take } from "../support/machine/step";
import { waitFor } from "../support/wait";

/** A hypervisor with an engine and a firewall. Its VM is a network namespace on a network as libvirt makes them. */

const keys = newSshKeys();
const file = keyFile(keys.privateKey);
let network: MachineNetwork;
let host: Machine;
let far: Machine;

/** Bridge, translation and dnsmasq as libvirt has them for a NAT network with IPv6, and a VM that is off. */
const libvirt = `ip link add virbr9 type bridge
sysctl -qw net.ipv6.conf.virbr9.disable_ipv6=0 net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip address add 192.168.139.1/24 dev virbr9
ip address add fd00:139::1/64 dev virbr9 nodad
ip link set virbr9 up
iptables -t nat -A POSTROUTING -s 192.168.139.0/24 ! -d 192.168.139.0/24 -j MASQUERADE
iptables -I FORWARD -i virbr9 -j ACCEPT
iptables -I FORWARD -o virbr9 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
dnsmasq --conf-file=/dev/null --user=root --interface=virbr9 --except-interface=lo --bind-interfaces \\
  --dhcp-range=192.168.139.100,192.168.139.110 --dhcp-range=fd00:139::100,fd00:139::110 --enable-ra \\
  --no-resolv --no-hosts --host-record=name.example,192.168.139.55 --log-facility=/tmp/dnsmasq.log
unshare --net sleep infinity >/dev/null 2>&1 </dev/null &
echo $! >/tmp/vm
until [ "$(readlink /proc/$!/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.1; done
ip link add tap9 master virbr9 type veth peer name eth0 netns $!
ip link set tap9 up`;

const inVm = (script: string) => host.run("exec nsenter --target $(cat /tmp/vm) --net sh -eus", script);
const heard = () => host.run("cat /tmp/dnsmasq.log");

beforeAll(async () => {
  await buildTestImages(() => {});
  network = await openNetwork();
  const common = { network, authorizedKey: keys.publicKey };
  [host, far] = await Promise.all([
    startMachine({ ...common, name: "host" }),
    startMachine({ ...common, name: "far" }),
  ]);
  await installEngine(host);
  await host.run("apt-get -qq install --yes --no-install-recommends dnsmasq-base busybox isc-dhcp-client");
  for (const render of [renderFirewallApply, renderFirewallConfirm]) {
    expect(await take(host, file.path, render("host", { sshPort: 22 }))).toMatchObject({ status: 0 });
  }
  await host.run(libvirt);
});

afterAll(async () => {
  await Promise.all([host, far].map((machine) => machine?.stop()));
  await network?.close();
  file.remove();
});

test("a VM that starts asks its hypervisor for the way out by IPv6, and is heard", async () => {
  await inVm("ip link set lo up; ip link set eth0 up");
  await waitFor("the VM's question", async () => (await heard()).includes("RTR-SOLICIT(virbr9)"));
  await waitFor("the way out", async () => (await inVm("ip -6 route show default")).includes("via fe80::"));
});

test("it gets its addresses from it", async () => {
  await inVm("mkdir -p /var/lib/dhcp; dhclient -1 eth0; dhclient -6 -1 eth0");
  const addresses = await inVm("ip -o address show dev eth0 scope global");
  expect(addresses).toMatch(/inet 192\.168\.139\.1\d\d\//);
  expect(addresses).toMatch(/inet6 fd00:139::1\S\S\//);
});

test("it gets names from it", async () => {
  for (const server of ["192.168.139.1", "fd00:139::1"]) {
    // Names that dnsmasq knows of IPv4 alone are none of IPv6: busybox fails, and has told the address before.
    expect(await inVm(`busybox nslookup name.example ${server} || :`)).toContain("192.168.139.55");
    expect(await reaches(server, 53)).toBe(true);
  }
});

test("it reaches what is outside, and nothing else of its hypervisor than what everyone reaches", async () => {
  await host.run("/usr/sbin/sshd -p 9100");
  expect(await reaches(far.address, 22)).toBe(true);
  for (const own of ["192.168.139.1", "fd00:139::1", host.address]) {
    expect(await reaches(own, 22)).toBe(true);
    expect(await reaches(own, 9100)).toBe(false);
  }
});

const reaches = async (address: string, port: number) =>
  (await inVm(`timeout 2 bash -c '</dev/tcp/${address}/${port}' && echo yes || echo no`)).trim() === "yes";
