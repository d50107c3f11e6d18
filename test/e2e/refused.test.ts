import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { idLabel } from "../sandbox/clean";
import type { Config } from "../sandbox/messages";
import { secretKey } from "../suite/scenario";
import { docker } from "../support/containers";
import { e2e } from "./floor";
import type { Home } from "./home";
import { everything } from "./life/unchanged";
import { basePorts, subnets, Workspace } from "./workspace";

const takenSubnet = "172.28.90.0/24";

/** What is wrong, the settings that make it so, and what the error has to name. */
const refusals: [string, Config, (string | RegExp)[]][] = [
  [
    "a port that is none",
    { "homeport:ports": { http: 70_700 } },
    ["ports.http: 70700", "a port (1–65535)", "Pulumi.prod.yaml"],
  ],
  ["an unknown setting", { "homeport:netwrok": {} }, ["netwrok", "network", "Pulumi.prod.yaml"]],
  [
    "a subnet that is none",
    { "homeport:network": { subnet: "172.28.70.0/240" } },
    ["network.subnet", "172.28.70.0/240", "Pulumi.prod.yaml"],
  ],
  [
    "a port that the sibling stack has",
    { "homeport:portOffsets": { farm: 101 } },
    ["ports.http", String(basePorts.http + 101), "Pulumi.staging.yaml"],
  ],
  [
    "a subnet that the sibling stack has",
    { "homeport:network": { subnet: subnets.staging } },
    ["network.subnet", subnets.staging, "Pulumi.staging.yaml"],
  ],
  [
    "a subnet that another Docker network has",
    { "homeport:network": { subnet: takenSubnet } },
    ["network.subnet", takenSubnet, /homeport-e2e-taken-\w+/],
  ],
  [
    "a domain that two services claim",
    { "scenario:extraDomain": "basket.example.org" },
    ["web", "basket", "basket.example.org"],
  ],
  [
    "a domain that is none",
    { "scenario:extraDomain": "under_score.example.org" },
    ["web", "domains.2", "under_score"],
  ],
  ["no replica at all", { "scenario:replicas": 0 }, ["web", "replicas", "at least 1"]],
  ["a secret that is missing", { [secretKey]: undefined }, [secretKey, "pulumi config set --secret"]],
];

e2e("a mistake is refused at preview", () => {
  let workspace: Workspace | undefined;
  let home: Home;
  beforeAll(async () => {
    workspace = await Workspace.open("suite");
    home = await workspace.stack("prod");
    await docker.createNetwork({
      Name: `homeport-e2e-taken-${workspace.id}`,
      IPAM: { Driver: "default", Config: [{ Subnet: takenSubnet }] },
      Labels: { [idLabel]: workspace.id },
    });
  });
  afterEach(() => home.restore());
  afterAll(() => workspace?.close());

  test.each(refusals)("%s: the error names it, and nothing was made", async (_, wrong, named) => {
    home.configure(wrong);
    const { failure } = await home.tryPreview();
    for (const words of named) expect(failure).toMatch(words);
    // Pulumi's own frame around it would hide the setting's name.
    expect(failure).not.toContain("error serializing property");
    expect(await everything(home.labels)).toEqual([]);
    expect(await resources(home)).toEqual([]);
  });

  test("a host without an engine: the error says what to install, and nothing was made", async () => {
    const { failure } = await home.tryPreview({ DOCKER_HOST: "tcp://127.0.0.1:1" });
    expect(failure).toMatch(/host infra: no Docker engine answers[\s\S]*apt-get install docker.io/);
    expect(failure).not.toContain("error serializing property");
    expect(await resources(home)).toEqual([]);
  });

  test("without a mistake the same preview passes: nothing else was wrong above", async () => {
    await home.preview();
  });
});

/** What the stack's state has. */
async function resources(home: Home): Promise<unknown[]> {
  const { deployment } = JSON.parse(await home.cli("stack", "export")) as {
    deployment: { resources?: unknown[] };
  };
  return deployment.resources ?? [];
}
