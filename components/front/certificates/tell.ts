import * as pulumi from "@pulumi/pulumi";
import { revisionOf } from "../../shared/revision";
import type { CertificateNames } from "./authority";
import type { Issued } from "./issue";
import { toldPrefix } from "./told";

/**
 * What a preview tells of certificates, as a variable for each service: when it ends, and a fingerprint. The command that
 * stores them reads a secret alone, of which a preview says at most that it is another one.
 */
export const tellCertificates = (
  names: readonly CertificateNames[],
  { chains, validUntil }: Issued,
): Record<string, pulumi.Output<string>> =>
  Object.fromEntries(
    names.map(({ service }, at) => [
      `${toldPrefix}${service}`,
      pulumi.all([validUntil, chains]).apply(([until, all]) => `${until} ${revisionOf(all[at] ?? "")}`),
    ]),
  );
