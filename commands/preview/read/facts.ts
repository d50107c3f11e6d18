import { z } from "zod";
import { toldPrefix } from "../../../components/front/certificates/told";
import type { State } from "./digest";
import {
  address,
  clientNetwork,
  domain,
  endpoint,
  givenName,
  image,
  listOf,
  mebibytes,
  moment,
  path,
  port,
  revision,
  subnet,
  volumeName,
} from "./plain";

const portSchema = z.object({
  internal: port,
  external: port,
  ip: address.default("0.0.0.0"),
  protocol: z.enum(["tcp", "udp", "sctp"]).catch("tcp"),
});

const labelSchema = z.object({ label: z.string(), value: z.string() });

const containerSchema = z.object({
  image,
  memory: mebibytes,
  ports: listOf(portSchema),
  labels: listOf(labelSchema).transform((labels) =>
    Object.fromEntries(labels.map(({ label, value }) => [label, value])),
  ),
});

/** A port of a container and where it is published. */
export type Port = z.infer<typeof portSchema>;

/** What a note may tell of a container. */
export interface ContainerFacts {
  readonly image?: string;
  /** Limit in mebibytes; absent where there is none, or none that is known. */
  readonly memory?: number;
  readonly ports: readonly Port[];
  /** By which order Homeport exchanges it. */
  readonly deploys?: "start-first" | "stop-first";
  /** What Homeport says that it is a part of. */
  readonly component?: string;
  /** The job of an application that it was made for. */
  readonly job?: string;
  /** What Homeport calls its environment: to be compared, and not to be shown. */
  readonly environment?: string;
}

export function containerFacts(state: State | undefined): ContainerFacts {
  const { labels, ...facts } = containerSchema.parse(state?.inputs ?? {});
  const deploys = z.enum(["start-first", "stop-first"]).safeParse(labels["homeport.deploys"]).data;
  return {
    ...facts,
    deploys,
    component: labels["homeport.component"],
    job: labels["homeport.job"],
    environment: labels["homeport.environment"],
  };
}

const domainsSchema = z.object({
  domains: listOf(domain),
  also: listOf(z.object({ domains: listOf(domain) })),
});

/** @returns the names that a service answers to. */
export const serviceDomains = (state: State | undefined): string[] =>
  // A state from before the names were inputs has them as outputs.
  [state?.inputs, state?.outputs]
    .map((values) => domainsSchema.parse(values ?? {}))
    .map(({ domains, also }) => [...new Set([...domains, ...also.flatMap((way) => way.domains)])])
    .find((domains) => domains.length > 0) ?? [];

const openPathsSchema = z.object({
  usersExcept: listOf(path),
  also: listOf(z.object({ usersExcept: listOf(path) })),
});

/** @returns where a service with users asks nobody for a password. */
export function openPaths(state: State | undefined): string[] {
  const { usersExcept, also } = openPathsSchema.parse(state?.inputs ?? {});
  return [...new Set([...usersExcept, ...also.flatMap((way) => way.usersExcept)])];
}

const signInsSchema = z.object({
  signIn: givenName,
  also: listOf(z.object({ name: givenName, signIn: givenName })),
});

/** @returns which service says who gets in, by the names of a service's further ports; its own is "". */
export function signIns(state: State | undefined): Readonly<Record<string, string>> {
  const { signIn, also } = signInsSchema.parse(state?.inputs ?? {});
  const all = [{ name: "", signIn }, ...also];
  return Object.fromEntries(
    all.flatMap(({ name, signIn: asked }) =>
      name === undefined || asked === undefined ? [] : [[name, asked]],
    ),
  );
}

const gapSchema = z.object({ gapSeconds: z.int().min(1).max(86_400).optional().catch(undefined) });

/** @returns how long a container of an application can be away at most, in seconds; absent where it is not at all. */
export const gapSeconds = (state: State | undefined): number | undefined =>
  gapSchema.parse(state?.inputs ?? {}).gapSeconds;

const placesSchema = z.object({ places: z.record(z.string(), z.string()).catch({}) });

/** Where data are that no volume of its own has: what the engine calls it, as far as it may be shown. */
export interface Place {
  readonly kind: "volume" | "directory";
  readonly name?: string;
}

/** @returns the places of a service or an application, by their names in the program. */
export function places(state: State | undefined): Readonly<Record<string, Place>> {
  const named = Object.entries(placesSchema.parse(state?.inputs ?? {}).places);
  return Object.fromEntries(
    named
      .filter(([name]) => /^[a-z][a-z0-9-]*$/.test(name))
      .map(([name, place]): [string, Place] => [
        name,
        place.startsWith("/")
          ? { kind: "directory", name: path.parse(place) }
          : { kind: "volume", name: volumeName.parse(place) },
      ]),
  );
}

const behindSchema = z.object({
  behind: z
    .object({ addresses: listOf(clientNetwork), by: z.enum(["proxy-protocol", "x-forwarded-for"]) })
    .optional()
    .catch(undefined),
});

/** Whom a farm believes who a visitor is. */
export type Believed = NonNullable<z.infer<typeof behindSchema>["behind"]>;

/** @returns nothing where a farm believes nobody. */
export const believed = (state: State | undefined): Believed | undefined =>
  behindSchema.parse(state?.inputs ?? {}).behind;

const subnetsSchema = z.object({ ipamConfigs: listOf(z.object({ subnet })) });

/** @returns a network's subnets. */
export const networkSubnets = (state: State | undefined): string[] =>
  subnetsSchema.parse(state?.inputs ?? {}).ipamConfigs.flatMap((one) => one.subnet ?? []);

/** @returns where the engine of a Docker provider listens, as far as it is known. */
export const providerEndpoint = (state: State | undefined): string | undefined =>
  z.object({ host: endpoint }).parse(state?.inputs ?? {}).host;

/** What a farm's state tells of a service's certificate. */
export interface CertificateFacts {
  readonly service: string;
  /** When it ends, and a fingerprint; absent where it is not known yet. */
  readonly end?: string;
  readonly revision?: string;
}

/** @returns the certificates that a command stores. */
export const storedCertificates = (state: State | undefined): CertificateFacts[] =>
  Object.entries(environmentSchema.parse(state?.inputs ?? {}).environment).flatMap(([variable, told]) => {
    const service = certificateVariable.exec(variable)?.[1];
    if (service === undefined) return [];
    const [end, revision] = typeof told === "string" ? told.split(" ") : [];
    return [{ service, ...toldSchema.parse({ end, revision }) }];
  });

const environmentSchema = z.object({ environment: z.record(z.string(), z.unknown()).catch({}) });
const certificateVariable = new RegExp(`^${toldPrefix}([a-z][a-z0-9-]*)$`);
const toldSchema = z.object({ end: moment, revision });
