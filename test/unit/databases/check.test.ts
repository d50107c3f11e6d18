import { describe, expect, test } from "vitest";
import type { ApplicationArgs } from "../../../components/applications/args";
import { checkApplication } from "../../../components/applications/check";
import type { DatabaseArgs } from "../../../components/databases/args";
import { checkDatabase } from "../../../components/databases/check";
import { databaseKinds } from "../../../components/databases/engines";
import { madeUp } from "../madeUp";
import { refusalsOf } from "../refusals";

const network = madeUp("EnvironmentNetwork", { networkName: "network" });
const postgres = { kind: "postgres" };
const usable = { network, engine: postgres };
const refused = (more: object, name = "wiki-db") =>
  refusalsOf(name, () => checkDatabase(name, { ...usable, ...more } as unknown as DatabaseArgs));

test.each(databaseKinds)("%s needs nothing but its kind", (kind) => {
  expect(refused({ engine: { kind } })).toEqual([]);
});

test("everything can be said", () => {
  expect(
    refused({
      ...{ engine: { ...postgres, image: "registry.example.org/postgres:18.1-alpine" }, database: "wiki" },
      ...{ user: "writer", password: "p@ss-w0rd!", limits: { memory: "1GiB" }, stopSeconds: 300 },
      ...{ startSeconds: 600, existing: "old_data", backup: "none" },
    }),
  ).toEqual([]);
  expect(refused({ rehearsal: { scrub: "none", holds: "SELECT true" } })).toEqual([]);
});

/** What is given, the path of what is wrong, and what is said of it. */
const bad: [object, path: string, ...said: string[]][] = [
  [{ engine: { kind: "oracle" } }, "engine.kind", '"oracle"', "postgres, mariadb", "{ kind:"],
  [{ engine: { image: "postgres:17" } }, "engine.kind", "missing"],
  [{ engine: { kind: "postgres", image: "Postgres:17" } }, "engine.image", "an image reference"],
  [
    { engine: { kind: "postgres", image: "postgres" } },
    "engine.image",
    '"postgres" does not say',
    "postgres:17",
  ],
  [{ engine: { kind: "postgres", image: "postgres:latest" } }, "engine.image", "PostgreSQL", "major version"],
  [{ engine: { kind: "mariadb", image: "mariadb:11" } }, "engine.image", "MariaDB", "series"],
  [{ engine: { ...postgres, nonTransactional: true } }, "engine.nonTransactional", "no such tables"],
  [{ database: "Wiki" }, "database", '"Wiki"', "lower-case"],
  [{ database: "template1" }, "database", "PostgreSQL's own"],
  [{ engine: { kind: "mariadb" }, user: "root" }, "user", "MariaDB's own"],
  [{ engine: { kind: "valkey" }, database: "wiki" }, "database", "Valkey has no names"],
  [{ password: "short" }, "password", "8 to 128"],
  [{ password: "with 'quotes'" }, "password", "quotes"],
  [{ limits: { memory: "32MiB" } }, "limits.memory", '"32MiB" is too little', "128MiB"],
  [{ existing: "old_data" }, "password", '"old_data"', "database, user and password"],
  [{ rehearsal: {} }, "rehearsal.scrub", "missing", '"none"'],
  [{ rehearsal: { scrub: " " } }, "rehearsal.scrub", "what nobody may see"],
  [{ rehearsal: { scrub: "none" }, backup: "none" }, "rehearsal", "takes data from Backups"],
  [{ backup: "" }, "backup", "what backs the volume up"],
  [{ imag: "x" }, "imag", "there is no such argument"],
  [{ network: "lan" }, "network", "an EnvironmentNetwork"],
];

test.each(bad)("%j is refused at %s", (more, path, ...said) => {
  const lines = refused(more).filter((line) => line.startsWith(`${path}:`));
  expect(lines).toHaveLength(1);
  for (const one of said) expect(lines[0]).toContain(one);
});

test("a password is shown in no message", () => {
  expect(refused({ password: "sEcret ünd" }).join()).not.toContain("sEcret");
});

test("a name that is taken from a long component is refused by its own name", () => {
  expect(refused({}, "a-database-with-a-name-that-is-too-long")).toEqual([
    expect.stringContaining("more than 32 characters; name one"),
  ]);
});

describe("databases of an application", () => {
  const app = { image: "cloud:1", after: { db: "healthy" as const } };
  const cloud = (more: object) =>
    refusalsOf("cloud", () =>
      checkApplication("cloud", {
        router: madeUp("TraefikRouter", {}),
        databases: { db: { engine: postgres } },
        containers: { app },
        ...more,
      } as unknown as ApplicationArgs),
    );

  test("are waited for as containers are", () => {
    expect(cloud({})).toEqual([]);
    expect(cloud({ containers: { app: { ...app, after: { db: "done" } } } })[0]).toContain("never done");
  });

  test.each<[object, path: string, said: string]>([
    [
      { databases: { db: { engine: { kind: "postgres", image: "postgres" } } } },
      "databases.db.engine.image",
      "tag",
    ],
    [{ databases: { Db: { engine: postgres } } }, "databases.Db", "lower-case"],
    [{ volumes: { db: {} } }, "volumes.db", "has its container and its volume by itself"],
    [{ containers: { app, db: { image: "postgres:17" } } }, "containers.db", "the name of a database too"],
    [
      { containers: { app: { ...app, aliases: ["db"] } } },
      "containers.app.aliases.0",
      "db is called so, too",
    ],
  ])("%j is refused", (more, path, said) => {
    expect(cloud(more)).toEqual([
      expect.stringMatching(new RegExp(`^${path.replaceAll(".", "\\.")}: .*${said}`)),
    ]);
  });
});
