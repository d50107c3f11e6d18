import { expect, test } from "vitest";
import type { DatabaseKind } from "../../../components/databases/args";
import { engineOf } from "../../../components/databases/engines";
import { claimProblem, engineLabel, skewProblem } from "../../../components/databases/version";
import type { Upgrade } from "../../../components/survey/upgrades";

const state = (label: string) =>
  new Map([
    [
      "urn",
      {
        type: "docker:index/container:Container",
        outputs: { labels: [{ label: engineLabel, value: label }], volumes: [{ volumeName: "data-1" }] },
      },
    ],
  ]);
const claim = { path: "db.engine.image", part: "db", stack: "prod" };
const problem = (
  kind: DatabaseKind,
  image: string,
  before: string,
  volume = "data-1",
  upgrades: readonly Upgrade[] = [],
) => claimProblem({ ...claim, engine: engineOf(kind), image }, volume, state(before), upgrades);

test.each<[DatabaseKind, image: string, before: string]>([
  ["postgres", "postgres:17.9", "postgres 17"],
  ["postgres", "postgres:17.1", "postgres 17"],
  ["mariadb", "mariadb:11.8.1", "mariadb 11.8"],
  ["valkey", "valkey/valkey:9.0", "valkey 8"],
])("%s as %s goes on with the data of %s", (kind, image, before) => {
  expect(problem(kind, image, before)).toBeUndefined();
});

test.each<[DatabaseKind, image: string, before: string]>([
  ["postgres", "postgres:17.6", "postgres 15"],
  ["postgres", "postgres:15.6", "postgres 17"],
  ["mariadb", "mariadb:11.8.5", "mariadb 10.11"],
  ["mariadb", "mariadb:11.4.5", "mariadb 11.8"],
  ["mysql", "mysql:8.4.7", "mysql 8.0"],
  ["mysql", "mysql:8.4.7", "mariadb 11.8"],
  ["mongodb", "mongo:8.0.1", "mongodb 7.0"],
  ["valkey", "valkey/valkey:8.1", "valkey 9"],
  ["redis", "redis:8.2", "valkey 8"],
])("%s as %s is refused on the data of %s, with the way out", (kind, image, before) => {
  const said = problem(kind, image, before);
  expect(said).toContain(`db.engine.image: ${image} is `);
  expect(said).toContain(`are of ${before}: `);
  expect(said).toContain("docs/databases.md");
  expect(said).toContain(`npx homeport upgrade-database db --to ${image} --stack prod `);
});

const upgrade = (from: string, to: string, volume = "data-1"): Upgrade => ({
  ...{ volume, from, to, mark: "mark" },
});
test.each<[upgrade: Upgrade, before: string, image: string, refused?: string]>([
  [upgrade("postgres 15", "postgres 17"), "postgres 15", "postgres:17.6"],
  [
    upgrade("postgres 15", "postgres 17"),
    "postgres 15",
    "postgres:15.6",
    "are of postgres 17, since an upgrade",
  ],
  [upgrade("postgres 15", "postgres 17"), "postgres 17", "postgres:17.7"],
  // The way back, once an update has had the new server.
  [upgrade("postgres 17", "postgres 15"), "postgres 17", "postgres:15.6"],
  [
    upgrade("postgres 17", "postgres 15"),
    "postgres 17",
    "postgres:17.6",
    "are of postgres 15, since an upgrade",
  ],
  // What the engine remembers of another time, or of another volume.
  [upgrade("postgres 14", "postgres 15"), "postgres 17", "postgres:17.6"],
  [upgrade("postgres 15", "postgres 17", "data-2"), "postgres 15", "postgres:17.6", "are of postgres 15: "],
])("with %o, and %s in the state, %s", (remembered, before, image, refused) => {
  const said = problem("postgres", image, before, "data-1", [remembered]);
  if (refused === undefined) expect(said).toBeUndefined();
  else expect(said).toContain(refused);
});

test("another volume is nobody's affair", () => {
  expect(problem("postgres", "postgres:17.6", "postgres 15", "data-2")).toBeUndefined();
});

test.each([
  ["postgres 17", "postgres 17", undefined],
  ["postgres 15", "postgres 17", undefined],
  ["postgres 17", "postgres 15", "the dump is of postgres 17, and the server is postgres 15: an older one"],
  ["postgres 9", "postgres 10", undefined],
  ["mariadb 10.11", "mariadb 11.8", undefined],
  ["mariadb 11.8", "mariadb 10.11", "an older one may not read it"],
  ["mariadb 11.8", "mariadb 11.4", "an older one may not read it"],
  ["mysql 8.4", "mariadb 11.8", "the dump is of mysql 8.4, and the server is mariadb 11.8: neither reads"],
  ["valkey 8", "redis 8", "neither reads the other's"],
])("a dump of %s into %s: %s", (dumped, server, refused) => {
  const said = skewProblem(dumped, server);
  if (refused === undefined) expect(said).toBeUndefined();
  else expect(said).toContain(refused);
});
