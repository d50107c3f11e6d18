import { z } from "zod";
import { hostDirectorySchema } from "../containers/hostDirectorySchema";
import { containerFields } from "../containers/schema";
import { wordsSchema } from "../containers/words";
import type { DatabaseSettings } from "../databases/args";
import { databaseFields } from "../databases/schema";
import { udpSchema } from "../services/udp";
import { volumeBackupSchema } from "../services/volumeBackupSchema";
import { existingSchema } from "../services/volumeSchema";
import { wayFields } from "../services/waySchema";
import { someDomainsSchema } from "../shared/domainsSchema";
import { expecting } from "../shared/expecting";
import { type Fields, problemsOf } from "../shared/problems";
import { resourceSchema, typeOf } from "../shared/resourceSchema";
import { nameSchema, pathSchema, secondsSchema, subnetSchema, yesOrNo } from "../shared/schemas";
import type {
  ApplicationArgs,
  ApplicationContainer,
  ApplicationJob,
  ApplicationMount,
  ApplicationPlace,
  Web,
} from "./args";

const count = expecting("a whole number, at least 1 and at most 50", "2");
const condition = expecting('"started" or "healthy" of a container, or "done" of a job', '{ db: "healthy" }');
const alias = expecting(
  "a name that containers call: lower-case letters, digits, hyphens, underscores and dots",
  "database",
);
const subpath = expecting("a path below the place, without a part that is ..", "uploads/2026");
const limit = expecting("a number of whole seconds, at least 1 and at most 86400, a day", "600");

/** Groups whose members have names of the program's choice. */
const named = (schema: z.ZodType, expected: string, example: string) =>
  z.record(z.string(), schema, expecting(expected, example)).superRefine((all, context) => {
    for (const name of Object.keys(all))
      for (const { message } of problemsOf(nameSchema, name))
        context.addIssue({ code: "custom", path: [name], message });
  });

const placeSchema = z.strictObject(
  {
    existing: existingSchema.optional(),
    directory: hostDirectorySchema.optional(),
    shared: yesOrNo(true).optional(),
    backup: volumeBackupSchema.optional(),
  } satisfies Fields<ApplicationPlace>,
  expecting("a place for data", '{}, { existing: "nextcloud_html" } or { directory: "/srv/photos" }'),
);

const mountSchema = z.strictObject(
  {
    volume: nameSchema,
    path: pathSchema("an absolute path", "/var/lib/mysql"),
    readOnly: yesOrNo(true).optional(),
    subpath: z
      .string(subpath)
      .regex(/^(?!\/)[^:\0]+$/, subpath)
      .refine((text) => !text.split("/").includes(".."), subpath)
      .optional(),
  } satisfies Fields<ApplicationMount>,
  expecting("a mount", '{ volume: "data", path: "/data" }'),
);

const wayExample = '{ domains: ["cloud.example.org"], port: 80 }';
const waySchema = z.strictObject(
  { name: nameSchema.optional(), ...wayFields } satisfies Fields<Web>,
  expecting("what a container answers for", wayExample),
);

/** One way in, which may have no name, or several. */
const webSchema = z.unknown().superRefine((given, context) => {
  const schema = Array.isArray(given)
    ? z.array(waySchema).min(1, expecting("a list with at least one way in", `[${wayExample}]`))
    : waySchema.extend({ domains: someDomainsSchema });
  for (const { path, message } of problemsOf(schema, given))
    context.addIssue({ code: "custom", path: [...path], message });
});

const afterSchema = z.record(
  z.string(),
  z.enum(["started", "healthy", "done"], condition),
  expecting("a group of conditions by name", '{ db: "healthy" }'),
);

const containerSchema = z.strictObject(
  {
    ...containerFields,
    aliases: z
      .array(
        z.string(alias).regex(/^[a-z0-9]([\w.-]{0,61}[a-z0-9])?$/, alias),
        expecting("a list of names", '["database"]'),
      )
      .optional(),
    after: afterSchema.optional(),
    mounts: z
      .array(mountSchema, expecting("a list of mounts", '[{ volume: "data", path: "/data" }]'))
      .optional(),
    web: webSchema.optional(),
    udp: udpSchema.optional(),
    replicas: z.int(count).min(1, count).max(50, count).optional(),
    readySeconds: secondsSchema.optional(),
    drainSeconds: secondsSchema.optional(),
  } satisfies Fields<ApplicationContainer>,
  expecting("a container", '{ image: "mariadb:11.8" }'),
);

const databaseSchema = z.strictObject(
  databaseFields satisfies Fields<DatabaseSettings>,
  expecting("a database", '{ engine: { kind: "postgres" } }'),
);

const jobSchema = z.strictObject(
  {
    like: nameSchema,
    command: wordsSchema('["bin/migrate"]'),
    entrypoint: wordsSchema('["php"]').optional(),
    after: afterSchema.optional(),
    seconds: z.int(limit).min(1, limit).max(86_400, limit).optional(),
    environment: containerFields.environment,
  } satisfies Fields<ApplicationJob>,
  expecting("a job", '{ like: "app", command: ["bin/migrate"] }'),
);

/** What the arguments of an application have to look like. */
export const applicationSchema = z.strictObject(
  {
    router: resourceSchema(
      typeOf("TraefikRouter"),
      "one TraefikRouter: an application's data are on one host",
      'new TraefikRouter("router", { network })',
    ),
    volumes: named(
      placeSchema,
      "a group of places by name",
      '{ data: {}, db: { existing: "cloud_db" } }',
    ).optional(),
    databases: named(
      databaseSchema,
      "a group of databases by name",
      '{ db: { engine: { kind: "postgres" } } }',
    ).optional(),
    containers: named(
      containerSchema,
      "a group of containers by name",
      '{ app: { image: "nginx:1.29.3" } }',
    ).refine((all) => Object.keys(all).length > 0, "there is none; name at least one container"),
    jobs: named(
      jobSchema,
      "a group of jobs by name",
      '{ migrate: { like: "app", command: ["bin/migrate"] } }',
    ).optional(),
    subnet: subnetSchema.optional(),
  } satisfies Fields<ApplicationArgs>,
  expecting("a group of arguments", "{ router, containers: { app: { image, web: { domains, port: 80 } } } }"),
);
