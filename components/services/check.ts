import { z } from "zod";
import { expecting, expectingUnseen } from "../shared/expecting";
import { orLate } from "../shared/orLate";
import { type Fields, problemsOf } from "../shared/problems";
import { refuse, warnOfUnpinned } from "../shared/refuse";
import { resourceSchema, typeOf } from "../shared/resourceSchema";
import { imageSchema, limitsSchema, nameSchema, pathSchema, secondsSchema, yesOrNo } from "../shared/schemas";
import type { DomainServiceArgs, ServiceVolume } from "./args";
import { capabilitySchema } from "./capabilities";
import { routerProblems, routersSchema } from "./checkRouters";
import { crossProblems } from "./crossChecks";
import { hostnameSchema, hostsSchema, stopSecondsSchema, stopSignalSchema } from "./process";
import { sharingProblems } from "./sharing";
import { temporarySchema } from "./temporary";
import { volumeBackupSchema } from "./volumeBackup";
import { wayProblems } from "./wayProblems";
import { alsoSchema, wayFields } from "./waySchema";

const count = expecting("a whole number, at least 1 and at most 50", "2");
const absolute = pathSchema("an absolute path", "/var/lib/app");
const user = expecting("a user, or a user and a group", '"1000:1000"');
const variable = expectingUnseen("a text", '"8080"');
const existing = expecting("an engine's name of a volume", "nextcloud_html");

const words = (expected: string, example: string) =>
  z
    .array(z.string(expecting("a text", '"8080"')), expecting(expected, example))
    .min(1, expecting(expected, example));

const volumeSchema = z.strictObject(
  {
    name: nameSchema,
    path: absolute,
    of: resourceSchema(typeOf("DomainService"), "another DomainService", "app").optional(),
    readOnly: yesOrNo(true).optional(),
    existing: z
      .string(existing)
      .regex(/^[a-zA-Z0-9][\w.-]+$/, existing)
      .optional(),
    shared: yesOrNo(true).optional(),
    perHost: yesOrNo(true).optional(),
    backup: volumeBackupSchema.optional(),
  } satisfies Fields<ServiceVolume>,
  expecting("a volume", '{ name: "data", path: "/data" }'),
);

const environmentSchema = z
  .record(z.string(), orLate(z.string(variable)), expectingUnseen("a group of texts", '{ PORT: "8080" }'))
  .superRefine((variables, context) => {
    for (const name of Object.keys(variables).filter((name) => name === "" || name.includes("=")))
      context.addIssue({
        code: "custom",
        path: [name],
        message: expecting('the name of a variable: it is not empty, and without "="', "PORT").error({
          input: name,
        }),
      });
  });

/** What the arguments of a service have to look like. */
export const serviceSchema = z.strictObject(
  {
    router: routersSchema,
    ...wayFields,
    also: alsoSchema.optional(),
    image: imageSchema("nginx:1.29.3-alpine"),
    command: words("a list of texts, one for each word", '["node", "server.js"]').optional(),
    environment: environmentSchema.optional(),
    volumes: z
      .array(volumeSchema, expecting("a list of volumes", '[{ name: "data", path: "/data" }]'))
      .optional(),
    replicas: z.int(count).min(1, count).max(50, count).optional(),
    healthCommand: words(
      "a list of texts, one for each word",
      '["wget", "-q", "http://127.0.0.1:8080/"]',
    ).optional(),
    readySeconds: secondsSchema.optional(),
    limits: limitsSchema.optional(),
    drainSeconds: secondsSchema.optional(),
    user: z
      .string(user)
      .regex(/^[\w.-]+(:[\w.-]+)?$/, user)
      .optional(),
    readOnly: yesOrNo(true).optional(),
    temporary: temporarySchema.optional(),
    stopSeconds: stopSecondsSchema.optional(),
    stopSignal: stopSignalSchema.optional(),
    hostname: hostnameSchema.optional(),
    hosts: hostsSchema.optional(),
    trustAuthority: yesOrNo(true).optional(),
    capabilities: z
      .array(capabilitySchema, expecting("a list of capabilities", '["NET_BIND_SERVICE"]'))
      .optional(),
  } satisfies Fields<DomainServiceArgs>,
  expecting("a group of arguments", '{ router, domains: ["blog.example.org"], image, port: 8080 }'),
);

/**
 * Checks a service's arguments before any resource exists.
 * @throws RunError that names every argument that is not usable.
 */
export function checkService(service: string, args: DomainServiceArgs): void {
  const wrong = problemsOf(serviceSchema, args);
  refuse(service, [
    ...problemsOf(nameSchema, service, ["name"]),
    ...wrong,
    ...crossProblems(args, wrong),
    ...wayProblems(args, wrong),
    ...routerProblems(service, args, wrong),
    ...sharingProblems(service, args, wrong),
  ]);
  warnOfUnpinned(service, "image", args.image);
}
