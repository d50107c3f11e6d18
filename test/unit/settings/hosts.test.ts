import { describe, expect, test } from "vitest";
import { forComponents } from "../../../components/settings/forComponents";
import { parseSettings } from "../../../components/settings/parse";
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

describe("a host of its own for the applications", () => {
  test("needs an address and a key; network and router port follow from the environment's", () => {
    expect(settingsOf(withApps()).hosts.apps).toEqual({
      host: { ...ssh, port: 22, user: "root", key: { from: "agent" }, keepAliveSeconds: 5 },
      subnet: "172.30.71.0/24",
      routerPort: { address: "10.0.0.12", port: 88, farms: ["10.0.0.1"] },
    });
  });

  test("may have a network of its own, and be reached by other addresses", () => {
    const own = { subnet: "172.30.80.0/24", privateAddress: "192.168.122.12", farmAddress: "192.168.122.1" };
    const { subnet, routerPort } = settingsOf(withApps(own)).hosts.apps ?? {};
    expect(subnet).toBe("172.30.80.0/24");
    expect(routerPort).toEqual({ address: "192.168.122.12", port: 88, farms: ["192.168.122.1"] });
  });

  test("names its secrets, and the program gets their values", () => {
    const jump = { address: "gate.example.org", hostKey, key: { from: "value", privateKey: "gate-key" } };
    const values = withApps({ user: "deploy", key: { from: "generated" }, sudoPassword: "apps-sudo", jump });
    expect(settingsOf(values).hosts.apps?.host).toMatchObject({
      user: "deploy",
      key: { from: "generated" },
      sudoPassword: "secret apps-sudo",
      jump: { ...jump, key: { from: "value", privateKey: "secret gate-key" }, port: 22, user: "root" },
    });
  });
});

describe("a host that is not usable is refused at preview", () => {
  test.each([
    [
      withApps({ kind: "vm" }),
      'hosts.apps.kind: "vm" is not a kind of host (local, ssh); example: { kind: local }',
    ],
    [
      withApps({ address: "the attic" }),
      'hosts.apps.address: "the attic" is not a name or an address; example: 10.0.0.12',
    ],
    [
      withApps({ hostKey: undefined }),
      "hosts.apps.hostKey: nothing is not a public host key; example: ssh-ed25519 AAAA…",
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
      "hosts.apps.privateAddress: nothing is not an address of the host, on which its router listens; example: 10.0.0.12",
    ],
    [
      { ...withApps(), network: usable.network },
      "hosts.apps.farmAddress: 127.0.0.1 is not an address from which the farm's connections can arrive at another host; set it, or network.privateAddress; example: 10.0.0.1",
    ],
    [
      { network, hosts: { infra: ssh, apps: ssh } },
      "hosts.apps: this is the farm's host too (10.0.0.12, port 22); leave hosts.apps out",
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
});
