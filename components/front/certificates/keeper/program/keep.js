const { choose } = require("../../judge/choose.js");
const { sourceReader } = require("../../judge/source.js");
const { Farm } = require("./farm.js");
const { Refusals } = require("./refusals.js");
const { issueStatus } = require("./status.js");
const { fileOf, printOf, Store } = require("./store.js");

/** @typedef {import("./types").KeeperConfig} KeeperConfig */
/** @typedef {import("./types").Verdicts} Verdicts */
/** @typedef {import("./types").Look} Look */
/** @typedef {import("./types").Tell} Tell */

/** Offers to HAProxy what the directory of certificates holds, and knows what came of it. */
class Keeper {
  /**
   * @param {KeeperConfig} config
   * @param {Tell} tell
   */
  constructor(config, tell) {
    this.config = config;
    this.tell = tell;
    this.read = sourceReader(config.directory, config.shown);
    this.store = new Store(config.certificates, config.farm);
    this.farm = new Farm(config.farm);
    this.refusals = new Refusals();
    /** @type {Map<string, string>} */
    this.problems = new Map();
    /** @type {Map<string, string>} */
    this.loaded = new Map();
  }

  /**
   * Looks once, and changes what has to change.
   * @param {number} [now] seconds since 1970
   * @returns {Look}
   */
  look(now = Date.now() / 1000) {
    const { lines, directory } = this.config;
    const source = this.read();
    const domains = Object.keys(lines);
    const verdicts = this.farm.verdicts();
    this.refusals.note(verdicts, now);
    for (const domain of domains) this.update(domain, this.choose(domain, source, now));
    // The list never names a file that is not there: first what it will name, last what it named.
    const list = this.store.list(
      domains.filter((domain) => this.store.of(domain)).map((domain) => lines[domain] ?? ""),
    );
    for (const file of this.store.removeAllBut(domains)) this.tell("removed", { file });
    this.follow(domains, verdicts);
    const status = issueStatus(directory);
    return {
      standings: domains.map((domain) => ({
        domain,
        until: this.farm.endOf(verdicts.loaded.get(baseOf(domain))),
        problem: this.problems.get(domain),
        issue: status.get(domain),
      })),
      pending: verdicts.offered !== list || domains.some((domain) => this.isPending(domain, verdicts)),
    };
  }

  /**
   * @param {string} domain
   * @param {import("../../judge/types").Source} source
   * @param {number} now
   */
  choose(domain, source, now) {
    return choose(domain, source, now, (pair) => this.refusals.of(printOf(pair), pair.path));
  }

  /**
   * What is in place stays in place as long as there is nothing better, even after its time.
   * @param {string} domain
   * @param {import("../../judge/types").Choice} choice
   */
  update(domain, choice) {
    const before = this.problems.get(domain);
    if ("problem" in choice) {
      this.problems.set(domain, choice.problem);
      if (choice.problem !== before) this.tell("problem", { domain, problem: choice.problem });
      return;
    }
    const { pair } = choice;
    const until = new Date(pair.until * 1000).toISOString();
    if (this.store.put(domain, pair)) this.tell("certificate", { domain, from: pair.path, until });
    if (this.problems.delete(domain)) this.tell("solved", { domain });
  }

  /**
   * Whether the farm has not said yet what it thinks of what it was offered.
   * @param {string} domain
   * @param {Verdicts} verdicts
   */
  isPending(domain, { taken, refused }) {
    const print = this.store.of(domain)?.print;
    const base = baseOf(domain);
    return print !== undefined && taken.get(base) !== print && refused.get(base)?.print !== print;
  }

  /**
   * Tells what has gone live.
   * @param {readonly string[]} domains
   * @param {Verdicts} verdicts
   */
  follow(domains, { loaded }) {
    for (const domain of domains) {
      const print = loaded.get(baseOf(domain));
      if (print === undefined || this.loaded.get(domain) === print) continue;
      this.loaded.set(domain, print);
      const until = this.farm.endOf(print);
      this.tell("live", { domain, until: until && new Date(until * 1000).toISOString() });
    }
  }
}

/** @param {string} domain */
const baseOf = (domain) => fileOf(domain).replace(/\.pem$/, "");

module.exports = { Keeper };
