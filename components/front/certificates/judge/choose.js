const { covers } = require("./pair.js");

/** @typedef {import("./types").Pair} Pair */
/** @typedef {import("./types").Source} Source */
/** @typedef {import("./types").Choice} Choice */

/** Certificates that a message names at most: a directory may hold hundreds. */
const namedAtMost = 5;

/**
 * Chooses the certificate of a domain: among those that are usable and cover it, the one with the longest life.
 * @param {string} domain
 * @param {Source} source
 * @param {number} now seconds since 1970
 * @param {(pair: Pair) => string | undefined} [refused] why HAProxy does not take one
 * @returns {Choice}
 */
function choose(domain, source, now, refused = () => undefined) {
  /** @param {Pair} one */
  const wrong = (one) => problemOf(one, now) ?? refused(one);
  if (source.error !== undefined) return { problem: sourceProblem(source, source.error) };
  const covering = source.pairs.filter((pair) => covers(pair, domain));
  const [pair] = covering
    .filter((one) => wrong(one) === undefined)
    .sort((a, b) => b.until - a.until || Number(isOwn(b, domain)) - Number(isOwn(a, domain)));
  if (pair) return { pair };
  const suspects = source.pairs.filter((one) => covering.includes(one) || isOwn(one, domain));
  const problems = suspects.map((one) => wrong(one) ?? otherNames(one, domain));
  return { problem: problems.join("; ") || notCovered(domain, source) };
}

/**
 * @param {Pair} pair
 * @param {number} now seconds since 1970
 * @returns {string | undefined} why it cannot be shown to visitors, and the way out
 */
function problemOf({ fault, path, from, until }, now) {
  if (fault) return fault;
  if (until <= now) return `${path}/fullchain.pem expired on ${day(until)}; renew it`;
  if (from > now)
    return `${path}/fullchain.pem is not valid before ${day(from)}; set the host's clock or wait`;
  return undefined;
}

/** @type {(seconds: number) => string} */
const day = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 10);

/**
 * Directories of certbot leave out a star, those of an issuer of ours write it as an underscore.
 * @type {(pair: Pair, domain: string) => boolean}
 */
const isOwn = ({ name }, domain) => name === domain.replace("*", "_") || name === domain.replace("*.", "");

/** @type {(pair: Pair, domain: string) => string} */
const otherNames = ({ path, names }, domain) =>
  `${path}/fullchain.pem is for ${listed(names)} and not for ${domain}; issue it anew with this name too`;

/** @type {(domain: string, source: Source) => string} */
function notCovered(domain, { path, pairs }) {
  const found = pairs.map(({ path, names }) => (names.length > 0 ? listed(names) : `nothing in ${path}`));
  const none = `no certificate in ${path} is for this name (found: ${listed(found)})`;
  // It may well be one of those, and cannot be told from them.
  const faults = pairs.flatMap(({ fault }) => fault ?? []).slice(0, namedAtMost);
  return [`${none}; issue one: certbot certonly -d '${domain}'`, ...faults].join("; or mend ");
}

/** @type {(words: readonly string[]) => string} */
const listed = (words) =>
  [...words.slice(0, namedAtMost), ...(words.length > namedAtMost ? ["…"] : [])].join(", ") || "nothing";

/** @type {(source: Source, error: string) => string} */
const sourceProblem = ({ path }, error) =>
  error === "ENOENT"
    ? `${path} is not there; name the directory above it, for example /etc/letsencrypt`
    : `${path} cannot be read (${error}); it has to be a directory that belongs to root`;

module.exports = { choose, problemOf, day };
