import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { domainProblem } from "../shared/domain";
import type { Limits } from "../shared/hardening";
import { judgeImage } from "../shared/image";
import { isMemorySize, type MemorySize } from "../shared/size";
import type { TraefikRouter } from "../traefikRouter/component";
import type { Probe } from "./route";

/** A directory of a service that outlives its containers. */
export interface ServiceVolume {
  /** Name within the service. */
  readonly name: string;
  /** Absolute path in the container. */
  readonly path: string;
  /**
   * Whether two containers may write to it at once. A private volume makes its service stop-first.
   * @default false
   */
  readonly shared?: boolean;
}

/** Settings of a service. */
export interface DomainServiceArgs {
  /** The router that sends the domains to the containers. */
  readonly router: TraefikRouter;
  /** Names that are served: exact ones, or `*.` for every name one level below. */
  readonly domains: readonly string[];
  /**
   * Only paths at and below this one.
   * @default all paths
   */
  readonly pathPrefix?: `/${string}`;
  /**
   * Whether the application sees paths without the prefix.
   * @default false
   */
  readonly stripPrefix?: boolean;
  /** Image of the containers, with a tag or digest. */
  readonly image: string;
  /** Port on which the containers serve HTTP. */
  readonly port: number;
  /**
   * Arguments for the image's entry point.
   * @default the image's own
   */
  readonly command?: readonly string[];
  /**
   * Environment values; wrap what nobody may read in `pulumi.secret`.
   * @default none
   */
  readonly environment?: Readonly<Record<string, pulumi.Input<string>>>;
  /** @default none */
  readonly volumes?: readonly ServiceVolume[];
  /**
   * Number of containers.
   * @default 1
   */
  readonly replicas?: number;
  /**
   * Command by which the engine watches a container's health.
   * @default the image's own
   */
  readonly healthCommand?: readonly string[];
  /**
   * How the router asks a container whether it can serve: an answer from 200 to 399 at a path, or an open port.
   * @default { kind: "http", path: "/" }
   */
  readonly readiness?: Probe;
  /**
   * How long a new container may take until it can serve, in seconds.
   * @default 60
   */
  readonly readySeconds?: number;
  /** @default 256MiB of memory, 1 processor, no limit of processes */
  readonly limits?: Limits;
  /**
   * How long running requests may take when their container goes, in seconds.
   * @default 5
   */
  readonly drainSeconds?: number;
  /**
   * Whether a visitor stays with one container, by a cookie.
   * @default false
   */
  readonly stickySessions?: boolean;
  /**
   * User and group of the processes.
   * @default the image's own
   */
  readonly user?: string;
  /**
   * Whether the containers cannot change their image's files.
   * @default false
   */
  readonly readOnly?: boolean;
  /**
   * Paths that are empty and writable, in memory.
   * @default none
   */
  readonly temporary?: readonly string[];
  /**
   * Linux capabilities that are kept, with the `CAP_` prefix.
   * @default those by which an image's entry point prepares its files and gives up root
   */
  readonly capabilities?: readonly string[];
}

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
        if (problem)
          context.addIssue({ code: "custom", message: `"${domain}" is no domain name: ${problem}` });
      }),
    )
    .min(1, "name at least one domain")
    .refine((all) => new Set(all).size === all.length, "a domain is named twice"),
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

/**
 * Checks a service's settings before any resource exists.
 * @throws InputPropertiesError that names every setting that is not usable.
 */
export function checkService(service: string, args: DomainServiceArgs): void {
  const issues = [
    ...(name.safeParse(service).error?.issues ?? []),
    ...(schema.safeParse(args).error?.issues ?? []),
    ...crossChecks(args),
  ];
  if (issues.length === 0) {
    if (judgeImage(args.image) === "unpinned") {
      pulumi.log.warn(
        `${service}.image: "${args.image}" names no version: what runs can change unseen; example: nginx:1.29.3-alpine`,
      );
    }
    return;
  }
  throw new pulumi.InputPropertiesError({
    message: `${service}: the service's settings are not usable`,
    errors: issues.map(({ path, message }) => ({ propertyPath: path.join("."), reason: message })),
  });
}

function crossChecks({ volumes = [], replicas = 1, pathPrefix, stripPrefix }: DomainServiceArgs) {
  const issues: { path: string[]; message: string }[] = [];
  if (replicas > 1 && volumes.some(({ shared }) => !shared)) {
    issues.push({
      path: ["replicas"],
      message: "a service with a private volume has one container; declare the volume shared or keep 1",
    });
  }
  if (stripPrefix && !pathPrefix) {
    issues.push({ path: ["stripPrefix"], message: "there is no pathPrefix to strip" });
  }
  return issues;
}
