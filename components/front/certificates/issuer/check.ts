import { z } from "zod";
import { isWildcard } from "../../../shared/domain";
import { elsewhere, notOf } from "../../../shared/elsewhere";
import { expecting, expectingKind, expectingUnseen } from "../../../shared/expecting";
import { orLate } from "../../../shared/orLate";
import type { Fields, Problem } from "../../../shared/problems";
import { pathSchema, privateAddressSchema } from "../../../shared/schemas";
import type { AcmeCertificates, Dns01, Http01 } from "../source";
import { acmeDefaults } from "./defaults";

const absolute = (example: string) => pathSchema("an absolute path of the host", example);
const whole = (from: number, to: number, unit: string, example: string) => {
  const message = expecting(`a whole number of ${unit} from ${from} to ${to}`, example);
  return z.int(message).min(from, message).max(to, message);
};
const other = notOf("the issuer's");
const url = expecting(`the https URL of an ACME directory, ${other}`, acmeDefaults.server);
const email = expecting("an e-mail address", "home@example.org");
const provider = expecting("lego's code of a DNS provider", "cloudflare");
const resolver = expecting(`an address and a port, ${other}`, "192.0.2.53:53");
/** At this address of its own the engine answers each container. */
const ofTheEngine = "127\\.0\\.0\\.11:53$";
const variable = expecting("one of lego's names, in capitals", "CLOUDFLARE_DNS_API_TOKEN");
const text = expecting("a text", '"eu-central-1"');
const setting = expecting(`a text, and as an address ${other}`, '"https://dns.example.org:8081"');
const credential = expectingUnseen("a text", 'config.requireSecret("dns-token")');
const group = expecting("a group of settings", '{ NAME: "value" }');
const secrets = expectingUnseen("a group of secrets", '{ NAME: config.requireSecret("dns-token") }');

/** The bare word is a name to some: PowerDNS calls its one server so. */
const isElsewhere = (value: string): boolean =>
  value === "localhost" || new RegExp(`^(?:\\w+://)?${elsewhere}(?!\\w+://)`).test(value);

function variableProblem(name: string): string | undefined {
  if (!/^[A-Z][A-Z0-9_]*$/.test(name)) return variable.error({ input: name });
  if (!name.endsWith("_FILE")) return undefined;
  return `leave out "_FILE" and give the value itself as a credential; it is written to a file for lego`;
}

const variables = <T extends z.ZodType>(value: T, named = group) =>
  z.record(z.string(), value, named).superRefine((named, context) => {
    for (const name of Object.keys(named)) {
      const message = variableProblem(name);
      if (message) context.addIssue({ code: "custom", path: [name], message });
    }
  });

/** In arguments: values, which may be known at deployment only. */
export const givenCredentials = variables(orLate(z.string(credential)), secrets).optional();

/** In settings: names alone, each of a secret that is set beside them. */
export const namedCredentials = z
  .array(
    z.string(variable).superRefine((name, context) => {
      const message = variableProblem(name);
      if (message) context.addIssue({ code: "custom", message });
    }),
    expecting("a list of names", "[CLOUDFLARE_DNS_API_TOKEN]"),
  )
  .default([])
  .describe("the provider's secrets: lego's names, each set as a secret of the stack below secrets:.");

const namesOf = (credentials: unknown): string[] =>
  Array.isArray(credentials) ? credentials : Object.keys(credentials ?? {});

const http01 = z.strictObject({
  kind: z.literal("http-01"),
  peer: privateAddressSchema
    .optional()
    .describe("address of the host of another farm with the same names, which is asked for challenges too."),
} satisfies Fields<Http01>);

const dns01 = <T extends z.ZodType>(credentials: T) =>
  z
    .strictObject({
      kind: z.literal("dns-01"),
      provider: z
        .string(provider)
        .regex(/^[a-z0-9-]+$/, provider)
        .refine(
          (code) => code !== "manual",
          '"manual" waits for a person at each renewal; example: cloudflare',
        )
        .describe("lego's code of the DNS provider."),
      settings: variables(z.string(text).refine(isElsewhere, setting))
        .optional()
        .describe("what lego is told of the provider that is no secret."),
      credentials,
      resolvers: z
        .array(
          z.string(resolver).regex(new RegExp(`^(?:${ofTheEngine}|${elsewhere}\\S+:\\d+$)`), resolver),
          expecting("a list of addresses and ports", "[192.0.2.53:53]"),
        )
        .optional()
        .describe("DNS servers that are asked where a name's zone begins; else those of the farm's host."),
      propagationSeconds: whole(1, 3600, "seconds", "120")
        .optional()
        .describe("how long a record is given to spread, in seconds, instead of asking for it."),
    } satisfies Fields<Dns01>)
    .superRefine(({ settings = {}, ...given }, context) => {
      const secret = namesOf((given as { credentials?: unknown }).credentials);
      for (const name of Object.keys(settings).filter((name) => secret.includes(name))) {
        const message = "is a credential as well; name it once, as a credential if it is secret";
        context.addIssue({ code: "custom", path: ["settings", name], message });
      }
    });

/** The settings of the source `acme`, with credentials in one form or the other. */
export const acmeSchema = <T extends z.ZodType>(credentials: T) =>
  z.strictObject({
    source: z.literal("acme"),
    challenge: z
      .discriminatedUnion(
        "kind",
        [http01, dns01(credentials)],
        expectingKind("kind", "a kind of challenge", ["http-01", "dns-01"], '{ kind: "http-01" }'),
      )
      .describe("how the names are proven."),
    directory: absolute(acmeDefaults.directory)
      .default(acmeDefaults.directory)
      .describe("account key and certificates on the farm's host."),
    email: z.email(email).optional().describe("address that the authority may write to."),
    server: z
      .url({ protocol: /^https$/, hostname: new RegExp(`^${elsewhere}`), ...url })
      .default(acmeDefaults.server)
      .describe("the authority's directory URL."),
    authorityFile: absolute("/etc/homeport/authority.pem")
      .optional()
      .describe("on the farm's host: by which a private authority's server is trusted."),
    renewDays: whole(1, 365, "days", "30")
      .optional()
      .describe(
        "how long before its end a certificate is renewed, in days, where the authority does not say when; else when a third of its lifetime is left, or half of one of at most 10 days.",
      ),
    checkSeconds: whole(1, 604_800, "seconds", String(acmeDefaults.checkSeconds))
      .default(acmeDefaults.checkSeconds)
      .describe("time between two looks at what is due, in seconds."),
    retrySeconds: whole(1, 86_400, "seconds", String(acmeDefaults.retrySeconds))
      .default(acmeDefaults.retrySeconds)
      .describe("wait after a first failure, in seconds; it doubles with each further one, up to a day."),
  } satisfies Fields<AcmeCertificates>);

/**
 * @param domains names that a certificate is to be asked for
 * @returns the names that cannot be proven by this challenge: a wildcard stands for names that nobody could ask
 * for a file.
 */
export function unprovable({ challenge }: AcmeCertificates, domains: readonly string[]): Problem[] {
  if (challenge.kind === "dns-01") return [];
  return domains.filter(isWildcard).map((domain) => ({
    path: ["challenge", "kind"],
    message: `"http-01" cannot prove the wildcard name ${domain}; use a challenge of kind "dns-01", or name each domain`,
  }));
}
