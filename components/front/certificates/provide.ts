import * as pulumi from "@pulumi/pulumi";
import type { MadeNeighbour } from "../../shared/neighbour";
import type { Haproxy } from "../haproxy/process";
import {
  type Authority,
  type CertificateNames,
  issueFor,
  makeAuthority,
  makePlaceholder,
  rootOf,
} from "./authority";
import { type EndsFile, linesFor, renderEnds, renderEndsFile } from "./ends";
import { warnOfEnd } from "./expiry";
import { planStore } from "./plan";
import type { AuthorityCertificates } from "./source";
import { pathOf, storedFile } from "./store";
import { storeFiles, withKey } from "./storing";
import { tellCertificates } from "./tell";

/** Names that share a certificate, and who may ask for them. */
export interface WantedCertificate extends CertificateNames {
  /**
   * Authorities of which a visitor has to show a certificate, as PEM.
   * @default visitors need none
   */
  readonly clientAuthority?: pulumi.Input<string>;
}

/** Paths of what HAProxy shows, in its container. */
export interface ShownCertificates {
  /** The list that it reads. */
  readonly list: pulumi.Output<string>;
  /**
   * The list with what was shown before, for names that the first list does not have yet.
   * @default the first is complete
   */
  readonly former?: string;
  /**
   * A file with the name of the set that the first list is of.
   * @default the list changes with an update alone
   */
  readonly set?: string;
  /**
   * A file that tells when each certificate ends.
   * @default the keeper tells it
   */
  readonly ends?: pulumi.Output<EndsFile>;
  /**
   * The certificate that it has before the first real one has come.
   * @default there is a real one
   */
  readonly placeholder?: pulumi.Output<string>;
}

/** Names that are proven by whoever has their address. */
export interface ProvenByHttp {
  /** Address of the other farm that is asked for challenges. @default there is no other */
  readonly peer: string | undefined;
  /**
   * Has every name tried once more, when the names lead to an address.
   * @param leadsTo where a door without TLS answers then
   */
  readonly again: (
    name: string,
    leadsTo: string,
    after: readonly pulumi.Resource[],
    parent: pulumi.Resource,
  ) => pulumi.Resource;
}

/** Certificates in reach of a farm's HAProxy. */
export interface ProvidedCertificates {
  readonly shown: ShownCertificates;
  /** What has to be in place before HAProxy reads them. */
  readonly ready: readonly pulumi.Resource[];
  /**
   * Root of the private authority.
   * @default another authority issues
   */
  readonly root?: pulumi.Output<string>;
  /**
   * The private authority itself, for a farm beside this one.
   * @default another authority issues
   */
  readonly authority?: Authority;
  /**
   * Who watches over them.
   * @default nobody: they change with an update
   */
  readonly keeper?: MadeNeighbour;
  /**
   * Who answers the authority that proves names by HTTP.
   * @default nobody
   */
  readonly issuer?: MadeNeighbour;
  /**
   * How its names are proven, where whoever has their address is asked.
   * @default otherwise
   */
  readonly provenByHttp?: ProvenByHttp;
  /** Makes what can only be once the farm is at work. @default nothing */
  readonly afterwards?: (farmAtWork: pulumi.Resource) => pulumi.Resource;
}

/** Has a private authority issue a farm's certificates and puts them where its HAProxy reads them. */
export function provideFromAuthority(
  haproxy: Haproxy,
  source: AuthorityCertificates,
  wanted: readonly WantedCertificate[],
  parent: pulumi.Resource,
): ProvidedCertificates {
  const label = `Homeport ${pulumi.getProject()} ${haproxy.network.environment}`;
  return provideIssuedBy(haproxy, makeAuthority(haproxy.name, label, source, parent), wanted, parent);
}

/** The same, by an authority that is there already. */
export function provideIssuedBy(
  haproxy: Haproxy,
  authority: Authority,
  wanted: readonly WantedCertificate[],
  parent: pulumi.Resource,
): ProvidedCertificates {
  const issued = issueFor(authority, wanted);
  const { chains, keys, validUntil } = issued;
  if (wanted.length > 0) validUntil.apply((until) => warnOfEnd(haproxy.name, until));

  const known = wanted.map(({ service, domains, clientAuthority }, at) =>
    pulumi.output({ service, domains, clientAuthority, chain: chains.apply((all) => all[at] ?? "") }),
  );
  const plan = pulumi.all(known).apply(planStore);
  const ends = validUntil
    .apply((until) => renderEnds(wanted.map(({ domains }) => ({ domains, validUntil: until }))))
    .apply((all) => ({
      lines: linesFor(all),
      stored: storedFile("ends", all.join("\n"), renderEndsFile(all)),
    }));
  const placeholder = wanted.length > 0 ? undefined : placeholderOf(haproxy, parent);
  const files = pulumi
    .all([plan, keys, ends, placeholder?.file])
    .apply(([{ leaves, clients, list }, secrets, told, file]) => [
      ...leaves.map((leaf, at) => withKey(leaf, secrets[at] ?? "")),
      ...clients,
      list,
      told.stored,
      ...(file ? [file] : []),
    ]);
  const told = tellCertificates(wanted, issued);
  return {
    shown: {
      list: plan.apply(({ list }) => pathOf(list)),
      ends: ends.apply(({ lines, stored }) => ({ file: pathOf(stored), lines })),
      placeholder: placeholder?.path,
    },
    ready: [storeFiles(haproxy, "certificates", files, parent, { environment: told })],
    root: rootOf(authority),
    authority,
  };
}

/** The certificate that keeps HAProxy's port for TLS as long as there is no name to show one for. */
export function placeholderOf({ name }: Haproxy, parent: pulumi.Resource) {
  const { chain, key } = makePlaceholder(name, parent);
  const named = chain.apply((text) => storedFile("placeholder", text, text));
  return {
    file: pulumi.all([named, key]).apply(([file, secret]) => withKey(file, secret)),
    path: named.apply(pathOf),
  };
}
