import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { parse, stringify } from "yaml";
import { projectDefaults } from "../../../components/settings/files";
import { loadSettings, secretSetting } from "../../../components/settings/load";
import { removeFolder } from "../../support/removeFolder";

/** Pulumi's runtime reads the project's folder once, when it is loaded. */
const folder = vi.hoisted(() => {
  const [fs, os] = [process.getBuiltinModule("node:fs"), process.getBuiltinModule("node:os")];
  process.env.PULUMI_NODEJS_ROOT_DIRECTORY = fs.mkdtempSync(`${os.tmpdir()}/homeport-settings-`);
  return process.env.PULUMI_NODEJS_ROOT_DIRECTORY;
});
const offsets = { farm: 101, router: 11 };
const own = { portOffsets: offsets, network: { subnet: "172.30.71.0/24" } };
const sibling = { network: { subnet: "172.30.70.0/24" } };

beforeEach(() => {
  for (const file of readdirSync(folder)) rmSync(join(folder, file));
  write("Pulumi.yaml", { name: "homeport", runtime: "nodejs" });
});
afterAll(() => removeFolder(folder));

const write = (file: string, content: unknown) => writeFileSync(join(folder, file), stringify(content));

const prefixed = (project: string, values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [`${project}:${key}`, value]));

/** What Pulumi hands to the program of stack `staging`, as text. */
async function give(values: Record<string, unknown>, project = "homeport", secrets: string[] = []) {
  const mocks = { newResource: () => ({ id: "", state: {} }), call: () => ({}) };
  await pulumi.runtime.setMocks(mocks, project, "staging");
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  const entries = Object.entries(values).map(([key, value]) => [key, text(value)]);
  pulumi.runtime.setAllConfig(Object.fromEntries(entries), secrets);
}

/** What is said where the settings are refused: a RunError, which is shown without a stack trace. */
function refusal(load: () => unknown): string {
  try {
    load();
  } catch (error) {
    expect(pulumi.RunError.isInstance(error), String(error)).toBe(true);
    return (error as Error).message;
  }
  throw new Error("the settings were taken");
}

describe("loadSettings", () => {
  test("adds the stack's offsets to the base ports", async () => {
    await give(prefixed("homeport", own));
    expect(loadSettings().farm.ports).toEqual({ http: 7171, https: 7544, stats: 8505 });
  });

  test("leaves alone what belongs to others", async () => {
    await give({ ...prefixed("homeport", own), "secrets:vault": "x", "docker:host": "unix:///x" });
    expect(loadSettings().hosts.infra.subnet).toBe("172.30.71.0/24");
  });

  test("names every problem and its file, without a stack trace", async () => {
    await give(prefixed("homeport", { ...own, ports: { http: 70700 }, network: {} }));
    expect(refusal(loadSettings)).toBe(
      "The settings are not usable.\n\n" +
        "ports.http: 70700 is not a port (1–65535); example: 7070\n  in Pulumi.staging.yaml\n" +
        "network.subnet: it is missing, and has to be an IPv4 network; example: 172.30.70.0/24\n  in Pulumi.staging.yaml\n",
    );
  });

  test.each([
    ["imags", "haproxy:3.2"],
    ["ports", "7070, please"],
    ["portoffsets", true],
  ])(
    "homeport:%s: %j, one plain word where an object is expected, is told like any other mistake",
    async (key, value) => {
      await give(prefixed("homeport", { ...own, [key]: value }));
      const said = refusal(loadSettings);
      expect(said).toMatch(/^The settings are not usable\./);
      expect(said).toContain(`${key}: `);
    },
  );
});

