import { z } from "zod";
import { stopSecondsSchema } from "../containers/process";
import { backupSchema, existingSchema } from "../services/volumeSchema";
import { expecting, expectingUnseen, shown } from "../shared/expecting";
import { orLate } from "../shared/orLate";
import type { Fields, Problem } from "../shared/problems";
import { networkSchema } from "../shared/resourceSchema";
import { imageSchema, limitsSchema, secondsSchema, yesOrNo } from "../shared/schemas";
import { toMebibytes } from "../shared/size";
import type { DatabaseArgs, DatabaseEngineArgs, DatabaseSettings, Rehearsal } from "./args";
import { databaseKinds, engineOf } from "./engines";
import { namesOf } from "./server";
import { versionOf } from "./version";

const kind = expecting(`a kind of database (${databaseKinds.join(", ")})`, '{ kind: "postgres" }');
const name = expecting("a name of 1–32 lower-case letters, digits and underscores, a letter first", '"wiki"');
const nameSchema = z.string(name).regex(/^[a-z][a-z0-9_]{0,31}$/, name);
const password = expectingUnseen(
  "a password of 8 to 128 letters, digits and signs but quotes, backslashes and spaces",
  'config.requireSecret("wiki-database")',
);

const engineSchema = z.strictObject(
  {
    kind: z.enum(databaseKinds, kind),
    image: imageSchema("postgres:17.6").optional(),
    nonTransactional: yesOrNo(true).optional(),
  } satisfies Fields<DatabaseEngineArgs>,
  expecting("which server it is", '{ kind: "postgres", image: "postgres:17.6" }'),
);

const scrub = expecting(
  'what takes out of the data what nobody may see elsewhere, or "none"',
  `"UPDATE users SET mail = 'nobody@example.org'"`,
);
const holds = expecting(
  "a question that the data answer with t, true or 1",
  '"SELECT count(*) > 0 FROM users"',
);

const rehearsalSchema = z.strictObject(
  {
    scrub: z.string(scrub).regex(/\S/, scrub),
    holds: z.string(holds).regex(/\S/, holds).optional(),
  } satisfies Fields<Rehearsal>,
  expecting("what becomes of its data in a rehearsal", '{ scrub: "none" }'),
);

/** What every database may say of itself. */
export const databaseFields = {
  engine: engineSchema,
  database: nameSchema.optional(),
  user: nameSchema.optional(),
  password: orLate(z.string(password).regex(/^[!#-&(-[\]-_a-~]{8,128}$/, password)).optional(),
  limits: limitsSchema.optional(),
  stopSeconds: stopSecondsSchema.optional(),
  startSeconds: secondsSchema.optional(),
  existing: existingSchema.optional(),
  backup: backupSchema.optional(),
  rehearsal: rehearsalSchema.optional(),
} satisfies Fields<DatabaseSettings>;

export const databaseSchema = z.strictObject(
  { network: networkSchema, ...databaseFields } satisfies Fields<DatabaseArgs>,
  expecting("a group of arguments", '{ network, engine: { kind: "postgres" } }'),
);

/** What is wrong between the settings of one database. */
export function databaseProblems(component: string, settings: DatabaseSettings): Problem[] {
  const { engine: given, database, user, password: secret, existing, limits } = settings;
  const engine = engineOf(given.kind);
  const image = given.image ?? engine.defaultImage;
  const names = namesOf(component, settings);
  const least = toMebibytes(engine.defaultMemory) / 4;
  const of = (path: string[], message: string): Problem => ({ path, message });
  return [
    ...(versionOf(image).length < engine.series
      ? [
          of(
            ["engine", "image"],
            `${shown(image)} does not say by its tag which ${engine.title} it is, and its data fit one ${engine.series === 1 ? "major version" : "series"} alone; example: ${shown(engine.defaultImage)}`,
          ),
        ]
      : []),
    ...(["database", "user"] as const).flatMap((name) => {
      const one = names[name];
      const path = [settings[name] === undefined ? "database" : name];
      if (!engine.isNamed)
        return settings[name] === undefined
          ? []
          : [of([name], `${shown(one)}: ${engine.title} has no names for that; leave it out`)];
      const reserved = name === "database" ? engine.reserved.databases : engine.reserved.users;
      if (reserved.includes(one))
        return [of(path, `${shown(one)} is ${engine.title}'s own; choose another name`)];
      return one.length > 32
        ? [of(path, `${shown(one)}, from the component's name, has more than 32 characters; name one`)]
        : [];
    }),
    ...(given.nonTransactional !== undefined && given.kind !== "mariadb" && given.kind !== "mysql"
      ? [of(["engine", "nonTransactional"], `${engine.title} has no such tables; leave it out`)]
      : []),
    ...(existing !== undefined && engine.isNamed && (secret === undefined || (database ?? user) === undefined)
      ? [
          of(
            [secret === undefined ? "password" : "database"],
            `the data in the volume ${shown(existing)} know who may read them: say database, user and password`,
          ),
        ]
      : []),
    ...(settings.rehearsal && settings.backup !== undefined
      ? [
          of(
            ["rehearsal"],
            `a rehearsal takes data from Backups, and backup says that these are not there: ${shown(settings.backup)}; leave one of the two out`,
          ),
        ]
      : []),
    ...(limits?.memory !== undefined && toMebibytes(limits.memory) < least
      ? [
          of(
            ["limits", "memory"],
            `${shown(limits.memory)} is too little for ${engine.title}; give at least ${least}MiB`,
          ),
        ]
      : []),
  ];
}
