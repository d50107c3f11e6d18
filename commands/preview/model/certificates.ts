import { certificateEnd } from "../read/facts";
import { parseUrn } from "../read/urn";
import type { ResourceChange } from "./resource";
import { types } from "./types";

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
  resources
    .filter(({ type, action }) => type === types.certificate && (action === "same" || action === "update"))
    .flatMap((resource) => {
      // What is not touched has no new outputs in a preview.
      const end = certificateEnd(resource.before);
      if (end === undefined) return [];
      const daysLeft = Math.floor((Date.parse(end) - now.getTime()) / dayMilliseconds);
      return daysLeft <= warnDays ? [{ name: serviceOf(resource), day: end.slice(0, 10), daysLeft }] : [];
    });

/** @returns names of the services that get a certificate, a first or a new one. */
export const issuedCertificates = (resources: readonly ResourceChange[]): string[] =>
  resources
    .filter(({ type, action }) => type === types.certificate && (action === "create" || action === "replace"))
    // Routers have some for themselves.
    .filter(({ parent = "" }) => parseUrn(parent)?.type === types.farm)
    .map(serviceOf);

/** A farm's certificates have its name before the service's. */
const serviceOf = ({ name, parent = "" }: ResourceChange): string => {
  const owner = parseUrn(parent);
  return owner?.type === types.farm && name.startsWith(`${owner.name}-`)
    ? name.slice(owner.name.length + 1)
    : name;
};
