import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { domainProblem } from "../shared/domain";
import { shown } from "../shared/expecting";
import { judgeImage } from "../shared/image";
import { isMemorySize, type MemorySize } from "../shared/size";
import type { DomainServiceArgs } from "./args";

const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, "a name has 1–40 lower-case letters, digits and hyphens");
const seconds = z.int("whole seconds").min(0, "0 or more seconds").max(3600, "at most 3600 seconds");
const absolute = z.string().regex(/^\/[^:]*$/, "an absolute path; example: /var/lib/app");

const schema = z.object({
  domains: z
    .array(
      z.string().superRefine((domain, context) => {
        const problem = domainProblem(domain);
        if (problem) context.addIssue({ code: "custom", message: `no domain name: ${problem}` });
      }),
    )
    .min(1, "name at least one domain")
    .superRefine((all, context) => {
      const twice = all.find((domain, at) => all.indexOf(domain) !== at);
      if (twice !== undefined) context.addIssue({ code: "custom", message: `"${twice}" is named twice` });
    }),
  pathPrefix: z
    .string()
    .regex(
      /^(\/[\w.~-]+)+$/,
      'a prefix begins with "/", does not end with one, and has letters, digits, "-", "_", "." or "~"; example: /console',
    )
    .optional(),
  image: z
    .string()
    .refine((image) => judgeImage(image) !== "invalid", "no image reference; example: nginx:1.29.3-alpine"),
  port: z.int("a port (1–65535)").min(1, "a port (1–65535)").max(65535, "a port (1–65535)"),
  volumes: z.array(z.object({ name, path: absolute, shared: z.boolean().optional() })).optional(),
  replicas: z.int("a whole number").min(1, "at least 1").max(50, "at most 50").optional(),
  readiness: z
    .discriminatedUnion("kind", [
      z.object({ kind: z.literal("http"), path: z.string().startsWith("/", 'a path begins with "/"') }),
      z.object({ kind: z.literal("tcp") }),
    ])
    .optional(),
  readySeconds: seconds.optional(),
  drainSeconds: seconds.optional(),
  limits: z
    .object({
      memory: z
        .custom<MemorySize>(
          (size) => typeof size === "string" && isMemorySize(size),
          "an amount with its unit; example: 256MiB",
        )
        .optional(),
      cpus: z.number().min(0.1, "at least 0.1 of a processor").optional(),
      processes: z.int("a whole number").min(1, "at least 1").optional(),
    })
    .optional(),
  temporary: z.array(absolute).optional(),
});

/** Something that is wrong: where, and what is expected there. */
interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/**
 * Checks a service's settings before any resource exists.
 * @throws InputPropertiesError that names every setting that is not usable.
 */
export function checkService(service: string, args: DomainServiceArgs): void {
  const problems = [
    ...problemsOf(name, service, ["name"]),
    ...problemsOf(schema, args),
    ...crossChecks(args),
  ];
  if (problems.length > 0) {
    throw new pulumi.InputPropertiesError({
      message: `${service}: the service's settings are not usable`,
      errors: problems.map(({ path, message }) => ({ propertyPath: path.join("."), reason: message })),
    });
  }
  if (judgeImage(args.image) === "unpinned") {
    pulumi.log.warn(
      `${service}.image: "${args.image}" names no version: what runs can change unseen; example: nginx:1.29.3-alpine`,
    );
  }
}

const problemsOf = (expected: z.ZodType, value: unknown, at: readonly string[] = []): Problem[] =>
  (expected.safeParse(value).error?.issues ?? []).map(({ path, message }) => ({
    path: [...at, ...path],
    message: withFound(
      path.reduce<unknown>((inner, key) => inner?.[key as keyof typeof inner], value),
      message,
    ),
  }));

/** A list is not shown whole: its own message names the part that is wrong. */
const withFound = (found: unknown, message: string): string =>
  Array.isArray(found) ? message : `${shown(found)}: ${message}`;

function crossChecks({ volumes = [], replicas = 1, pathPrefix, stripPrefix }: DomainServiceArgs): Problem[] {
  const problems: Problem[] = [];
  if (replicas > 1 && volumes.some(({ shared }) => !shared)) {
    problems.push({
      path: ["replicas"],
      message: `${replicas}: a service with a private volume has one container; declare the volume shared or keep 1`,
    });
  }
  if (stripPrefix && !pathPrefix) {
    problems.push({ path: ["stripPrefix"], message: "true: there is no pathPrefix to strip" });
  }
  return problems;
}
