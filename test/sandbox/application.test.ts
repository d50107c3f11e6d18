import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildTestImages } from "../images/build";
import { entriesImage, testImages } from "../images/tags";
import { type Container, containers, docker, logsOf, runIn } from "../support/containers";
import { ask } from "../support/http";
import { trust } from "../support/trust";
import { type Sandbox, startSandbox } from "./sandbox";

const project = path.join(__dirname, "fixtures/application");
const stacks = ["prod", "staging"] as const;
type Stack = (typeof stacks)[number];

let sandbox: Sandbox;
beforeAll(async () => {
  await buildTestImages(() => {});
  const images = { haproxy: testImages.haproxy, traefik: testImages.traefik, app: entriesImage };
  sandbox = await startSandbox({
    project,
    program: path.join(project, "index.ts"),
    stacks: [...stacks],
    config: { "application:images": images },
    stackConfig: {
      prod: {
        "application:subnet": "10.213.26.0/24",
        "application:ports": { http: 27270, https: 27243, stats: 27204 },
      },
      staging: {
        "application:subnet": "10.213.27.0/24",
        "application:ports": { http: 27370, https: 27343, stats: 27304 },
      },
    },
  });
  for (const stack of stacks) trust(baseOf(stack), String(sandbox.outputs[stack]?.authority?.value));
});
afterAll(() => sandbox?.stop());

const baseOf = (stack: Stack): string => {
  const { value = {} } = sandbox.outputs[stack]?.addresses ?? {};
  return (value as { https?: string }).https ?? "";
};

async function one(stack: Stack, component: string): Promise<Container> {
  const [first, ...more] = await containers({
    "homeport.sandbox": sandbox.id,
    "homeport.environment": stack,
    "homeport.component": component,
  });
  if (!first || more.length > 0) throw new Error(`there is not one ${component}`);
  return first;
}

const networksOf = ({ NetworkSettings }: Container) => Object.keys(NetworkSettings.Networks);
const addressIn = ({ NetworkSettings }: Container, network: string) =>
  NetworkSettings.Networks[network]?.IPAddress ?? "";

describe.each(stacks)("in %s, an application", (stack) => {
  test.each(["pad", "cloud"])("has its own database, by a name that others have, too: %s", async (name) => {
    const { status, text } = await ask(baseOf(stack), `${name}.example.org`, "/cgi-bin/page");
    expect([status, text.trim()]).toEqual([200, `${name} of ${stack}`]);
  });

  test("keeps its database to itself: another one's container reaches it neither by name nor by address", async () => {
    const [db, web, stranger] = await Promise.all([
      one(stack, "pad/db"),
      one(stack, "pad/web"),
      one(stack, "cloud/web"),
    ]);
    const [own = "", ...others] = networksOf(db);
    expect(others).toEqual([]);
    expect(networksOf(web)).toContain(own);
    const fetch = (from: Container, from_: string) =>
      runIn(from, ["sh", "-c", `timeout 3 wget -q -O - http://${from_}:3306/mark || echo none`]);
    expect(await fetch(web, addressIn(db, own))).toContain("pad of");
    expect(await fetch(stranger, addressIn(db, own))).toContain("none");
    expect(await fetch(stranger, db.Name.slice(1))).toContain("none");
  });

  test("has the farm's names in its network, which lead to its own farm", async () => {
    const db = await one(stack, "pad/db");
    const [own = ""] = networksOf(db);
    const hairpins = await Promise.all([1, 2].map((at) => one(stack, `hairpin-${at}`)));
    const found = await runIn(db, ["nslookup", "cloud.example.org"]);
    expect(hairpins.some((hairpin) => found.includes(addressIn(hairpin, own)))).toBe(true);
    const port = new URL(baseOf(stack)).port;
    const asked = await runIn(db, ["sh", "-c", "wget -S -O - http://cloud.example.org/ 2>&1 || :"]);
    expect(asked).toContain(`https://cloud.example.org:${port}/`);
  });

  test("has had its job done once, in a container that has ended", async () => {
    const filters = {
      label: [
        "homeport.component=pad/check",
        `homeport.sandbox=${sandbox.id}`,
        `homeport.environment=${stack}`,
      ],
    };
    const [job, ...more] = await docker.listContainers({ all: true, filters });
    expect(more).toEqual([]);
    expect(job?.Status).toMatch(/^Exited \(0\)/);
    expect(await logsOf(job?.Id ?? "")).toContain(`pad of ${stack}`);
  });
});
