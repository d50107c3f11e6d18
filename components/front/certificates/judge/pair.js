const { X509Certificate, createPrivateKey } = require("node:crypto");

/** @typedef {import("./types").Pair} Pair */
/** @typedef {import("./types").PairFiles} PairFiles */
/** @typedef {import("./types").Read} Read */
/** @typedef {import("node:crypto").KeyObject} KeyObject */

const block = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const begin = /-----BEGIN CERT/g;
/** A name with characters that no domain has. */
const quoted = /"(?:[^"\\]|\\.)*"/g;
const curves = ["prime256v1", "secp384r1", "secp521r1"];
const notAllowed = ["EACCES", "EPERM"];

/**
 * Judges the two files of a certificate, apart from its names and the time.
 * @param {PairFiles} files
 * @returns {Pair}
 */
function readPair({ name, path, chain, key }) {
  const certificates = inOrder(certificatesIn(textOf(chain)));
  const opened = keyIn(textOf(key));
  const hidden = [chain, key].some((read) => "error" in read && notAllowed.includes(read.error));
  const [leaf] = certificates;
  return {
    name,
    path,
    // Written anew: whatever else the files hold goes nowhere.
    chain: certificates.map(String).join(""),
    key: opened?.export({ type: "pkcs8", format: "pem" }).toString() ?? "",
    names: leaf ? namesOf(leaf) : [],
    from: leaf ? Date.parse(leaf.validFrom) / 1000 : 0,
    until: leaf ? Date.parse(leaf.validTo) / 1000 : 0,
    hidden,
    fault:
      chainFault(certificates, path, chain) ??
      keyFault(opened, leaf, path, key) ??
      strengthFault(opened, path),
  };
}

/** @type {(read: Read) => string} */
const textOf = (read) => ("text" in read ? read.text : "");

/** @type {(text: string) => X509Certificate[]} */
function certificatesIn(text) {
  try {
    return (text.match(block) ?? []).map((pem) => new X509Certificate(pem));
  } catch {
    return [];
  }
}

/**
 * Each behind what it has issued: not every client looks for that by itself.
 * @type {(certificates: X509Certificate[]) => X509Certificate[]}
 */
function inOrder([leaf, ...others]) {
  const chain = leaf ? [leaf] : [];
  for (let last = leaf; last; ) {
    const at = others.findIndex((one) => last?.checkIssued(one));
    [last] = at < 0 ? [] : others.splice(at, 1);
    if (last) chain.push(last);
  }
  return [...chain, ...others];
}

/**
 * Only the alternative names count: no browser looks at the subject.
 * @type {(certificate: X509Certificate) => string[]}
 */
const namesOf = ({ subjectAltName = "" }) =>
  [...subjectAltName.replaceAll(quoted, "").matchAll(/(?:^|, )DNS:([^,]+)/g)].map(([, name = ""]) =>
    name.toLowerCase(),
  );

/** @type {(certificates: X509Certificate[], path: string, read: Read) => string | undefined} */
function chainFault([leaf, ...issuers], path, read) {
  const file = `${path}/fullchain.pem`;
  if (!leaf) {
    const begins = "it has to begin with -----BEGIN CERTIFICATE-----";
    return readFault(file, read) ?? `${file} holds no certificate that can be read; ${begins}`;
  }
  if ((textOf(read).match(begin) ?? []).length > issuers.length + 1)
    return `${file} is cut off, or holds a certificate that cannot be read; write it whole, beside it first, and rename it`;
  if (issuers.length === 0 || issuers.some((issuer) => leaf.checkIssued(issuer))) return undefined;
  return `${file} begins with a certificate that none of the others in it has issued; put the site's own certificate first and its issuer's below it`;
}

/** @type {(key: KeyObject | undefined, leaf: X509Certificate | undefined, path: string, read: Read) => string | undefined} */
function keyFault(key, leaf, path, read) {
  const file = `${path}/privkey.pem`;
  if (!key)
    return readFault(file, read) ?? `${file} holds no private key in PEM form that opens without a password`;
  if (leaf?.checkPrivateKey(key)) return undefined;
  return `${file} is not the key of the certificate in fullchain.pem; take both files from one issue`;
}

/** @type {(file: string, read: Read) => string | undefined} */
function readFault(file, read) {
  if ("text" in read) return undefined;
  if (read.error === "ENOENT") return `${file} is not there; put it beside the other file of its certificate`;
  return `${file} cannot be read (${read.error}); it has to belong to root`;
}

/** @type {(text: string) => KeyObject | undefined} */
function keyIn(text) {
  try {
    return createPrivateKey(text);
  } catch {
    return undefined;
  }
}

/**
 * HAProxy refuses its whole configuration for one key that is too short, and browsers what they do not know.
 * @type {(key: KeyObject | undefined, path: string) => string | undefined}
 */
function strengthFault(key, path) {
  const { asymmetricKeyType: type = "", asymmetricKeyDetails: details = {} } = key ?? {};
  const { modulusLength: bits = 0, namedCurve: curve = "" } = details;
  if ((type === "rsa" && bits >= 2048) || curves.includes(curve)) return undefined;
  const found = [type, bits || curve].filter(Boolean).join(" ");
  return `${path}/privkey.pem is a key that browsers do not take (${found}); issue the certificate with P-256 or RSA of 2048 bits`;
}

/**
 * @param {Pair} pair
 * @param {string} domain a name or, with a star as its first part, every name one level below the rest
 */
const covers = ({ names }, domain) =>
  names.includes(domain) || (!domain.startsWith("*.") && names.includes(domain.replace(/^[^.]+/, "*")));

module.exports = { readPair, covers };
