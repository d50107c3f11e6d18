import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { databaseKinds, engineOf } from "../../../components/databases/engines";
import { serverOf } from "../../../components/databases/server";
import { versionOf } from "../../../components/databases/version";
import { expectGolden } from "../golden";

describe.each(databaseKinds)("%s", (kind) => {
  const engine = engineOf(kind);
  const { ready, settle = "", dump, load, counts, ask } = engine;

  test("is started, asked, dumped and loaded as its golden file says", () => {
    const { container, dataPath } = serverOf("wiki", { engine: { kind } }, "s3cret-of-the-wiki");
    const files = engine.files({ database: "wiki", user: "wiki", password: "s3cret-of-the-wiki" });
    const { health, files: _, ...said } = container;
    const parts = { ready, settle, dump, load, counts, ask };
    expectGolden(
      `databases/${kind}.txt`,
      [
        JSON.stringify({ dataPath, ...said, files }, null, 2),
        ...Object.entries(parts).map(([name, shell]) => `== ${name}\n${shell}`),
        "",
      ].join("\n"),
    );
  });

  test.each(Object.entries({ ready, settle, dump, load, counts, ask }))(
    "a shell can read how it is asked for: %s",
    (_, shell) => {
      expect(spawnSync("sh", ["-n", "-c", shell], { encoding: "utf8" }).stderr).toBe("");
    },
  );

  test("no command line and no variable has the password", () => {
    const { container } = serverOf("wiki", { engine: { kind } }, "s3cret-of-the-wiki");
    const { files: _, ...shown } = container;
    expect(JSON.stringify(shown)).not.toContain("s3cret-of-the-wiki");
  });
});

test.each(databaseKinds)("%s is told less of a smaller limit, and never more than it", (kind) => {
  const words = (memory: number) => engineOf(kind).run(memory).join(" ");
  for (const memory of [64, 128, 256, 512, 4096, 65_536])
    for (const [, amount, unit] of words(memory).matchAll(/[= ](\d+)(MB|M|mb)\b/g))
      expect([memory, unit, Number(amount) <= memory * 0.65]).toEqual([memory, unit, true]);
  expect(words(512)).not.toBe(words(4096));
});

test.each([
  ["postgres:17.6", [17, 6]],
  ["registry.example.org:5000/postgres:18-alpine", [18]],
  ["mariadb:11.8.5-noble", [11, 8, 5]],
  ["team/db:v8.0", [8, 0]],
  ["postgres:latest", []],
  ["postgres:alpine3.22", []],
  ["postgres", []],
])("the version of %s is %j", (image, version) => {
  expect(versionOf(image)).toEqual(version);
});

test("PostgreSQL's image keeps its data elsewhere from 18 on, and all of the volume is the data", () => {
  for (const [image, path] of [
    ["postgres:17.6", "/var/lib/postgresql/data"],
    ["postgres:18.1", "/var/lib/postgresql"],
  ] as const) {
    const { dataPath, container } = serverOf("wiki", { engine: { kind: "postgres", image } }, "secret");
    expect([dataPath, container.environment?.PGDATA]).toEqual([path, path]);
  }
});
