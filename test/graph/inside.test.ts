import * as path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { trustDirectory } from "../../components/front/certificates/trust";
import { containersOf, everything, graphOf, named, ofType, programs, record, root } from "./graph";
import type { Job, Recording } from "./recording";

const start = (recording: Recording, at: number, base = "farm") =>
  named(recording, `command:local:Command ${base}-hairpin-${at}-start`);
const namesOf = (recording: Recording, at: number, base?: string): string[] =>
  /HOMEPORT_NAMES'\S*\n([\s\S]*)HOMEPORT_NAMES/
    .exec(String(start(recording, at, base).inputs.interpreter))?.[1]
    ?.trim()
    .split("\n") ?? [];
const config = (recording: Recording) =>
  String(named(recording, "command:local:Command farm-config").inputs.stdin);

describe("the names of the home", () => {
  let home: Recording;
  beforeAll(async () => {
    home = await graphOf();
  });

  test("lead to the farm on its network, by two containers at addresses of their own", () => {
    for (const at of [1, 2]) {
      expect(named(home, `farm-hairpin-${at}-haproxy`).inputs.networksAdvanced).toEqual([
        { name: "network-bridge", ipv4Address: `172.30.70.${253 - at}` },
      ]);
      expect(namesOf(home, at)).toEqual(
        ["blog", "consoles", "notes", "www"].map((name) => `${name}.example.org`),
      );
    }
    expect(config(home).match(/expect-proxy layer4 if \{ src 172.30.70.251 172.30.70.252 }/g)).toHaveLength(
      2,
    );
  });

  test("are never away from both: one is changed when the other has been", () => {
    expect(start(home, 2).dependsOn).toContain("command:local:Command farm-hairpin-1-start");
    expect(start(home, 1).dependsOn).not.toContain("command:local:Command farm-hairpin-2-start");
  });

  test("are in no container's own settings: another one replaces none", () => {
    for (const at of [1, 2])
      expect(JSON.stringify(named(home, `farm-hairpin-${at}-haproxy`).inputs)).not.toContain("example.org");
  });

  const farm = "urn:pulumi:prod::homeport::pulumi:pulumi:Stack$homeport:index:HaproxyFarm::farm";
  test.each<[string, Record<string, unknown>, boolean]>([
    ["of a new stack wait for nothing: they are there as early as can be", {}, false],
    [
      "of a farm that is there lead to it only when it expects what it is told of callers",
      { addresses: { http: "", https: "", stats: "" } },
      true,
    ],
  ])("%s", async (_, outputs, waits) => {
    const state: Job["state"] = waits ? { [farm]: { type: "homeport:index:HaproxyFarm", outputs } } : {};
    const { dependsOn } = start(await graphOf({ state }), 1);
    expect(dependsOn.includes("command:local:Command farm-config")).toBe(waits);
  });
});

describe("every option of a farm and of a service", () => {
  let all: Recording;
  beforeAll(async () => {
    all = await everything();
  });

  test("hairpins are on the networks of other hosts too, and lead to the farm's published ports there", () => {
    const near = String(named(all, "front-hairpin-1-haproxy").inputs.entrypoints);
    expect(near).toContain("server farm 172.30.70.254:443 send-proxy-v2\n");
    const far = String(named(all, "front-meadow-hairpin-1-haproxy").inputs.entrypoints);
    expect(far).toContain("server farm 10.0.0.1:7443\n");
    expect(far).toContain("bind :443\n");
    expect(far).not.toContain("bind :7443\n");
    expect(namesOf(all, 1, "front-meadow")).toEqual(namesOf(all, 1, "front"));
  });

  test("who is to trust the authority starts when its files are there", () => {
    const trusting = named(all, "office-0");
    expect(trusting.dependsOn).toContain("command:local:Command front-lan-trust");
    expect(trusting.inputs.volumes).toContainEqual({
      volumeName: "lan-trust",
      containerPath: trustDirectory,
      readOnly: true,
    });
    const envs = trusting.inputs.envs as string[];
    expect(envs).toContain(`SSL_CERT_FILE=${trustDirectory}/bundle.pem`);
    // What the program says itself goes first.
    expect(envs.filter((one) => one.startsWith("NODE_EXTRA_CA_CERTS="))).toEqual([
      "NODE_EXTRA_CA_CERTS=/own.pem",
    ]);
    expect(String(named(all, "command:local:Command front-lan-trust").inputs.interpreter)).toContain(
      "certificate-of-front-authority",
    );
  });

  test("nobody else has a volume or a variable for it", () => {
    const told = containersOf(all).filter(({ inputs }) => JSON.stringify(inputs).includes(trustDirectory));
    expect(told.map(({ name }) => name).sort()).toEqual(["office-0"]);
    expect(
      ofType(all, "docker:index/volume:Volume").filter(({ name }) => name.endsWith("-trust")),
    ).toHaveLength(1);
  });
});

test("without hairpins there are none, and the farm expects nothing from anyone", async () => {
  const off = await graphOf({ file: path.join(root, "test/graph/fixtures/noHairpin.ts") });
  expect(off.resources.filter(({ name }) => name.includes("hairpin"))).toEqual([]);
  expect(config(off)).not.toContain("expect-proxy");
});

test("a farm that other hosts cannot reach is told of, and its names lead nowhere there", async () => {
  const wired = await graphOf({ program: "wired", project: path.dirname(programs.wired), stack: "wired" });
  expect(wired.warnings.join("\n")).toContain(
    "farm.bindAddress: on 127.0.0.1, the farm is in reach of its own machine alone; containers on the network far of another host get no connection to its names.",
  );
  expect(String(named(wired, "farm-far-hairpin-1-haproxy").inputs.entrypoints)).toContain(
    "connection reject",
  );
});

test("a service that is to trust a farm's authority, and is served by no farm, is refused", async () => {
  const { errors } = await record({ file: path.join(root, "test/graph/fixtures/nobodyToTrust.ts") });
  expect(errors.map(({ text }) => text).join("\n")).toContain(
    "app.trustAuthority: no farm of this program serves it",
  );
});

test("a program that is refused for another reason is told of that alone", async () => {
  const { errors } = await record({ file: path.join(root, "test/graph/fixtures/refusedBeside.ts") });
  const said = errors.map(({ text }) => text).join("\n");
  expect(said).toContain("other.port: 0 is not a port");
  expect(said).not.toContain("trustAuthority");
});
