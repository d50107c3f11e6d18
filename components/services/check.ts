import { z } from "zod";
import { hostDirectorySchema } from "../containers/hostDirectorySchema";
import { containerFields } from "../containers/schema";
import { wordsSchema } from "../containers/words";
import { someDomainsSchema } from "../shared/domainsSchema";
import { expecting } from "../shared/expecting";
import { type Fields, problemsOf, soundFor } from "../shared/problems";
import { refuse, warnOfUnpinned } from "../shared/refuse";
import { resourceSchema, typeOf } from "../shared/resourceSchema";
import { nameSchema, pathSchema, secondsSchema, yesOrNo } from "../shared/schemas";
import { type DomainServiceArgs, routersOf, type ServiceVolume } from "./args";
import { routerProblems, routersSchema } from "./checkRouters";
import { crossProblems } from "./crossChecks";
import { sharingProblems } from "./sharing";
import { udpProblems, udpSchema } from "./udp";
import { unvisitedProblems } from "./unvisited";
import { volumeBackupSchema } from "./volumeBackupSchema";
import { existingSchema } from "./volumeSchema";
import { wayProblems } from "./wayProblems";
import { alsoSchema, wayFields } from "./waySchema";

const count = expecting("a whole number, at least 1 and at most 50", "2");
const absolute = pathSchema("an absolute path", "/var/lib/app");

const volumeSchema = z.strictObject(
  {
    name: nameSchema,
    path: absolute,
    of: resourceSchema(typeOf("DomainService"), "another DomainService", "app").optional(),
    readOnly: yesOrNo(true).optional(),
    existing: existingSchema.optional(),
    directory: hostDirectorySchema.optional(),
    shared: yesOrNo(true).optional(),
    perHost: yesOrNo(true).optional(),
    backup: volumeBackupSchema.optional(),
  } satisfies Fields<ServiceVolume>,
  expecting("a volume", '{ name: "data", path: "/data" }'),
);

/** What the arguments of a service have to look like. */
export const serviceSchema = z.strictObject(
  {
    router: routersSchema,
    ...wayFields,
    domains: someDomainsSchema,
    also: alsoSchema.optional(),
    udp: udpSchema.optional(),
    ...containerFields,
    volumes: z
      .array(volumeSchema, expecting("a list of volumes", '[{ name: "data", path: "/data" }]'))
      .optional(),
    replicas: z.int(count).min(1, count).max(50, count).optional(),
    healthCommand: wordsSchema('["wget", "-q", "http://127.0.0.1:8080/"]').optional(),
    readySeconds: secondsSchema.optional(),
    drainSeconds: secondsSchema.optional(),
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
    ...(soundFor(wrong, "domains") ? unvisitedProblems(args) : []),
    ...wayProblems(args, wrong),
    ...routerProblems(service, args, wrong),
    ...sharingProblems(service, args, wrong),
    ...(soundFor(wrong, "udp", "replicas", "router")
      ? udpProblems(
          args,
          routersOf(args).map(({ network }) => network),
        )
      : []),
  ]);
  warnOfUnpinned(service, "image", args.image);
}
