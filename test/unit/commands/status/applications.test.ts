import { afterEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../../support/removeFolder";
import { tellOf } from "../told";
import { exported, type FakeContainer, fakeWorld } from "./fakes";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) removeFolder(folder);
});

const member = (name: string, own: Partial<FakeContainer> = {}): FakeContainer => ({
  resource: `cloud-${name}-0`,
  component: `cloud/${name}`,
  type: "ApplicationContainer",
  ...own,
});
const job = (name: string, own: Partial<FakeContainer>) =>
  member(name, { resource: `cloud-${name}`, job: name, ...own });
const cloud = [
  member("app", { health: "healthy" }),
  member("db"),
  job("migrate", { state: "exited", exitCode: 0 }),
];
const front: FakeContainer[] = [
  { resource: "farm-haproxy", component: "farm", type: "HaproxyFarm", health: "healthy" },
  { resource: "router-traefik", component: "router", type: "TraefikRouter", health: "healthy" },
];

/** What a command says of a home with an application. */
function told(containers: readonly FakeContainer[], ...words: string[]) {
  const logs = Object.fromEntries(
    containers.map(({ resource }) => [`prod-${resource}-1`, `2026-11-27T10:00:00Z of ${resource}\n`]),
  );
  const all = [...containers, ...front];
  const folder = fakeWorld({ containers: all, states: { prod: exported(all) }, logs });
  folders.push(folder);
  return tellOf(words, { folder, variables: { PATH: `${folder}:/usr/bin:/bin` } });
}

describe("homeport status of an application", () => {
  test("has a row for each container, and a job that has ended well is done", async () => {
    const { code, out } = await told(cloud, "status");
    expect(code).toBe(0);
    for (const row of [/✓ {2}cloud\/app +healthy /, /✓ {2}cloud\/db +running /, /✓ {2}cloud\/migrate +done /])
      expect(out).toMatch(row);
  });

  test("knows a job that had nothing to do, and tells one that failed with where to look", async () => {
    expect((await told([...cloud.slice(0, 2), job("migrate", { state: "created" })], "status")).code).toBe(0);
    const { code, out } = await told([...cloud, job("index", { state: "exited", exitCode: 3 })], "status");
    expect(code).toBe(1);
    expect(out).toMatch(/cloud\/index .*stopped .*\(exit code 3\)/);
    expect(out).toContain("npx homeport logs cloud/index --stack prod");
  });
});

describe("a name of an application", () => {
  test.each([
    ["cloud", ["cloud-app-0", "cloud-db-0", "cloud-migrate"]],
    ["cloud/db", ["cloud-db-0"]],
    // As farm and outputs call it.
    ["cloud-db", ["cloud-db-0"]],
    ["cloud/migrate", ["cloud-migrate"]],
    ["cloud-app-0", ["cloud-app-0"]],
  ])("%s means %j", async (name, meant) => {
    const { code, out } = await told(cloud, "logs", name);
    expect(code).toBe(0);
    for (const one of meant) expect(out).toContain(`of ${one}\n`);
    expect(out.trim().split("\n")).toHaveLength(meant.length);
  });

  test("that is misspelt is told with the nearest, the application itself among them", async () => {
    expect((await told(cloud, "logs", "cluod")).err).toContain("did you mean cloud? there are: cloud/app, ");
    expect((await told(cloud, "logs", "cloud/bd")).err).toContain("did you mean cloud/db? ");
  });

  test("opens no shell where it is several containers: which one, a person has to say", async () => {
    expect(await told(cloud, "shell", "cloud")).toMatchObject({
      code: 2,
      err: "homeport shell: cloud is several containers, cloud/app, cloud/db; say which; example: npx homeport shell cloud/app\n",
    });
  });
});
