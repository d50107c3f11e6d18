import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  type Extension,
  type JsonName,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
} from "../../support/x509";

const keyUsages: Record<string, KeyUsageFlags> = {
  digital_signature: KeyUsageFlags.digitalSignature,
  content_commitment: KeyUsageFlags.nonRepudiation,
  key_encipherment: KeyUsageFlags.keyEncipherment,
  data_encipherment: KeyUsageFlags.dataEncipherment,
  key_agreement: KeyUsageFlags.keyAgreement,
  cert_signing: KeyUsageFlags.keyCertSign,
  crl_signing: KeyUsageFlags.cRLSign,
  encipher_only: KeyUsageFlags.encipherOnly,
  decipher_only: KeyUsageFlags.decipherOnly,
};

const extendedKeyUsages: Record<string, string> = {
  any_extended: "2.5.29.37.0",
  server_auth: "1.3.6.1.5.5.7.3.1",
  client_auth: "1.3.6.1.5.5.7.3.2",
  code_signing: "1.3.6.1.5.5.7.3.3",
  email_protection: "1.3.6.1.5.5.7.3.4",
  timestamping: "1.3.6.1.5.5.7.3.8",
  ocsp_signing: "1.3.6.1.5.5.7.3.9",
};

/** What a certificate may be used for. Which extensions are critical is as the provider has it. */
export function usageExtensions(uses: readonly string[]): Extension[] {
  const unknown = uses.find((use) => !(use in keyUsages) && !(use in extendedKeyUsages));
  // The provider refuses these too: the names in its typings are not those it takes.
  if (unknown) throw new Error(`allowedUses: "${unknown}" is no use; they are written like "server_auth"`);
  const flags = uses.reduce((all, use) => all | (keyUsages[use] ?? 0), 0);
  const extended = uses.flatMap((use) => extendedKeyUsages[use] ?? []);
  return [
    ...(flags ? [new KeyUsagesExtension(flags, true)] : []),
    ...(extended.length > 0 ? [new ExtendedKeyUsageExtension(extended, false)] : []),
  ];
}

/** A longest path of 0 is none at all: the provider cannot tell it from a length that was not given. */
export function authorityExtension(isAuthority: boolean, maxPathLength = 0): Extension {
  const length = isAuthority && maxPathLength > 0 ? maxPathLength : undefined;
  return new BasicConstraintsExtension(isAuthority, length, true);
}

export const subjectKeyId = (key: CryptoKey): Promise<SubjectKeyIdentifierExtension> =>
  SubjectKeyIdentifierExtension.create(key);

export const authorityKeyId = (keyId: string): Extension => new AuthorityKeyIdentifierExtension(keyId);

interface Names {
  dnsNames?: readonly string[];
  ipAddresses?: readonly string[];
  uris?: readonly string[];
}

/** The names that a browser compares. They are critical where there is no subject beside them. */
export function namesExtension(names: Names, hasSubject: boolean): Extension[] {
  const { dnsNames = [], ipAddresses = [], uris = [] } = names;
  const all = [
    ...dnsNames.map((value) => ({ type: "dns" as const, value })),
    ...ipAddresses.map((value) => ({ type: "ip" as const, value })),
    ...uris.map((value) => ({ type: "url" as const, value })),
  ];
  return all.length > 0 ? [new SubjectAlternativeNameExtension(all, !hasSubject)] : [];
}

const nameTypes = {
  country: "C",
  organization: "O",
  organizationalUnit: "OU",
  locality: "L",
  province: "ST",
  streetAddresses: "2.5.4.9",
  postalCode: "2.5.4.17",
  commonName: "CN",
  serialNumber: "2.5.4.5",
  emailAddress: "E",
} as const;

export type Subject = { readonly [K in keyof typeof nameTypes]?: string | readonly string[] };

export const subjectName = (subject: Subject = {}): JsonName =>
  Object.entries(nameTypes).flatMap(([key, type]) => {
    const value = subject[key as keyof Subject];
    return value === undefined ? [] : [{ [type]: [value].flat() as string[] }];
  });
