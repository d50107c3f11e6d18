const { choose } = require("../../judge/choose.js");
const { sourceReader } = require("../../judge/source.js");
const { issueStatus } = require("./status.js");
const { Store } = require("./store.js");

/** @typedef {import("./types").KeeperConfig} KeeperConfig */
/** @typedef {import("./types").Standing} Standing */
/** @typedef {import("./types").Tell} Tell */

/** Keeps in HAProxy's directory what the directory of certificates holds. */
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
    /** @type {Map<string, string>} */
    this.problems = new Map();
  }

  /**
   * Looks once, and changes what has to change.
   * @param {number} [now] seconds since 1970
   * @returns {Standing[]}
   */
  look(now = Date.now() / 1000) {
    const { lines, directory } = this.config;
    const source = this.read();
    const domains = Object.keys(lines);
    for (const domain of domains) this.update(domain, choose(domain, source, now));
    // The list never names a file that is not there: first what it will name, last what it named.
    this.store.list(domains.filter((domain) => this.store.of(domain)).map((domain) => lines[domain] ?? ""));
    for (const file of this.store.removeAllBut(domains)) this.tell("removed", { file });
    const status = issueStatus(directory);
    return domains.map((domain) => ({
      domain,
      until: this.store.of(domain)?.until,
      problem: this.problems.get(domain),
      issue: status.get(domain),
    }));
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
}

module.exports = { Keeper };
