import { beforeAll, describe, expect, test } from "vitest";
import { containersOf, everything, labelsOf, named } from "./graph";
import { issuedBy } from "./issued";
import { placesIn } from "./places";
import type { Recording } from "./recording";

/** A service on two routers, in the program that uses every option. */
let recording: Recording;
beforeAll(async () => {
  recording = await everything();
});

const parts = ["mirror-chest", "mirror-stable"] as const;
const command = (name: string) => named(recording, `command:local:Command ${name}`).inputs;

describe("a service on two routers has all that it has on the host of each", () => {
  test.each([
    ["mirror-chest", "attic-engine"],
    ["mirror-stable", "barn-engine"],
  ])("%s", (part, engine) => {
    const own = recording.resources.filter(({ parent }) => parent === `homeport:index:ServiceOnHost ${part}`);
    expect(own.map(({ name }) => name).sort()).toEqual([
      `${part}-0`,
      `${part}-1`,
      `${part}-route`,
      `${part}-volume-cache`,
    ]);
    for (const { type, provider } of own)
      expect(provider).toBe(type.startsWith("docker:") ? `pulumi:providers:docker ${engine}` : "");
    expect(named(recording, `${part}-1`).inputs).toMatchObject({
      volumes: [{ volumeName: `${part}-volume-cache`, containerPath: "/cache" }],
    });
  });

  test("and each route names the containers of its own host, and lets in the same people", () => {
    for (const [part, other] of [parts, parts.toReversed()]) {
      const { secret: stdin } = command(`${part}-route`).stdin as { secret: string };
      for (const text of [`http://${part}-0:80`, `http://${part}-1:80`, "192.168.1.0/24", "mirror.users"])
        expect(stdin).toContain(text);
      expect(stdin).not.toContain(`${other}-0`);
    }
  });

  test("and no host's part waits for the other's: what fails on one leaves the other right", () => {
    for (const [part, other] of [parts, parts.toReversed()])
      for (const { name, inputs } of recording.resources.filter(({ name }) => name.startsWith(`${part}-`)))
        expect(JSON.stringify(inputs), name).not.toContain(other);
  });

  test("and its containers belong to the service, wherever they are", () => {
    const own = containersOf(recording).filter((one) => labelsOf(one)["homeport.component"] === "mirror");
    expect(own.map(({ name }) => name).sort()).toEqual(parts.flatMap((part) => [`${part}-0`, `${part}-1`]));
  });
});

test.each([
  [
    "a value of its environment",
    "generated-for-spare",
    [
      "mirror-chest-0",
      "mirror-chest-1",
      "mirror-chest-route",
      "mirror-stable-0",
      "mirror-stable-1",
      "mirror-stable-route",
    ],
  ],
  ["a hash of its users", "hash/for/spare", ["mirror-chest-route", "mirror-stable-route"]],
])("%s is a secret on each host, and goes nowhere else", (_, secret, holders) => {
  const places = placesIn(recording, secret);
  expect(places.filter(({ hidden }) => !hidden)).toEqual([]);
  const names = places.map(({ path }) => path.replace(/^\S+ ([^.]+)\..*/, "$1"));
  expect([...new Set(names)].sort()).toEqual(holders);
});

test("the farm reaches both: one by name, one over its wire, each asked for the service", () => {
  const config = String(command("front-config").stdin);
  const section = config.split("\n\n").find((text) => text.startsWith("backend service_mirror\n")) ?? "";
  expect(section.match(/^ +server (\S+) (\S+)/gm)?.map((line) => line.trim())).toEqual([
    "server chest chest-traefik:80",
    "server stable 10.0.0.3:88",
  ]);
  expect(section).toContain("hdr Host mirror_ready\n");
  expect(section).toContain("cookie homeport_mirror_host ");
  expect(config).not.toContain("backend router_stable\n");
});

test("one certificate serves its names, whichever router answers", () => {
  const names = Object.values(issuedBy(recording, "front")).filter((one) => one.includes("mirror"));
  expect(names).toEqual(["DNS:mirror.example.org"]);
});

test("a farm asks for readiness at the port that serves where it gets to no other", () => {
  const asked = (name: string) =>
    /_ready:\n\s+entryPoints:\n((?:\s+- \w+\n)+)/.exec(
      JSON.parse(JSON.stringify(command(name).stdin)).secret,
    )?.[1];
  expect(asked("mirror-stable-route")?.match(/\w+/g)).toEqual(["ping", "web"]);
  expect(asked("mirror-chest-route")?.match(/\w+/g)).toEqual(["ping"]);
});

test("a stack says which routers serve it", () => {
  expect(recording.outputs.services).toMatchObject({ mirror: { routers: ["chest", "stable"] } });
});
