/** @typedef {import("./types").DoorConfig} DoorConfig */
/** @typedef {import("./types").Question} Question */

/** By name, containers of others could be asked for. */
const inspection = /^\/containers\/([0-9a-f]{64})\/json$/;

/**
 * What a request asks, as the engine is to be asked: with conditions of ours in place of those that came along.
 * @param {string} method
 * @param {string} url
 * @param {Pick<DoorConfig, "environment" | "network">} config
 * @returns {Question | undefined} nothing where it is none of a router's questions
 */
function questionOf(method, url, { environment, network }) {
  const [, version = "", asked = ""] = /^(\/v\d+\.\d+)?(\/[^?#]*)(?:\?|$)/.exec(url) ?? [];
  const label = [`homeport.environment=${environment}`];
  if (asked === "/_ping" && (method === "GET" || method === "HEAD"))
    return { kind: "ping", path: `${version}/_ping` };
  if (method !== "GET") return undefined;
  if (asked === "/version") return { kind: "version", path: `${version}/version` };
  if (asked === "/events")
    return { kind: "events", path: `${version}/events?${filtered({ type: ["container"], label })}` };
  if (asked === "/containers/json")
    return { kind: "list", path: `${version}/containers/json?${filtered({ label, network: [network] })}` };
  const [, id] = inspection.exec(asked) ?? [];
  return id === undefined ? undefined : { kind: "inspect", path: `${version}${asked}`, id };
}

/** @param {object} filters */
const filtered = (filters) => `filters=${encodeURIComponent(JSON.stringify(filters))}`;

module.exports = { questionOf };
