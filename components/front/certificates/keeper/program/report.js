/** @typedef {import("./types").Standing} Standing */

/**
 * Tells how things stand, for Prometheus.
 * @param {readonly Standing[]} standings
 * @returns {string}
 */
const metrics = (standings) =>
  [
    metric(
      "homeport_certificate_expiry_timestamp_seconds",
      "End of the validity of the certificate that the farm shows.",
      standings.map(({ domain, until }) => [domain, until]),
    ),
    metric(
      "homeport_certificate_problem",
      "Whether there is no usable certificate where they come from.",
      standings.map(({ domain, problem }) => [domain, problem === undefined ? 0 : 1]),
    ),
    metric(
      "homeport_certificate_issue_failures",
      "Attempts in a row that the issuer could not get a certificate by.",
      standings.map(({ domain, issue }) => [domain, issue?.failures]),
    ),
  ].join("");

/**
 * @param {string} name
 * @param {string} help
 * @param {readonly (readonly [string, number | undefined])[]} values
 */
function metric(name, help, values) {
  const lines = values
    .filter(([, value]) => value !== undefined)
    .map(([domain, value]) => `${name}{domain="${domain}"} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join("")}`;
}

/**
 * Tells what is wrong, one line a domain.
 * @param {readonly Standing[]} standings
 * @returns {string}
 */
const problems = (standings) =>
  standings
    .filter(({ problem }) => problem !== undefined)
    .map(({ domain, problem, issue }) => `${domain}: ${[problem, ...issueLine(issue)].join("; ")}\n`)
    .join("");

/** @type {(issue: Standing["issue"]) => string[]} */
const issueLine = (issue) =>
  issue && issue.failures > 0
    ? [
        `${issue.failures} attempts to issue it failed, the next is at ${new Date(issue.nextTry * 1000).toISOString()}: ${issue.error}`,
      ]
    : [];

module.exports = { metrics, problems };
