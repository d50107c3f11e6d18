import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeFolder } from "../support/removeFolder";
import { type FakeNetwork, ownNetworks } from "../unit/hosts/dockerHost/fakeDocker";
import { graphOf, named, type RunOptions, record } from "./graph";
import { placesIn } from "./places";
import type { Recording } from "./recording";

const project = mkdtempSync(join(tmpdir(), "homeport-hosts-"));
writeFileSync(join(project, "Pulumi.yaml"), "name: homeport\nruntime: nodejs\n");
afterAll(() => removeFolder(project));

const options: RunOptions = {
  program: "hosts",
  project,
  // No engine here has to answer.
  engine: { failure: "Cannot connect to the Docker daemon" },
  config: { "secrets:key": "private-key-in-settings\r\n", "secrets:sudo": "password-in-settings" },
  secretKeys: ["secrets:key", "secrets:sudo"],
};
const hosts = (more: RunOptions = {}) => graphOf({ ...options, ...more });

let graph: Recording;
beforeAll(async () => {
  graph = await hosts();
});

const optionsOf = (host: string) =>
  named(graph, `pulumi:providers:docker ${host}-engine`).inputs.sshOpts as string | string[];
const optionOf = (host: string, option: string) =>
  String(optionsOf(host)).match(new RegExp(`${option}=([^",]+)`))?.[1];

describe("the Docker provider", () => {
  test("goes to each host over SSH, by its pinned key alone", () => {
    expect(named(graph, "pulumi:providers:docker made-engine").inputs.host).toBe("ssh://root@made:22");
    expect(optionOf("made", "HostName")).toBe("made.example.org");
    for (const host of ["given", "made", "agent", "file"]) {
      expect(optionOf(host, "StrictHostKeyChecking"), host).toBe("yes");
      expect(optionOf(host, "KnownHostsCommand"), host).toMatch(
        new RegExp(`^/bin/echo ${host} ssh-ed25519 AAAA`),
      );
    }
  });

  test("takes the agent's keys, or a file's alone", () => {
    expect(optionOf("agent", "IdentityFile")).toBeUndefined();
    expect(optionOf("file", "IdentityFile")).toBe("~/.ssh/homeport");
    expect(optionOf("made", "IdentityFile")).toMatch(/^\.homeport\/prod\/made-[0-9a-f]{12}\.key$/);
  });
});

test("a host that is there already is looked at, where the way to it has changed, instead of being marked anew", () => {
  const { create, update, interpreter } = named(graph, "command:local:Command agent-known").inputs;
  expect([create, update]).toEqual([
    "mark agent, to know it again",
    "look whether agent is the machine that it was",
  ]);
  const text = JSON.stringify(interpreter);
  expect(text).toContain("this is another machine than before");
});

