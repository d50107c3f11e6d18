import { describe, expect, test } from "vitest";
import type { DockerHost } from "../../../components/hosts/dockerHost/component";
import { type AppsHostSettings, forComponents } from "../../../components/settings/forComponents";
import { parseSettings, usable as usableSiblings } from "../../../components/settings/parse";
import { problems, usable } from "./problems";

const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBVRNVjM3BZV8mNyQNP9v7spakb39F+NW0PsCaGjD+Bf";
const ssh = { kind: "ssh", address: "10.0.0.12", hostKey };
const network = { subnet: "172.30.71.0/24", privateAddress: "10.0.0.1" };
const withApps = (more: object = {}) => ({ network, hosts: { apps: { ...ssh, ...more } } });

const settingsOf = (values: Record<string, unknown>) =>
  forComponents(
    parseSettings({ stack: "staging", values: { ...usable, ...values } }),
    (name) => `secret ${name}`,
  );

const infra = {} as DockerHost;

function appsOf(values: Record<string, unknown>): AppsHostSettings {
  const { apps } = settingsOf(values).hosts;
  if (!apps) throw new Error("there is no such host");
  return apps;
}

describe("a host of its own for the applications", () => {
  test("needs an address and a key; network and router port follow from the environment's", () => {
    const apps = appsOf(withApps());
    expect(apps.hostBeside(infra)).toMatchObject({
      ...ssh,
      port: 22,
      user: "root",
      key: { from: "agent" },
      keepAliveSeconds: 5,
    });
    expect(apps).toMatchObject({
      subnet: "172.30.71.0/24",
      routerPort: { address: "10.0.0.12", port: 88, farms: ["10.0.0.1"] },
    });
  });

  test("may have a network of its own, and be reached by other addresses", () => {
    const own = { subnet: "172.30.80.0/24", privateAddress: "192.168.122.12", farmAddress: "192.168.122.1" };
    const { subnet, routerPort } = appsOf(withApps(own));
    expect(subnet).toBe("172.30.80.0/24");
    expect(routerPort).toEqual({ address: "192.168.122.12", port: 88, farms: ["192.168.122.1"] });
  });

  test("names its secrets, and the program gets their values", () => {
    const jump = { address: "gate.example.org", hostKey, key: { from: "value", privateKey: "gate-key" } };
    const values = withApps({ user: "deploy", key: { from: "generated" }, sudoPassword: "apps-sudo", jump });
    expect(appsOf(values).hostBeside(infra)).toMatchObject({
      user: "deploy",
      key: { from: "generated" },
      sudoPassword: "secret apps-sudo",
      jump: { ...jump, key: { from: "value", privateKey: "secret gate-key" }, port: 22, user: "root" },
    });
  });
});

const vm = {
  kind: "libvirt",
  template: { name: "debian-13", version: "0123456789ab" },
  memory: "2GiB",
  diskSize: "20GiB",
  network: { kind: "nat", address: "192.168.122.30" },
};
const withVm = (more: object = {}) => ({
  network,
  hosts: { apps: { ...vm, farmAddress: "192.168.122.1", ...more } },
});

test("what is set up on a host is settings too, with its secrets by name", () => {
  const gitlabRunner = { url: "https://gitlab.example.org", token: "runner" };
  expect(appsOf(withApps({ setup: { swapFile: "2GiB", gitlabRunner } })).hostBeside(infra)).toMatchObject({
    setup: {
      engine: { from: "distribution" },
      swapFile: "2GiB",
      gitlabRunner: { url: "https://gitlab.example.org", token: "secret runner", executor: "docker" },
    },
  });
  expect(problems(withApps({ setup: { swapfile: "2GiB" } }))).toEqual([
    "hosts.apps.setup.swapfile: there is no such setting; the nearest is hosts.apps.setup.swapFile\n  in Pulumi.staging.yaml",
  ]);
});

describe("a VM on the farm's host", () => {
  test("is made there, and its router listens on its own address", () => {
    const apps = appsOf(withVm());
    expect(apps.hostBeside(infra)).toMatchObject({ ...vm, hypervisor: infra });
    expect(apps.routerPort).toEqual({ address: "192.168.122.30", port: 88, farms: ["192.168.122.1"] });
  });

  test("on a bridge is reached as any machine of the network", () => {
    const bridge = {
      kind: "bridge",
      bridge: "br0",
      address: "10.0.0.20/24",
      gateway: "10.0.0.254",
      dns: ["10.0.0.254"],
    };
    expect(appsOf(withVm({ network: bridge, farmAddress: undefined })).routerPort).toEqual({
      address: "10.0.0.20",
      port: 88,
      farms: ["10.0.0.1"],
    });
  });

  test("is made by one stack alone", () => {
    const prod = { ...withVm(), network: { subnet: "172.30.70.0/24" } };
    const [problem, ...more] = problems({ ...withVm(), portOffsets: { farm: 101, router: 11 } }, { prod });
    expect(more).toEqual([]);
    expect(problem).toContain(
      "hosts.apps.network.address: the VM 192.168.122.30 is that of stack prod (Pulumi.prod.yaml) too",
    );
  });
});

