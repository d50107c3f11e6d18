import { z } from "zod";
import { domainsSchema } from "../shared/domainsSchema";
import { expecting, shown } from "../shared/expecting";
import { type Problem, problemsOf, refuse, warnOfUnpinned } from "../shared/refuse";
import { imageSchema, limitsSchema, nameSchema, portSchema } from "../shared/schemas";
import { allowSchema, usersSchema } from "./access";
import type { DomainServiceArgs } from "./args";
import { routerProblems } from "./checkRouters";

const seconds = z
  .int(expecting("a number of whole seconds", "30"))
  .min(0, expecting("0 or more seconds", "30"))
  .max(3600, expecting("at most 3600 seconds", "30"));
const count = expecting("a whole number, at least 1 and at most 50", "2");
const absolute = z
  .string(expecting("an absolute path", "/var/lib/app"))
  .regex(/^\/[^:]*$/, expecting("an absolute path", "/var/lib/app"));
const urlPath = z
  .string(expecting("a path", "/health"))
  .startsWith("/", expecting('a path that begins with "/"', "/health"));
const prefix = expecting(
  'a prefix: it begins with "/", does not end with one, and has letters, digits, "-", "_", "." or "~"',
  "/console",
);
const backup = expecting("what backs the volume up, in words", '"restic, every night" or "none"');

const existing = expecting("an engine's name of a volume", "nextcloud_html");

const kindOfReadiness = (input: unknown): string =>
  `${shown((input as { kind?: unknown } | null)?.kind)} is not a kind of readiness (http, tcp); example: { kind: "tcp" }`;

const schema = z.object({
  domains: domainsSchema,
  allow: allowSchema.optional(),
  users: usersSchema.optional(),
  pathPrefix: z
    .string(prefix)
    .regex(/^(\/[\w.~-]+)+$/, prefix)
    .optional(),
  image: imageSchema("nginx:1.29.3-alpine"),
  port: portSchema(8080),
  volumes: z
    .array(
      z.object({
        name: nameSchema,
        path: absolute,
        existing: z
          .string(existing)
          .regex(/^[a-zA-Z0-9][\w.-]+$/, existing)
          .optional(),
        shared: z.boolean().optional(),
        perHost: z.boolean().optional(),
        backup: z.string(backup).regex(/\S/, backup).optional(),
      }),
    )
    .optional(),
  replicas: z.int(count).min(1, count).max(50, count).optional(),
  readiness: z
    .discriminatedUnion(
      "kind",
      [z.object({ kind: z.literal("http"), path: urlPath }), z.object({ kind: z.literal("tcp") })],
      { error: (issue) => (issue.code === "invalid_union" ? kindOfReadiness(issue.input) : undefined) },
    )
    .optional(),
  readySeconds: seconds.optional(),
  drainSeconds: seconds.optional(),
  limits: limitsSchema.optional(),
  temporary: z.array(absolute).optional(),
});

/**
 * Checks a service's settings before any resource exists.
 * @throws InputPropertiesError that names every setting that is not usable.
 */
export function checkService(service: string, args: DomainServiceArgs): void {
  refuse(service, [
    ...problemsOf(nameSchema, service, ["name"]),
    ...problemsOf(schema, args),
    ...crossChecks(args),
    ...routerProblems(service, args),
  ]);
  warnOfUnpinned(service, "image", args.image);
}

function crossChecks({ volumes = [], replicas = 1, pathPrefix, stripPrefix }: DomainServiceArgs): Problem[] {
  const problems: Problem[] = [];
  if (replicas > 1 && volumes.some(({ shared }) => !shared)) {
    problems.push({
      path: ["replicas"],
      message: `${replicas}: a service with a private volume has one container; declare the volume shared or keep 1`,
    });
  }
  for (const key of ["name", "path"] as const) {
    const values = volumes.map((volume) => volume[key]);
    const twice = values.find((value, at) => values.indexOf(value) !== at);
    if (twice !== undefined) {
      problems.push({
        path: ["volumes"],
        message: `${shown(twice)} is the ${key} of two volumes; give each its own`,
      });
    }
  }
  if (stripPrefix && !pathPrefix) {
    problems.push({ path: ["stripPrefix"], message: "true: there is no pathPrefix to strip" });
  }
  return problems;
}
