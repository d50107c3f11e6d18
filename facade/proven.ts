import type { CertificateSource } from "homeport";
import type { HomeCertificates } from "./certificates";
import type { HomeHost } from "./hosts";

/** The same certificates; where they are proven by HTTP, with the host of the other farm, which may be asked. */
export function provenBeside(
  certificates: HomeCertificates | CertificateSource | undefined,
  hosts: readonly HomeHost[],
  other: string | undefined,
): CertificateSource | undefined {
  const peer = hosts.find(({ name }) => name === other)?.router?.address;
  const given = certificates as CertificateSource | undefined;
  if (given?.source !== "acme" || given.challenge?.kind !== "http-01" || peer === undefined) return given;
  return { ...given, challenge: { ...given.challenge, peer } };
}