describe("a host that is not usable is refused at preview", () => {
  test.each([
    [
      withApps({ kind: "vm" }),
      'hosts.apps.kind: "vm" is not a kind of host (local, ssh, libvirt); example: { kind: local }',
    ],
    [
      withApps({ address: "the attic" }),
      'hosts.apps.address: "the attic" is not a name or an address; example: 10.0.0.12',
    ],
    [
      withApps({ hostKey: undefined }),
      "hosts.apps.hostKey: it is missing, and has to be a public host key; example: ssh-ed25519 AAAA…",
    ],
    [withApps({ port: 0 }), "hosts.apps.port: 0 is not a port (1–65535); example: 22"],
    [
      withApps({ key: { from: "disk" } }),
      'hosts.apps.key.from: "disk" is not where a key comes from (agent, file, value, generated); example: { from: agent }',
    ],
    [
      withApps({ key: { from: "value", privateKey: "-----BEGIN KEY-----" } }),
      "hosts.apps.key.privateKey: this is not the name of a secret; example: apps-key",
    ],
    [
      withApps({ jump: { address: "10.0.0.12", hostKey } }),
      'hosts.apps.jump.address: "10.0.0.12" is the machine itself; name the one on the way, or leave jump out',
    ],
    [
      withApps({ address: "apps.example.org" }),
      "hosts.apps.privateAddress: it is missing, and has to be an address of the host, on which its router listens; example: 10.0.0.12",
    ],
    [
      { ...withApps(), network: usable.network },
      "hosts.apps.farmAddress: 127.0.0.1 is not an address from which the farm's connections can arrive at another host; set it, or network.privateAddress; example: 10.0.0.1",
    ],
    [
      { network, hosts: { infra: ssh, apps: ssh } },
      "hosts.apps: this is the farm's host too (10.0.0.12, port 22); leave hosts.apps out",
    ],
    [
      withVm({ farmAddress: undefined }),
      "hosts.apps.farmAddress: it is missing, and has to be the hypervisor's address in the VM's network, from which the farm's connections arrive; example: 192.168.122.1",
    ],
    [withVm({ memory: "2048" }), 'hosts.apps.memory: "2048" is not an amount in MiB or GiB; example: 2GiB'],
    [
      { hosts: { infra: vm } },
      'hosts.infra.kind: "libvirt" is not a kind of host (local, ssh); example: { kind: local }',
    ],
    [{ hosts: { app: ssh } }, "hosts.app: there is no such setting; the nearest is hosts.apps"],
  ])("%#: %j", (values, problem) => {
    expect(problems(values)).toEqual([`${problem}\n  in Pulumi.staging.yaml`]);
  });
});

describe("two stacks on one machine", () => {
  const offsets = { portOffsets: { farm: 101, router: 11 } };
  const prod = { network: { subnet: "172.30.70.0/24", privateAddress: "10.0.0.1" }, hosts: { apps: ssh } };

  test("have networks of their own there", () => {
    expect(problems({ ...withApps(), ...offsets }, { prod })).toEqual([]);
    expect(problems({ ...withApps({ subnet: "172.30.70.0/25" }), ...offsets }, { prod })).toEqual([
      "hosts.apps.subnet: 172.30.70.0/25 overlaps 172.30.70.0/24 of stack prod (Pulumi.prod.yaml); choose another network\n  in Pulumi.staging.yaml",
    ]);
  });

  test("may have the same network on two machines: it never leaves either", () => {
    const elsewhere = withApps({ address: "10.0.0.13", subnet: "172.30.70.0/24" });
    expect(problems({ ...elsewhere, ...offsets }, { prod })).toEqual([]);
  });

  test("wish the same of it, or one of them leaves it to the other", () => {
    const setUp = (setup: object) => ({ ...prod, hosts: { apps: { ...ssh, setup } } });
    const beside = (ours: object, theirs: object) =>
      problems({ ...withApps({ setup: ours }), ...offsets }, { prod: setUp(theirs) });
    const firewall = { public: [443, 80] };
    expect(beside({ firewall }, { firewall: { public: [80, 443] }, swapFile: "2GiB" })).toEqual([]);
    expect(beside({}, { firewall, sshKeysOnly: true, engine: { from: "docker" } })).toEqual([]);
    expect(beside({ swapFile: "2048MiB", daemon: { debug: true } }, { swapFile: "2GiB" })).toEqual([]);
    expect(beside({ firewall, daemon: { debug: true } }, { firewall, daemon: { debug: false } })).toEqual([
      'hosts.apps.setup.daemon.debug: {"debug":true} is not what stack prod (Pulumi.prod.yaml) wishes of the same machine in hosts.apps.setup.daemon.debug: {"debug":false}; give both the same, or leave it out in one: that stack then uses what the other sets up\n  in Pulumi.staging.yaml',
    ]);
    const token = { url: "https://gitlab.example.org", token: "apps-runner" };
    expect(beside({ gitlabRunner: token }, { gitlabRunner: { ...token, executor: "shell" } })).toHaveLength(
      1,
    );
    expect(beside({ gitlabRunner: token }, { gitlabRunner: { ...token, token: "other" } })).toEqual([]);
  });

  test("of which each sets it up know that they agree, whatever is on the machine yet", () => {
    const agreedOf = (theirs: object, address = "10.0.0.12") => {
      const own = { stack: "staging", values: { ...withApps({ setup: { swapFile: "2GiB" } }), ...offsets } };
      const hosts = { apps: { ...ssh, address, setup: theirs } };
      const others = usableSiblings([{ stack: "prod", values: { ...prod, hosts } }]);
      const host = forComponents(parseSettings(own), (name) => name, others).hosts.apps?.hostBeside(infra);
      return host?.kind === "ssh" && host.agreedWith;
    };
    expect(agreedOf({ swapFile: "2GiB" })).toEqual(["prod"]);
    expect(agreedOf({})).toEqual([]);
    expect(agreedOf({ swapFile: "2GiB" }, "10.0.0.13")).toEqual([]);
  });
});