describe("a problem names the file that its setting stands in", () => {
  const ofProject = (config: Record<string, unknown>) =>
    write("Pulumi.yaml", { name: "homeport", runtime: "nodejs", config });

  test.each([
    ["as one word", "homeport:htpp3"],
    ["without the project's name, which Pulumi takes there", "htpp3"],
  ])("Pulumi.yaml, %s", async (_, key) => {
    ofProject({ [key]: true });
    write("Pulumi.staging.yaml", { config: prefixed("homeport", own) });
    await give(prefixed("homeport", { ...own, htpp3: true }));
    expect(refusal(loadSettings)).toContain(
      "htpp3: there is no such setting; the nearest is http3\n  in Pulumi.yaml\n",
    );
  });

  test("the stack's own, where both have it: it goes before", async () => {
    ofProject({ "homeport:tls": { value: { hstsDays: -1 } } });
    write("Pulumi.staging.yaml", { config: prefixed("homeport", { ...own, tls: { hstsDays: -2 } }) });
    await give(prefixed("homeport", { ...own, tls: { hstsDays: -2 } }));
    expect(refusal(loadSettings)).toMatch(/^tls\.hstsDays: -2 .*\n {2}in Pulumi\.staging\.yaml$/m);
  });

  test("both, where ports of the one and offsets of the other are those of another stack", async () => {
    ofProject({ "homeport:ports": { value: { http: 7070 } } });
    write("Pulumi.prod.yaml", { config: prefixed("homeport", { ...sibling, portOffsets: offsets }) });
    await give(prefixed("homeport", { ...own, ports: { http: 7070 } }));
    expect(refusal(loadSettings)).toMatch(
      /^ports\.http: 7171 is also .*\n {2}in Pulumi\.yaml and Pulumi\.staging\.yaml$/m,
    );
  });
});

describe("settings under the name that examples have", () => {
  const said = (key: string, file: string) =>
    `homeport:${key}: settings of this project begin with its name, attic, and this one would be ignored; write attic:${key}\n  in ${file}`;

  test("are refused in a project of another name, each with its file, or they would be ignored", async () => {
    write("Pulumi.yaml", { name: "attic", runtime: "nodejs", config: { "homeport:http3": true } });
    write("Pulumi.staging.yaml", { config: { "homeport:tls": { hstsDays: 1 } } });
    await give(
      { ...prefixed("attic", own), "homeport:http3": true, "homeport:tls": { hstsDays: 1 } },
      "attic",
    );
    expect(refusal(loadSettings)).toBe(
      `The settings are not usable.\n\n${said("http3", "Pulumi.yaml")}\n${said("tls", "Pulumi.staging.yaml")}\n`,
    );
  });

  test("are told before a stack is told that it has no settings", async () => {
    await give(prefixed("homeport", own), "attic");
    expect(refusal(loadSettings)).toContain(said("network", "Pulumi.staging.yaml"));
  });

  test("are left alone where they are none of ours: a program may read them", async () => {
    await give({ ...prefixed("attic", own), "homeport:greeting": "hello" }, "attic");
    expect(loadSettings().hosts.infra.subnet).toBe("172.30.71.0/24");
  });
});

describe("a stack without settings is told what to write", () => {
  const example = (said: string) => /^config:\n[\s\S]*?(?=\n\n)/m.exec(said)?.[0] ?? "";

  test("a whole file, with a network and ports that no other stack has", async () => {
    write("Pulumi.prod.yaml", { config: prefixed("homeport", sibling) });
    await give({});
    const said = refusal(loadSettings);
    expect(said).toContain('Write into Pulumi.staging.yaml, below "config:" where that is there:');
    expect(example(said)).toBe(
      `config:
  homeport:portOffsets: { farm: 101, router: 11 }
  homeport:network:
    subnet: 172.30.71.0/24
    bindAddress: 127.0.0.1`,
    );
    const { config } = parse(example(said));
    await give(config);
    expect(loadSettings().farm.ports.http).toBe(7171);
  });

  test("under the name of its own project", async () => {
    write("Pulumi.yaml", { name: "attic", runtime: "nodejs" });
    await give({}, "attic");
    expect(example(refusal(loadSettings))).toContain("  attic:portOffsets: { farm: 0, router: 0 }\n");
  });
});

