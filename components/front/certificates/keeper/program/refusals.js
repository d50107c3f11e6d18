/** @typedef {import("./types").Verdicts} Verdicts */

/** Seconds after which a certificate that the farm refused is offered again: it may have been the farm that was unwell. */
const againSeconds = 3600;

/** What HAProxy's words ask for; they name what it met with. */
const waysOut = /** @type {const} */ ([
  [/OCSP/, "put its issuer's certificate below it in fullchain.pem"],
  [/ca key too small/, "take one of an authority whose key has 2048 bits or more"],
  [/ee key too small/, "issue it anew with P-256 or RSA of 2048 bits"],
  [/md too weak|digest/, "issue it anew with SHA-256"],
]);

/** Remembers what the farm's HAProxy does not take, so that the next best is offered. */
class Refusals {
  constructor() {
    /** @type {Map<string, { reason: string, since: number }>} */
    this.known = new Map();
    this.basis = "";
  }

  /**
   * @param {Verdicts} verdicts
   * @param {number} now seconds since 1970
   */
  note({ basis, taken, refused }, now) {
    // Another version of HAProxy, or other settings, may well take it.
    if (basis !== this.basis) this.known.clear();
    this.basis = basis;
    const offered = new Map([...refused.values()].map(({ print, reason }) => [print, reason]));
    for (const [print, { since }] of this.known)
      if (!offered.has(print) && since < now - againSeconds) this.known.delete(print);
    for (const print of taken.values()) this.known.delete(print);
    for (const [print, reason] of offered)
      this.known.set(print, { reason, since: this.known.get(print)?.since ?? now });
  }

  /**
   * @param {string} print
   * @param {string} path
   * @returns {string | undefined} why the farm does not show it, and the way out
   */
  of(print, path) {
    const reason = this.known.get(print)?.reason;
    if (reason === undefined) return undefined;
    const [, wayOut] = waysOut.find(([words]) => words.test(reason)) ?? [];
    return `HAProxy does not take ${path}/fullchain.pem (${reason}); ${wayOut ?? "issue it anew"}`;
  }
}

module.exports = { Refusals };