describe("a key that is given to the program or made by it", () => {
  test.each([
    ["given", "private-key-in-settings"],
    ["made", "key-of-made-key"],
  ])("of host %s is in a file that is its user's alone, with one end of line", (host, text) => {
    const file = join(project, optionOf(host, "IdentityFile") ?? "");
    expect(readFileSync(file, "utf8")).toBe(`${text}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(project, ".homeport")).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(project, ".homeport/.gitignore"), "utf8")).toBe("*\n");
  });

  test("leaves no file of others there", () => {
    expect(readdirSync(join(project, ".homeport/prod"))).toHaveLength(3);
  });

  test.each([
    ["the given key", "private-key-in-settings", ["given-key-file.inputs.stdin"]],
    ["the made key", "key-of-made-key", ["made-key-file.inputs.stdin"]],
  ])("is never told in clear: %s", (_, text, places) => {
    const found = placesIn(graph, text).filter(({ path }) => !path.startsWith("tls:index/"));
    expect(found).toEqual(places.map((path) => ({ path: `command:local:Command ${path}`, hidden: true })));
  });
});

test("a password for sudo goes to the standard input of scripts on that host, those for its VMs too, and nowhere else", () => {
  const places = placesIn(graph, "password-in-settings");
  expect(places.length).toBeGreaterThan(0);
  for (const { path, hidden } of places) {
    expect(hidden, path).toBe(true);
    expect(path).toMatch(/^command:local:Command (given|vm)-[\w-]+\.inputs\.stdin$/);
  }
});

test("what runs in a container of a host goes there over SSH", () => {
  const { interpreter } = named(graph, "command:local:Command router-ready").inputs;
  expect(String(interpreter)).toContain("HostKeyAlias=given");
  expect(named(graph, "docker:index/container:Container router-traefik").provider).toBe(
    "pulumi:providers:docker given-engine",
  );
});

describe("what is on a VM", () => {
  const onVm = (name: string) => named(graph, name);

  test("goes with the VM, without being asked of an engine that is no more, and comes back on a new disk", () => {
    const command = (role: string) => `command:local:Command vm-${role}`;
    for (const name of [
      "vm-known",
      "vm-facts",
      "inner-traefik",
      "inner-routes",
      "inner-bridge",
      "inner-ready",
    ])
      expect(onVm(name), name).toMatchObject({
        deletedWith: command("boot"),
        replaceWith: [command("disk-with-data")],
      });
    // Of what a removed disk takes along, the engine counts as gone what is replaced with it, and not the disk.
    expect(onVm(command("boot")).replaceWith).toEqual([command("disk-with-data")]);
    expect(onVm("router-traefik")).toMatchObject({ deletedWith: "", replaceWith: [] });
  });

  test("is reached through the hypervisor, each known by its own key", () => {
    const options = String(named(graph, "pulumi:providers:docker vm-engine").inputs.sshOpts);
    expect(options).toContain("HostName=192.168.122.30");
    expect(options).toMatch(/ProxyCommand=ssh .*HostKeyAlias=given.* -W '?\[192\.168\.122\.30\]:22/);
  });
});

test("the key to install is an output", () => {
  expect(graph.outputs).toEqual({ publicKey: "shown-for-made-key" });
});

test("what a host is, is an output of it", () => {
  expect(named(graph, "homeport:index:DockerHost given").outputs).toMatchObject({
    facts: { os: { id: "debian" }, engine: { version: "26.1.5" } },
  });
});

describe("a subnet that the engine of a host over SSH already uses", () => {
  const previewBeside = (more: FakeNetwork) =>
    record({ ...options, preview: true, engine: { elsewhere: { networks: [...ownNetworks, more] } } });
  const network = (subnet: string, environment?: string): FakeNetwork => ({
    Name: "office",
    Labels: environment ? { "homeport.project": "homeport", "homeport.environment": environment } : {},
    IPAM: { Config: [{ Subnet: subnet }] },
  });

  test("is refused at preview, once, as that of the engine here is", async () => {
    const { errors } = await previewBeside(network("10.213.0.0/16"));
    expect(errors.every(({ plain }) => plain)).toBe(true);
    expect([...new Set(errors.map(({ text }) => text))]).toEqual([
      'network.subnet: 10.213.7.0/24 is already used on host given by the Docker network "office" (10.213.0.0/16).\n  Choose another one; example: 172.30.90.0/24',
    ]);
  });

  test.each([
    ["the environment's own network", network("10.213.7.0/24", "prod")],
    ["one beside it", network("10.213.9.0/24")],
  ])("is not %s, and a host that answers is not warned of", async (_, other) => {
    const { errors, warnings } = await previewBeside(other);
    expect(errors).toEqual([]);
    expect(warnings).toEqual([]);
  });
});

test("a host that the state has not set up yet is not asked, and no preview warns that it does not answer", async () => {
  const { warnings } = await record({ ...options, preview: true, state: {} });
  expect(warnings.filter((text) => text.includes("does not answer"))).toEqual([]);
});

describe("a machine that another stack uses too", () => {
  const previewBeside = (wishes: string, more: RunOptions = {}) => {
    const marks = `mark other.trial.box\nid 00ff\nproject other\nstack trial\nhost box\n${wishes}`;
    return record({
      ...options,
      ...more,
      preview: true,
      engine: { elsewhere: { networks: ownNetworks, marks } },
    });
  };

  test("is refused at preview where that one wishes something else of it, with all ways out", async () => {
    const { errors } = await previewBeside('wish firewall {"machine":[],"private":[],"public":["80"]}\n');
    expect(errors.every(({ plain }) => plain)).toBe(true);
    expect([...new Set(errors.map(({ text }) => text))]).toEqual([
      `file.setup.firewall: {"machine":[],"private":[],"public":["443"]} is not what other/trial (its host box) wishes of this machine: {"machine":[],"private":[],"public":["80"]}
  Give both the same, or leave it out here: this stack then uses what the other one sets up.
  If that stack is gone for good, take its mark away on the machine: rm '/etc/homeport/known/other.trial.box'`,
    ]);
  });

  test.each([
    ["the same", 'wish firewall {"machine":[],"private":[],"public":["443"]}\n'],
    ["something of which this stack has no word", 'wish swapFile "1024MiB"\n'],
    ["nothing", ""],
  ])("is not where that one wishes %s", async (_, wishes) => {
    expect((await previewBeside(wishes)).errors).toEqual([]);
  });
});

test("a preview warns of each host that is off, and asks for none whose key is still to be made", async () => {
  const { warnings } = await hosts({ preview: true });
  expect(warnings.map((text) => text.split(".")[0]).sort()).toEqual(
    ["agent", "file", "given"].map((name) => `host ${name}: 127`),
  );
  expect(warnings[0]).toContain(
    "127.0.0.1, port 1, does not answer (ssh: connect to host 127.0.0.1 port 1: Connection refused). The preview shows what was known last",
  );
});
