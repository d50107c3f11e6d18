import { describe, expect, test } from "vitest";
import { hostSetupSchema } from "../../../../components/hosts/hostSetup/schema";
import { declaredValues } from "../../../../components/hosts/machine/schema";
import { problemsOf } from "../../../../components/shared/problems";

const schema = hostSetupSchema(declaredValues.secret);
const problem = (setup: unknown) =>
  problemsOf(schema, setup, ["setup"]).map(({ path, message }) => `${path.join(".")}: ${message}`);

test("nothing has to be said: the engine is the distribution's, with Compose", () => {
  expect(schema.parse({})).toEqual({
    engine: { from: "distribution" },
    compose: true,
    daemon: {},
    securityUpdates: false,
    timeSync: false,
    sshKeysOnly: false,
  });
});

test("all of it may be said", () => {
  const all = {
    engine: { from: "docker", version: "28.5" },
    compose: false,
    daemon: { "registry-mirrors": ["https://mirror.example.org"] },
    update: "2026-11",
    securityUpdates: true,
    timeSync: true,
    swapFile: "2GiB",
    firewall: {
      public: [80, 443, "443/udp"],
      private: ["192.168.1.0/24", "fd00:1::/64"],
      machine: [9100],
      noMail: ["172.30.71.0/24"],
      vrrp: ["192.168.1.12"],
    },
    gitlabRunner: {
      url: "https://gitlab.example.org",
      token: "runner",
      package: { from: "file", path: "/srv/gitlab-runner_amd64.deb" },
      executor: "shell",
      image: "debian:13-slim",
    },
    sshKeysOnly: true,
  };
  expect(schema.parse(all)).toEqual(all);
});

describe("what is wrong is said with its place, what is expected, and an example", () => {
  test.each([
    [
      { engine: { from: "snap" } },
      'setup.engine.from: "snap" is not a source of engines (distribution, docker); example: docker',
    ],
    [
      { engine: { from: "docker", version: "latest" } },
      'setup.engine.version: "latest" is not a version, or its beginning; example: "28.5"',
    ],
    [{ daemon: [] }, "setup.daemon: [] is not settings as in daemon.json; example: { debug: true }"],
    [
      { daemon: { hosts: ["tcp://0.0.0.0"] } },
      "setup.daemon.hosts: the engine's service says already where it listens, and would not start; leave it out",
    ],
    [{ swapFile: "2G" }, 'setup.swapFile: "2G" is not an amount in MiB or GiB; example: 2GiB'],
    [
      { firewall: { private: ["192.168.1.7/24"] } },
      'setup.firewall.private.0: "192.168.1.7/24" is not a network in CIDR notation without host bits; example: 192.168.1.0/24',
    ],
    [
      { firewall: { private: ["192.168.1.1"] } },
      'setup.firewall.private.0: "192.168.1.1" is not a network in CIDR notation without host bits; example: 192.168.1.0/24',
    ],
    [
      { update: "$(reboot)" },
      'setup.update: "$(reboot)" is not a text by which one update is told from the next; example: 2026-11',
    ],
    [
      { gitlabRunner: { url: "gitlab.example.org", token: "runner" } },
      'setup.gitlabRunner.url: "gitlab.example.org" is not an address of GitLab; example: https://gitlab.example.org',
    ],
    [
      { gitlabRunner: { url: "https://gitlab.example.org", token: "runner", package: { from: "snap" } } },
      'setup.gitlabRunner.package.from: "snap" is not where a package comes from (gitlab, url, file); example: { from: gitlab }',
    ],
    [{ compose: "yes" }, 'setup.compose: "yes" is not true or false; example: true'],
  ])("%j", (setup, message) => expect(problem(setup)).toEqual([message]));

  test.each([[0], [70000], ["443/tcp"], ["0/udp"], ["70000/udp"]])("port %j", (port) => {
    const [said = "", ...more] = problem({ firewall: { public: [port] } });
    expect(more).toEqual([]);
    expect(said).toContain(`setup.firewall.public.0: ${JSON.stringify(port)} is not a port (1–65535)`);
  });

  test("an option that does not exist", () => {
    expect(problem({ dockerVersion: 28 })).toEqual([
      "setup.dockerVersion: there is no such argument; the nearest is setup.daemon",
    ]);
  });
});