test("a file that is no YAML is told with the line", async () => {
  writeFileSync(join(folder, "Pulumi.prod.yaml"), "config:\n  a: [1, 2\n  b: 3\n");
  await give(prefixed("homeport", own));
  expect(refusal(loadSettings)).toContain(
    'Pulumi.prod.yaml: line 3, "  b: 3", is not YAML from its character 3 on; look at',
  );
  await give(prefixed("attic", own), "attic");
  expect(refusal(loadSettings)).toContain("example: attic:network: { subnet: 172.30.70.0/24 }\n");
});

describe("a clash with another stack's file is found before anything is deployed", () => {
  const clash = "ports.http: 7171 is also ports.http of stack";

  test("in its own settings", async () => {
    write("Pulumi.prod.yaml", { config: prefixed("homeport", { ...sibling, portOffsets: offsets }) });
    await give(prefixed("homeport", own));
    expect(refusal(loadSettings)).toContain(`${clash} prod (Pulumi.prod.yaml)`);
  });

  test("in what the project's file says for every stack", async () => {
    write("Pulumi.yaml", {
      name: "homeport",
      config: { "homeport:ports": { type: "object", default: { http: 7171, stats: 1, router: 2 } } },
    });
    write("Pulumi.prod.yaml", { config: prefixed("homeport", sibling) });
    await give(prefixed("homeport", own));
    expect(refusal(loadSettings)).toContain(`${clash} prod`);
  });

  test("in a list or a word there, which Pulumi takes without an entry", async () => {
    write("Pulumi.yaml", { name: "homeport", config: { "homeport:http3": true, "homeport:list": [1] } });
    expect(projectDefaults(folder, "homeport")).toEqual({ http3: true });
  });

  test.each(["Pulumi.prod.yml", "Pulumi.prod.eu.yaml"])("in %s", async (file) => {
    write(file, { config: prefixed("homeport", { ...sibling, portOffsets: offsets }) });
    await give(prefixed("homeport", own));
    expect(refusal(loadSettings)).toContain(clash);
  });

  test("in a project of another name, which uses the components from their package", async () => {
    write("Pulumi.yaml", { name: "attic", runtime: "nodejs" });
    write("Pulumi.prod.yaml", { config: prefixed("attic", { ...sibling, portOffsets: offsets }) });
    await give(prefixed("attic", own), "attic");
    expect(refusal(loadSettings)).toContain(clash);
  });

  test("but not with the stack's own file, nor with one that sets nothing", async () => {
    write("Pulumi.staging.yaml", { config: prefixed("homeport", own) });
    write("Pulumi.prod.yaml", { config: prefixed("homeport", sibling) });
    writeFileSync(join(folder, "Pulumi.new.yaml"), "");
    write("Pulumi.other.yaml", { encryptionsalt: "v1:x" });
    await give(prefixed("homeport", own));
    expect(loadSettings().farm.ports.http).toBe(7171);
  });
});

describe("secretSetting", () => {
  test("a missing secret is refused with the command that sets it", async () => {
    await give({});
    expect(refusal(() => secretSetting("vault"))).toBe(
      "secrets:vault: this secret is missing.\n" +
        "  Set it with: pulumi config set --secret secrets:vault --stack staging",
    );
  });

  test("the command is called as the project brings it", async () => {
    writeFileSync(join(folder, "package.json"), JSON.stringify({ devDependencies: { pulumi: "3.0.0" } }));
    await give({});
    expect(refusal(() => secretSetting("vault"))).toContain("npx pulumi config set --secret secrets:vault");
  });

  test("a secret stays one, also where somebody set it in clear, which is warned of without its value", async () => {
    const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
    await give({ "secrets:vault": "hidden" });
    expect(await pulumi.isSecret(secretSetting("vault"))).toBe(true);
    const said = warn.mock.calls.join();
    expect(said).toContain("secrets:vault: it stands in clear in Pulumi.staging.yaml");
    expect(said).toContain("pulumi config set --secret secrets:vault --stack staging");
    expect(said).not.toContain("hidden");
    warn.mockClear();
    await give({ "secrets:vault": "hidden" }, "homeport", ["secrets:vault"]);
    secretSetting("vault");
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });
});
