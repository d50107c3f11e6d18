import { z } from "zod";
import { expecting, shown } from "../shared/expecting";

const days = (example: string) => expecting("a whole number of days (1–398)", example);
const daysSchema = (example: string) => z.int(days(example)).min(1, days(example)).max(398, days(example));

const directory = expecting("an absolute path on the farm's host", "/etc/letsencrypt");

const authority = z
  .strictObject({
    source: z.literal("authority"),
    lifetimeDays: daysSchema("365").default(365).describe("validity of a certificate, in days."),
    renewDays: daysSchema("90").default(90).describe("how long before its end an update renews it, in days."),
  })
  .refine(({ lifetimeDays, renewDays }) => renewDays < lifetimeDays, {
    path: ["renewDays"],
    message: "a certificate would be renewed with every update; choose less than lifetimeDays",
  });

const files = z.strictObject({
  source: z.literal("files"),
  directory: z
    .string(directory)
    .regex(/^\/[^:]*$/, directory)
    .describe("certificates on the farm's host in certbot's layout."),
});

/** Where certificates come from, in settings and in a farm's arguments. */
export const certificatesSchema = z.discriminatedUnion("source", [authority, files], {
  error: (issue) =>
    issue.code === "invalid_union"
      ? `${shown((issue.input as { source?: unknown } | null)?.source)} is not a source of certificates (authority, files, acme); example: { source: authority }`
      : undefined,
});
