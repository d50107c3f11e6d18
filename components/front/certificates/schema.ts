import { z } from "zod";
import { expecting, expectingKind } from "../../shared/expecting";
import type { Fields } from "../../shared/problems";
import { resourceSchema, typeOf } from "../../shared/resourceSchema";
import { pathSchema } from "../../shared/schemas";
import { acmeSchema, givenCredentials, namedCredentials } from "./issuer/check";
import type { AuthorityCertificates, FarmCertificates, FileCertificates } from "./source";

const days = (example: string) => expecting("a whole number of days (1–398)", example);
const daysSchema = (example: string) => z.int(days(example)).min(1, days(example)).max(398, days(example));

const authority = z
  .strictObject({
    source: z.literal("authority"),
    lifetimeDays: daysSchema("365").default(365).describe("validity of a certificate, in days."),
    renewDays: daysSchema("90").default(90).describe("how long before its end an update renews it, in days."),
  } satisfies Fields<AuthorityCertificates>)
  .refine(({ lifetimeDays, renewDays }) => renewDays < lifetimeDays, {
    path: ["renewDays"],
    message: "a certificate would be renewed with every update; choose less than lifetimeDays",
  });

const files = z.strictObject({
  source: z.literal("files"),
  directory: pathSchema("an absolute path on the farm's host", "/etc/letsencrypt").describe(
    "certificates on the farm's host in certbot's layout.",
  ),
} satisfies Fields<FileCertificates>);

const farm = z.strictObject({
  source: z.literal("farm"),
  farm: resourceSchema(typeOf("HaproxyFarm"), "a farm of the program", "atticFarm"),
} satisfies Fields<FarmCertificates>);

const expectingSource = (...names: string[]) =>
  expectingKind("source", "a source of certificates", names, "{ source: authority }");

/** Where certificates come from, in a farm's arguments. */
export const certificatesSchema = z.discriminatedUnion(
  "source",
  [authority, files, acmeSchema(givenCredentials), farm],
  expectingSource("authority", "files", "acme", "farm"),
);

/** Where certificates come from, in settings: secrets are named there and not told, and farms are none. */
export const declaredCertificatesSchema = z.discriminatedUnion(
  "source",
  [authority, files, acmeSchema(namedCredentials)],
  expectingSource("authority", "files", "acme"),
);
