import { describe, expect, test } from "vitest";
import { serviceOf, toldOf } from "./home";

const service = "services:\n  app: { image: nginx:1.29 }\n";

describe("what Compose would not take is refused, with its line", () => {
  test.each<[string, Record<string, string>, string]>([
    ["a tab", { "compose.yml": "services:\n\tapp: { image: a }\n" }, "compose.yml:2: a tab begins the line"],
    [
      "a key twice",
      { "compose.yml": "services:\n  app:\n    image: a\n    image: b\n" },
      "compose.yml:4: a key is there twice in one mapping",
    ],
    [
      "an unknown version",
      { "compose.yml": `version: "7.1"\n${service}` },
      "compose.yml:1: Compose had no version 7.1",
    ],
    [
      "an unknown key",
      { "compose.yml": `${service}volumnes: {}\n` },
      "compose.yml:3: Compose has no key volumnes here",
    ],
    [
      "an unknown key of a service",
      { "compose.yml": "services:\n  app:\n    image: a\n    enviroment: {}\n" },
      "compose.yml:4: Compose has no key enviroment in services.app",
    ],
    [
      "an unknown key deeper inside",
      { "compose.yml": "services:\n  app:\n    image: a\n    healthcheck: { command: a }\n" },
      "compose.yml:4: Compose has no key command in services.app.healthcheck",
    ],
    ["nothing", { "compose.yml": "" }, "compose.yml: it is empty"],
    ["no service", { "compose.yml": "services: {}\n" }, "compose.yml: no service is left to take in"],
    ["an empty service", { "compose.yml": "services:\n  app:\n" }, "compose.yml:2: the service app is empty"],
    ["5 MB", { "compose.yml": `${service}${"# more\n".repeat(750_000)}` }, "compose.yml: it has 6 MiB"],
    [
      "aliases without an end",
      {
        "compose.yml": "a: &a [1,1,1,1,1,1,1,1,1]\n".concat(
          ...[..."bcdefg"].map(
            (name, at) => `x-${name}: &${name} [${Array(9).fill(`*${"abcdef"[at]}`).join(", ")}]\n`,
          ),
          service,
        ),
      },
      "compose.yml: its aliases unfold to too much to be read",
    ],
    [
      "a variable that is none",
      { "compose.yml": `services:\n  app:\n    image: \${TAG:1}\n` },
      `compose.yml:3: "\${TAG:1}" is no variable`,
    ],
    [
      "a circle of extends",
      { "compose.yml": "services:\n  a: { image: x, extends: b }\n  b: { extends: { service: a } }\n" },
      "compose.yml:2: a extends itself, by way of a, b",
    ],
    [
      "a circle of includes",
      {
        "compose.yml": `include: [other.yml]\n${service}`,
        "other.yml": "include: [compose.yml]\nservices: {}\n",
      },
      "compose.yml: it is included by itself, by way of compose.yml, other.yml",
    ],
    [
      "a service of two files",
      { "compose.yml": `include: [other.yml]\n${service}`, "other.yml": service },
      "other.yml:2: app is in the file that includes this one as well",
    ],
    [
      "nobody to extend",
      { "compose.yml": "services:\n  a: { extends: b }\n" },
      'compose.yml:2: there is no service "b"',
    ],
    [
      "a file of a variable that is not set",
      { "compose.yml": "services:\n  a: { extends: { file: $BASE/a.yml, service: b } }\n" },
      "compose.yml:2: a file is named by a variable that is set nowhere",
    ],
  ])("%s", async (_, files, said) => {
    const { code, out, err } = await toldOf(files);
    expect(err).toContain(`homeport adopt: ${said}`);
    expect({ code, out }).toEqual({ code: 2, out: "" });
  });

  test("a file that is not there, a folder without one, names that are none", async () => {
    const said = async (words: string) => (await toldOf({ "compose.yml": service }, words)).err;
    expect(await said("other.yml")).toContain("other.yml: there is no such file");
    expect(await said("compose.yml --name Über")).toContain("is no name of small letters");
    expect(await said("compose.yml --domain web=a.example.org")).toContain("names no container (app)");
    expect(await said("compose.yml --vhosts compose.yml")).toContain(
      "there is no virtual host in compose.yml",
    );
    expect((await toldOf({ "a.txt": "" }, ".")).err).toContain("there is no Compose file in this folder");
  });
});

describe("what is lost ends with status 2, and the program does not start", () => {
  test.each([
    ["image: a:1\nprivileged: true", "privileged: whoever is in such a container has the host"],
    ["image: a:1\nnetwork_mode: host", "it is on the host's own network"],
    ["image: a:1\nnetwork_mode: service:vpn", "it shares the network of another container"],
    ["image: a:1\nvolumes: [/var/run/docker.sock:/s]", "the socket /var/run/docker.sock lets"],
    ["image: a:1\nvolumes: [/etc:/host]", "/etc is a path of the host's own system"],
    ["build: .", "its image is built here and has no name"],
    ["image: a:1\nports: [53:53/udp]", "the port 53 for UDP"],
    ["image: a:1\nports: ['2222:22']", "the port 2222 (inside 22) is one of SSH"],
    ["image: a:1\ncap_add: [ALL]", "cap_add: whoever has all capabilities has the host"],
    ["image: a:1\nlabels: [traefik.tcp.routers.a.rule=HostSNI(`*`)]", "a router of Traefik for TCP"],
    [
      "image: a:1\nlabels: ['traefik.http.routers.a.rule=Host(`a.example.org`) && Method(`GET`)']",
      "Method(`GET`) of a rule chose requests",
    ],
  ])("%s", async (yaml, said) => {
    const { code, out } = await serviceOf(yaml);
    expect(code).toBe(2);
    expect(out).toContain(said);
    expect(out).toContain("  undecided();\n");
  });

  test.each([
    "image: a:1\nnetwork_mode: bridge",
    "image: a:1\nprivileged: false",
    "image: a:1\nuserns_mode: host",
    "image: a:1\nvolumes: [/etc/localtime:/etc/localtime:ro]",
  ])("what changes nothing is not lost: %s", async (yaml) => {
    const { code, out } = await serviceOf(yaml);
    expect({ code, undecided: out.includes("undecided") }).toEqual({ code: 0, undecided: false });
  });
});
