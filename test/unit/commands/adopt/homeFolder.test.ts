import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tellOf } from "../told";
import { folderWith } from "./home";

const compose = `services:
  app:
    image: shop:4
    volumes: [data:/data]
    labels: ["traefik.http.routers.shop.rule=Host(\`shop.example.org\`)"]
volumes: { data: {} }
`;
const project =
  "name: attic\nruntime: nodejs\nconfig:\n  attic:ports: { default: { http: 80, https: 443, stats: 8404, router: 88 } }\n";
const program = `const { hosts } = loadSettings();
const router = new TraefikRouter("router", { network });
const services = [site, notes];
`;
const stackFile = (subnet: string) => `config:\n  attic:network: { subnet: ${subnet} }\n`;

async function planIn(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = folderWith({ "shop/compose.yml": compose, ...files });
  const { code, err } = await tellOf(["adopt", "shop/compose.yml"], { folder, variables: { PATH: "" } });
  expect([code, err]).toEqual([0, ""]);
  return readFileSync(join(folder, "apps/shop.md"), "utf8");
}

/** What is said to be written, by file. */
const files = (plan: string) =>
  Object.fromEntries(
    [...plan.matchAll(/^`(Pulumi\.\w+\.yaml)`:\n\n```yaml\n([\s\S]*?)```/gm)].map(([, file, text]) => [
      file,
      text,
    ]),
  );

test("two stacks without settings are told places of their own", async () => {
  const plan = await planIn({
    "Pulumi.yaml": project,
    "index.ts": program,
    "package.json": '{ "devDependencies": { "pulumi": "3.265.0" } }',
  });
  expect(plan).not.toContain("pulumi new");
  expect(plan).toContain("npx pulumi stack select --create prod\nnpx pulumi stack select --create staging\n");
  expect(files(plan)).toEqual({
    "Pulumi.prod.yaml": expect.stringMatching(
      /attic:portOffsets: \{ farm: 0, router: 0 \}\n[\s\S]*subnet: 172\.30\.70\.0\/24/,
    ),
    "Pulumi.staging.yaml": expect.stringMatching(
      /attic:portOffsets: \{ farm: 101, router: 11 \}\n[\s\S]*subnet: 172\.30\.71\.0\/24/,
    ),
  });
  expect(plan).not.toMatch(/^pulumi /m);
});

test("a stack that has a place keeps it, and the other is told another one; the program's words are used", async () => {
  const plan = await planIn({
    "Pulumi.yaml": project,
    "Pulumi.staging.yaml": stackFile("172.30.70.0/24"),
    "index.ts": program,
  });
  expect(plan).toContain("pulumi stack select --create prod\n");
  expect(plan).not.toContain("--create staging");
  expect(Object.keys(files(plan))).toEqual(["Pulumi.prod.yaml"]);
  expect(files(plan)["Pulumi.prod.yaml"]).toContain("subnet: 172.30.71.0/24");
  expect(plan).toContain("const services = [site, notes, ...shop(router).services];");
  expect(plan).toContain("npx homeport smoke --stack prod\n");
});

test("a home that has all, or has no settings of ours, is told nothing of them", async () => {
  const both = {
    "Pulumi.yaml": project,
    "Pulumi.prod.yaml": stackFile("172.30.70.0/24"),
    "Pulumi.staging.yaml": stackFile("172.30.71.0/24"),
  };
  for (const text of [program, program.replace("loadSettings()", "{}")])
    expect(await planIn({ ...both, "index.ts": text })).not.toMatch(/--create|```yaml/);
  const own = await planIn({ "Pulumi.yaml": project, "index.ts": program.replace("loadSettings()", "{}") });
  expect(files(own)).toEqual({});
});

test("where there is no program, the plan begins with one of a template, and the package stays the one that is there", async () => {
  const plan = await planIn({ "package.json": '{ "dependencies": { "homeport": "file:../homeport.tgz" } }' });
  expect(plan).toMatch(
    /npx pulumi new \S*templates\/home --generate-only --yes --force --name homeport-adopt-\w+\nnpm install \.\.\/homeport\.tgz\n/,
  );
  expect(plan).toContain("const services = [site, ...shop(router).services];");
  expect(Object.keys(files(plan))).toEqual(["Pulumi.prod.yaml", "Pulumi.staging.yaml"]);
});

test("an application is not called as the home, which would take its settings for its own", async () => {
  const folder = folderWith({ "shop/compose.yml": compose, "Pulumi.yaml": project.replace("attic", "shop") });
  const { code, err } = await tellOf(["adopt", "shop/compose.yml"], { folder, variables: { PATH: "" } });
  expect(code).toBe(2);
  expect(err).toContain("--name: the home itself is called shop (in Pulumi.yaml)");
  const plan = await planIn({});
  expect(plan).not.toMatch(/--name shop\b/);
});
