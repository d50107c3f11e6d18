import { z } from "zod";
import { domainProblem, isWildcard } from "../shared/domain";
import { domainsSchema } from "../shared/domainsSchema";
import { expecting, expectingUnseen } from "../shared/expecting";
import { orLate } from "../shared/orLate";
import type { Fields } from "../shared/problems";
import { nameSchema, portSchema, secondsSchema, yesOrNo } from "../shared/schemas";
import { writtenPath } from "../shared/writtenPath";
import { allowSchema, usersExceptSchema, usersSchema } from "./access";
import { readinessSchema } from "./checkProbe";
import { redirectsSchema } from "./redirects";
import { removeHeadersSchema, responseHeadersSchema } from "./responseHeaders";
import type { ServicePort } from "./servicePort";
import { bodyLimitSchema, timeoutsSchema } from "./serviceTimeouts";
import { signInSchema } from "./signIn";

const prefix = expecting(
  'a prefix: it begins with "/", does not end with one, and has letters, digits, "-", "_", "." or "~"',
  "/console",
);
const destination = expecting("how a destination is told (http, as-sent)", '"as-sent"');
const authoritySchema = orLate(
  z.string(expectingUnseen("certificates of authorities as PEM", 'readFileSync("authorities.pem", "utf8")')),
);
const name = expecting("one name, in lower case, that a certificate can be for", "app.internal");
const protocol = expecting('"http", "h2c" or "https"', "h2c");

/** What every way into a service may say of itself. */
export const wayFields = {
  domains: domainsSchema,
  redirects: redirectsSchema.optional(),
  pathPrefix: writtenPath(prefix).optional(),
  stripPrefix: yesOrNo(true).optional(),
  webdavDestination: z.enum(["http", "as-sent"], destination).optional(),
  allow: allowSchema.optional(),
  users: usersSchema.optional(),
  usersExcept: usersExceptSchema.optional(),
  askPreflights: yesOrNo(true).optional(),
  signIn: signInSchema.optional(),
  responseHeaders: responseHeadersSchema.optional(),
  removeHeaders: removeHeadersSchema.optional(),
  compress: yesOrNo(true).optional(),
  timeouts: timeoutsSchema.optional(),
  bodyLimit: bodyLimitSchema.optional(),
  port: portSchema(8080),
  protocol: z.enum(["http", "h2c", "https"], protocol).optional(),
  authority: authoritySchema.optional(),
  serverName: z
    .string(name)
    .refine((text) => domainProblem(text) === undefined && !isWildcard(text), name)
    .optional(),
  readiness: readinessSchema.optional(),
  keepAliveSeconds: secondsSchema.optional(),
  stickySessions: yesOrNo(true).optional(),
  clientAuthority: authoritySchema.optional(),
} satisfies Fields<Omit<ServicePort, "name">>;

const example = '{ name: "console", domains: ["console.example.org"], port: 9001 }';

/** Further ways into a service. */
export const alsoSchema = z.array(
  z.strictObject(
    { name: nameSchema, ...wayFields } satisfies Fields<ServicePort>,
    expecting("a further port", example),
  ),
  expecting("a list of further ports", `[${example}]`),
);
