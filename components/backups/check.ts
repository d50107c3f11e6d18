import { z } from "zod";
import { elsewhere, notOf } from "../shared/elsewhere";
import { expecting, expectingKind, expectingUnseen } from "../shared/expecting";
import { fromSecrets, secretSchema, textSchema } from "../shared/fields";
import { resourceOf } from "../shared/marks";
import { orLate } from "../shared/orLate";
import { type Fields, problemsOf, soundFor } from "../shared/problems";
import { refuse, warnOfUnpinned } from "../shared/refuse";
import { networkSchema, typeOf } from "../shared/resourceSchema";
import { imageSchema, limitsSchema, nameSchema, pathSchema, portSchema } from "../shared/schemas";
import type { BackupsArgs, DailySchedule, Keep, OftenSchedule } from "./args";
import { insideData, shared, twice } from "./between";
import { partProblems } from "./parts";
import type { DirectoryRepository, RestRepository, S3Repository, SftpRepository } from "./repository";

const pem = secretSchema("certificates as PEM", 'readFileSync("authority.pem", "utf8")').optional();

const other = notOf("the backups'");
const url = (example: string) => {
  const message = expecting(`a URL of http or https, without a user, ${other}`, example);
  return z.string(message).regex(new RegExp(`^https?://${elsewhere}[^\\s@]+$`), message);
};
const machine = expecting(`a name or an address, ${other}`, "backup.example.org");
const pingUrl = expectingUnseen(`a URL of http or https, ${other}`, fromSecrets("backup-ping"));

const kinds = [
  z.strictObject({
    kind: z.literal("rest"),
    url: url("https://backup.example.org:8000/prod"),
    user: textSchema("a user's name", "home").optional(),
    password: secretSchema("a password", fromSecrets("backup-password")).optional(),
    authority: pem,
  } satisfies Fields<RestRepository>),
  z.strictObject({
    kind: z.literal("s3"),
    url: url("https://s3.example.org"),
    bucket: textSchema("a bucket's name", "backups"),
    path: textSchema("a path in the bucket", "home").optional(),
    region: textSchema("a region", "eu-central-1").optional(),
    accessKey: secretSchema("a key's name", fromSecrets("s3-access-key")),
    secretKey: secretSchema("a key", fromSecrets("s3-secret-key")),
    authority: pem,
  } satisfies Fields<S3Repository>),
  z.strictObject({
    kind: z.literal("sftp"),
    address: z.string(machine).regex(new RegExp(`^${elsewhere}\\S+$`), machine),
    port: portSchema(22).optional(),
    user: textSchema("a user's name", "backup"),
    path: pathSchema("an absolute path", "/srv/backups/prod"),
    privateKey: secretSchema("a private key in OpenSSH's form", fromSecrets("backup-key")),
    hostKey: z
      .string(expecting("a host key", '"ssh-ed25519 AAAA…"'))
      .regex(/^(ssh|ecdsa)-\S+ \S+$/, expecting("a host key", '"ssh-ed25519 AAAA…"')),
  } satisfies Fields<SftpRepository>),
  z.strictObject({
    kind: z.literal("directory"),
    path: pathSchema("an absolute path of the host", "/mnt/disk/backups/prod"),
  } satisfies Fields<DirectoryRepository>),
] as const;

const repositorySchema = z.discriminatedUnion(
  "kind",
  [...kinds],
  expectingKind(
    "kind",
    "a kind of repository",
    ["rest", "s3", "sftp", "directory"],
    '{ kind: "directory", path: "/mnt/disk/backups/prod" }',
  ),
);

const time = expecting("a time of the day", '"03:15"');
const zone = expecting("a time zone", '"Europe/Vienna"');
const minutes = expecting("a whole number of minutes from 5 to 1440", "15");
const schedule = expecting("one of { at } and { everyMinutes }", '{ at: "03:15" }');

const scheduleSchema = z.union(
  [
    z.strictObject({
      at: z.string(time).regex(/^([01]\d|2[0-3]):[0-5]\d$/, time),
      timeZone: z.string(zone).refine(isTimeZone, zone).optional(),
    } satisfies Fields<DailySchedule>),
    z.strictObject({
      everyMinutes: z.int(minutes).min(5, minutes).max(1440, minutes),
    } satisfies Fields<OftenSchedule>),
  ],
  schedule,
);

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}

const span = expecting("a time in years, months, days or hours, more than none", '"14d" or "1y6m"');
const spanSchema = z
  .string(span)
  .regex(/^(?=.*[1-9])(\d{1,4}y)?(\d{1,4}m)?(\d{1,5}d)?(\d{1,6}h)?$/, span)
  .optional();
const percent = expecting("a number from 1 to 100", "4");

const backedUp = ["DomainService", "Database", "Application"].map((one) => resourceOf(typeOf(one)));
const backedUpSchema = z.custom(
  (value) => backedUp.includes(value as symbol),
  expecting("a DomainService, a Database or an Application", "blog"),
);

const backupsSchema = z.strictObject(
  {
    network: networkSchema,
    of: z
      .array(backedUpSchema, expecting("a list of services", "[blog, wiki]"))
      .min(1, expecting("a list of services", "[blog, wiki]")),
    repository: repositorySchema,
    encryption: secretSchema("a password", fromSecrets("backup-encryption")),
    schedule: scheduleSchema.optional(),
    keep: z
      .strictObject(
        { all: spanSchema, daily: spanSchema, monthly: spanSchema } satisfies Fields<Keep>,
        expecting("a group of times", '{ all: "14d", daily: "60d", monthly: "1y" }'),
      )
      .optional(),
    prune: z.enum(["here", "elsewhere"], expecting("here or elsewhere", '"elsewhere"')).optional(),
    checkPercent: z.number(percent).min(1, percent).max(100, percent).optional(),
    copies: z
      .array(
        repositorySchema,
        expecting("a list of repositories", '[{ kind: "directory", path: "/mnt/disk" }]'),
      )
      .optional(),
    ping: orLate(z.string(pingUrl).regex(new RegExp(`^https?://${elsewhere}\\S+$`), pingUrl)).optional(),
    image: imageSchema("restic/restic:0.18.1").optional(),
    sqliteImage: imageSchema("python:3.13.9-alpine3.22").optional(),
    limits: limitsSchema.optional(),
  } satisfies Fields<BackupsArgs>,
  expecting("a group of arguments", "{ network, of: [wiki], repository, encryption }"),
);

/**
 * Checks an environment's backups before any resource exists.
 * @throws RunError that names every argument that is not usable.
 */
export function checkBackups(name: string, args: BackupsArgs): void {
  const wrong = problemsOf(backupsSchema, args);
  refuse(name, [
    ...problemsOf(nameSchema, name, ["name"]),
    ...wrong,
    ...(soundFor(wrong, "of", "network") ? partProblems(args) : []),
    ...(soundFor(wrong, "repository", "copies") ? twice(args) : []),
    ...(soundFor(wrong, "repository", "copies", "network") ? shared(name, args) : []),
    ...(soundFor(wrong, "repository", "copies", "network", "of") ? insideData(args) : []),
  ]);
  warnOfUnpinned(name, "image", args.image);
  warnOfUnpinned(name, "sqliteImage", args.sqliteImage);
}
