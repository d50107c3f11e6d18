import type * as pulumi from "@pulumi/pulumi";
import { defaultImages } from "../../shared/image";
import { refuse } from "../../shared/refuse";
import type { Haproxy } from "../haproxy/process";
import { warnOfUnrenewed } from "./files";
import { unprovable } from "./issuer/check";
import { awaitCertificates, makeIssuer } from "./issuer/component";
import { acmeDirectory } from "./issuer/defaults";
import type { ProvidedCertificates, WantedCertificate } from "./provide";
import { type KeptDirectory, provideKept } from "./provideKept";
import type { AcmeCertificates } from "./source";

/** What an environment has to do with the issuing of certificates. */
export interface Issuing extends Omit<KeptDirectory, "directory" | "strict"> {
  readonly legoImage?: string;
  /** Port under which visitors reach the farm's HTTP. */
  readonly publicHttpPort: number;
}

/** The port at which an authority asks for the proof of a name, whatever the farm's own. */
const challengePort = 80;

/**
 * Has certificates issued by ACME and brought to a farm's HAProxy whenever they change. With HTTP-01, of all
 * environments the one issues whose farm the authority reaches; the others read what it got.
 */
export function provideFromAcme(
  haproxy: Haproxy,
  source: AcmeCertificates,
  { legoImage, publicHttpPort, ...kept }: Issuing,
  wanted: readonly WantedCertificate[],
  parent: pulumi.Resource,
): ProvidedCertificates {
  const { name, network } = haproxy;
  const domains = wanted.flatMap((one) => one.domains);
  refuse(
    name,
    unprovable(source, domains).map(({ path, message }) => ({ path: ["certificates", ...path], message })),
  );
  const directory = acmeDirectory(source, network.environment);
  warnOfUnrenewed(name, { host: network.host, directory, domains });
  const provided = provideKept(haproxy, { ...kept, directory, strict: false }, wanted, parent);
  const isIssuer = source.challenge.kind === "dns-01" || publicHttpPort === challengePort;
  if (!isIssuer) return provided;

  const issuer = makeIssuer(
    name,
    { network, image: legoImage ?? defaultImages.lego, source, domains },
    parent,
  );
  const afterwards = (farmAtWork: pulumi.Resource) => awaitCertificates(issuer, [farmAtWork], parent);
  const { challenge } = source;
  if (challenge.kind === "dns-01") return { ...provided, afterwards };
  return {
    ...{ ...provided, afterwards },
    issuer: issuer.neighbour,
    provenByHttp: {
      peer: challenge.peer,
      again: (asked, leadsTo, after, owner) =>
        awaitCertificates({ ...issuer, name: asked }, after, owner, leadsTo),
    },
  };
}
