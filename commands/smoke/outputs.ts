import { isIPv6 } from "node:net";
import { z } from "zod";
import { npx } from "../../components/shared/npx";
import { Failure } from "../shared/failure";
import { parseJson } from "../shared/json";

const outputsSchema = z.object({
  addresses: z.object({ https: z.url() }),
  authority: z.string().nullish(),
  services: z.record(
    z.string(),
    z.object({
      domains: z.array(z.string()).min(1),
      redirects: z.array(z.string()).default([]),
      url: z.url(),
      grpc: z.boolean().optional(),
    }),
  ),
  ports: z
    .record(
      z.string(),
      z.object({
        address: z.url(),
        startsWith: z.string().optional(),
        proxyProtocol: z.boolean().optional(),
        allow: z.array(z.string()).optional(),
      }),
    )
    .optional(),
});

/** What the outputs of a stack say of its services. */
export interface Outputs {
  /** Where the farm serves. */
  readonly farm: URL;
  /** Root certificate of the environment's own authority. @default what the machine trusts */
  readonly authority?: string;
  readonly questions: readonly Question[];
  readonly ports: readonly PortQuestion[];
}

/** One name of a service. */
export interface Question {
  readonly service: string;
  readonly url: URL;
  /** @default it is asked by HTTP */
  readonly grpc?: boolean;
  /** Names to one of which it sends its visitors on. @default it is served itself */
  readonly leadsTo?: readonly string[];
}

/** A port of a service beside HTTP. */
export interface PortQuestion {
  /** Name of the port. */
  readonly service: string;
  readonly url: URL;
  /** What is said there first. @default nothing: an open port is enough */
  readonly startsWith?: string;
  /** Whether it tells its containers who calls. @default it does not */
  readonly proxyProtocol?: boolean;
  /** Whose connections are let in. @default everyone's */
  readonly allow?: readonly string[];
}

/**
 * Reads the output of `pulumi stack output --json`.
 * @param at where the farm is reached from here, by default where the stack says
 * @throws Failure where it says nothing of services.
 */
export function readOutputs(text: string, at?: string): Outputs {
  const { data, error } = outputsSchema.safeParse(parseJson(text));
  if (error) {
    const path = error.issues[0]?.path.join(".");
    throw new Failure(
      `${path ? `output ${path}` : "this"} is not what a home has there; expected the output of: ${npx("pulumi stack output --json")}, with addresses, authority and services as in index.ts; or name the environment: ${npx("homeport smoke --stack staging")}`,
    );
  }
  const questions = Object.entries(data.services).flatMap(([service, { domains, redirects, url, grpc }]) => [
    ...domains.map((domain) => ({ service, url: atDomain(url, domain), grpc })),
    ...redirects.map((name) => ({ service, url: atDomain(url, name), leadsTo: domains })),
  ]);
  const farm = new URL(data.addresses.https);
  const there = (url: URL) => (at === undefined ? url : atHost(url, at));
  const ports = Object.entries(data.ports ?? {}).map(([service, { address, ...more }]) => ({
    service,
    url: there(new URL(address)),
    ...more,
  }));
  return { farm: there(farm), authority: data.authority ?? undefined, questions, ports };
}

/** A host's name of a URL that no browser knows can only be set by writing the URL anew. */
const atHost = (url: URL, at: string): URL =>
  new URL(url.href.replace(url.host, `${isIPv6(at) ? `[${at}]` : at}${url.port ? `:${url.port}` : ""}`));

/** A wildcard stands for any name. */
function atDomain(url: string, domain: string): URL {
  const asked = new URL(url);
  asked.hostname = domain.replace("*", "any");
  return asked;
}
