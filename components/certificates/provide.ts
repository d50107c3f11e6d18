import * as pulumi from "@pulumi/pulumi";
import { hostCommand, type Titled } from "../dockerHost/hostCommand";
import type { Haproxy } from "../haproxy/process";
import { shellInside } from "../shared/inside";
import { type CertificateNames, makeAuthority } from "./authority";
import { planStore } from "./plan";
import type { AuthorityCertificates } from "./source";
import { pathOf, renderStore, type StoredFile } from "./store";

/** Names that share a certificate, and who may ask for them. */
export interface WantedCertificate extends CertificateNames {
  /**
   * Authorities of which a visitor has to show a certificate, as PEM.
   * @default visitors need none
   */
  readonly clientAuthority?: pulumi.Input<string>;
}

/** Certificates in reach of a farm's HAProxy. */
export interface ProvidedCertificates {
  /** Path of the list that HAProxy reads. */
  readonly list: pulumi.Output<string>;
  /** What has to be in place before it does. */
  readonly ready: pulumi.Resource;
  /**
   * Root of the private authority.
   * @default another authority issues
   */
  readonly root?: pulumi.Output<string>;
}

/** Has a private authority issue a farm's certificates and puts them where its HAProxy reads them. */
export function provideFromAuthority(
  haproxy: Haproxy,
  source: AuthorityCertificates,
  wanted: readonly WantedCertificate[],
  parent: pulumi.Resource,
): ProvidedCertificates {
  const label = `Homeport ${pulumi.getProject()} ${haproxy.network.environment}`;
  const { root, certificates } = makeAuthority(haproxy.name, label, source, wanted, parent);

  const known = wanted.map(({ service, domains, clientAuthority }, at) =>
    pulumi.output({ service, domains, clientAuthority, chain: certificates[at]?.chain ?? "" }),
  );
  const plan = pulumi.all(known).apply(planStore);
  const keys = pulumi.all(certificates.map(({ key }) => key));
  const files = pulumi
    .all([plan, keys])
    .apply(([{ leaves, clients, list }, secrets]) => [
      ...leaves.map((leaf, at) => ({ ...leaf, text: `${leaf.text.trimEnd()}\n${secrets[at]}` })),
      ...clients,
      list,
    ]);
  return { list: plan.apply(({ list }) => pathOf(list)), ready: storeFiles(haproxy, files, parent), root };
}

/** Writes files, keys among them, into the store of a HAProxy. */
export const storeFiles = (
  { name, network, container }: Haproxy,
  files: pulumi.Output<StoredFile[]>,
  parent: pulumi.Resource,
): pulumi.Resource =>
  hostCommand(
    `${name}-certificates`,
    network.host,
    {
      run: container.name.apply((made) => storeCommand(name, made)),
      stdin: files.apply(renderStore),
    },
    { parent },
  );

const storeCommand = (name: string, container: string): Titled => ({
  title: `store the certificates of ${name}`,
  script: shellInside(container),
});
