import { z } from "zod";
import { standsFor } from "../shared/domain";
import { expecting, expectingKind, shown } from "../shared/expecting";
import type { Fields, Problem } from "../shared/problems";
import type { HttpProbe, Probe } from "./probe";

const path = expecting(
  'a path as a browser would send it: it begins with one "/", has no "." or ".." for a part, and encodes all but letters, digits and -._~!$&()*+,;=:@/?',
  "/health",
);
const host = expecting("a name in lower case, with or without a port", "blog.example.org:7443");
const status = expecting(
  "a status from 200 to 499 (one from 500 also says that there is no application)",
  "401",
);

/** A path is read by shells, by HAProxy and by Traefik, each of which has to send the same one. */
export const askedPathSchema = z
  .string(path)
  .regex(/^\/(?!\/)([\w.~!$&()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*$/, path)
  .refine((text) => !/\/\.{1,2}(\/|$)/.test(text.replace(/\?.*/, "")), path);

const http = z.strictObject({
  kind: z.literal("http"),
  path: askedPathSchema,
  host: z
    .string(host)
    .regex(/^[a-z0-9.-]+(:\d{1,5})?$/, host)
    .optional(),
  status: z.int(status).min(200, status).max(499, status).optional(),
} satisfies Fields<HttpProbe>);
const tcp = z.strictObject({ kind: z.literal("tcp") });
const grpc = z.strictObject({ kind: z.literal("grpc") });
const kindOf = (kinds: readonly string[]) =>
  expectingKind("kind", "a kind of readiness", kinds, '{ kind: "tcp" }');

/** What `readiness` has to look like. */
export const readinessSchema = z.discriminatedUnion(
  "kind",
  [http, tcp, grpc],
  kindOf(["http", "tcp", "grpc"]),
);

/** The same, where no router asks. */
export const plainReadinessSchema = z.discriminatedUnion("kind", [http, tcp], kindOf(["http", "tcp"]));

/** A name that the service does not serve tells nothing of those that it does. */
export function strangeHost({
  domains,
  readiness,
}: {
  readonly domains: readonly string[];
  readonly readiness?: Probe;
}): Problem[] {
  if (readiness?.kind !== "http" || readiness.host === undefined) return [];
  const name = readiness.host.replace(/:.*/, "");
  if (domains.some((domain) => standsFor(domain, name))) return [];
  return [
    {
      path: ["readiness", "host"],
      message: `${shown(readiness.host)} is none of the names that are served; name one of them: ${domains.join(", ")}`,
    },
  ];
}
