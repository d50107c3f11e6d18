import { X509Certificate } from "node:crypto";
import { named } from "./graph";
import type { Recording } from "./recording";

/** Certificates with a key that a command stores, in the order in which it writes them. */
export function storedCertificates(recording: Recording, command: string): X509Certificate[] {
  const { secret } = named(recording, `command:local:Command ${command}`).inputs.stdin as { secret: string };
  const pairs = secret.matchAll(
    /(-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----)\n-----BEGIN PRIVATE/g,
  );
  return [...pairs].map(([, chain]) => new X509Certificate(chain ?? ""));
}

/** Names in the certificates of a farm, by service. */
export const issuedBy = (recording: Recording, farm: string): Record<string, string> =>
  Object.fromEntries(
    storedCertificates(recording, `${farm}-certificates`).map(({ subject, subjectAltName }) => [
      subject.replace("CN=", ""),
      subjectAltName ?? "",
    ]),
  );
