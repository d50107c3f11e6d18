/** @typedef {import("./types").Labels} Labels */

/** Where its containers are from, by which a router names them, and by which it chooses. */
const whose = ["com.docker.compose.project", "com.docker.compose.service", "homeport.environment"];

/** By which door and with which certificate visitors come is the farm's; which name goes first, the program's. */
const others = /^(?:entrypoints|tls|priority)(?:$|\.)/;

/** Longer rules would go before those of the program: where nothing else is said, a rule's length is its rank. */
const longest = 900;

/**
 * What a router is shown of a container's labels: nothing but how HTTP is routed to it.
 * @param {Labels} labels
 * @returns {Labels}
 */
function shownLabels(labels) {
  const entries = Object.entries(labels);
  const routers = entries.flatMap(([label, value]) => {
    const [, router, option = ""] = routerLabel(label);
    return router === undefined ? [] : [{ router, option, value }];
  });
  const refused = new Set(routers.filter(isRefused).map(({ router }) => router));
  return Object.fromEntries(
    entries.filter(([label]) => {
      const [, router, option = ""] = routerLabel(label);
      if (router !== undefined) return !refused.has(router) && !others.test(option);
      return /^traefik\.(?:enable$|http\.)/i.test(label) || whose.includes(label);
    }),
  );
}

/** @param {string} label */
const routerLabel = (label) => /^traefik\.http\.routers\.([^.]+)\.(.+)$/.exec(label.toLowerCase()) ?? [];

/**
 * A router of Traefik's that would go before the program's, or lead to what is not the container's: the dashboard, or a
 * service of the program without what guards it.
 * @param {{ option: string, value: string }} one
 */
const isRefused = ({ option, value }) =>
  (option === "rule" && value.length > longest) ||
  (option === "service" && value.includes("@") && !value.toLowerCase().endsWith("@docker"));

module.exports = { shownLabels };
