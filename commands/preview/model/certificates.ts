import { type CertificateFacts, storedCertificates } from "../read/facts";
import type { ResourceChange } from "./resource";

/** How long before its end a certificate is spoken of, in days. */
const warnDays = 30;

const dayMilliseconds = 86_400_000;

/** A certificate that this update leaves as it is although it ends soon. */
export interface EndingCertificate {
  /** The service that shows it. */
  readonly name: string;
  /** Day of its end, as `2026-12-31`. */
  readonly day: string;
  /** Whole days until then; negative where it is over. */
  readonly daysLeft: number;
}

export const endingCertificates = (resources: readonly ResourceChange[], now: Date): EndingCertificate[] =>
  resources.flatMap((resource) => {
    const issued = issuedBy(resource);
    return storedCertificates(resource.after)
      .filter(({ service }) => !issued.includes(service))
      .flatMap(({ service, end = "" }) => {
        const daysLeft = Math.floor((Date.parse(end) - now.getTime()) / dayMilliseconds);
        return daysLeft <= warnDays ? [{ name: service, day: end.slice(0, 10), daysLeft }] : [];
      });
  });

/** @returns names of the services that get a certificate, a first or a new one. */
export const issuedCertificates = (resources: readonly ResourceChange[]): string[] =>
  resources.flatMap(issuedBy);

const issuedBy = ({ before, after }: ResourceChange): string[] => {
  const known = storedCertificates(before);
  return storedCertificates(after)
    .filter((one) => !known.some((other) => isSame(one, other)))
    .map(({ service }) => service);
};

const isSame = (one: CertificateFacts, other: CertificateFacts): boolean =>
  one.service === other.service && one.revision !== undefined && one.revision === other.revision;
