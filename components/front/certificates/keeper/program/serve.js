const { createServer } = require("node:http");

/** @typedef {Readonly<Record<string, () => { status: number, text: string }>>} Pages */

const patienceMilliseconds = 5000;

/**
 * Answers this container and the visitors that are named, and nobody else of the environment.
 * @param {number} port
 * @param {readonly string[]} visitors
 * @param {Pages} pages by path
 */
function serve(port, visitors, pages) {
  const allowed = new Set(["127.0.0.1", ...visitors]);
  const known = new Map(Object.entries(pages));
  const server = createServer((request, response) => {
    const page = allowed.has(request.socket.remoteAddress ?? "")
      ? known.get(request.url ?? "")
      : () => refused;
    const { status, text } = page?.() ?? missing;
    response.writeHead(status, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" }).end(text);
  });
  server.requestTimeout = patienceMilliseconds;
  server.headersTimeout = patienceMilliseconds;
  server.maxConnections = 50;
  server.listen(port, "0.0.0.0");
}

const refused = { status: 403, text: "not for this address\n" };
const missing = { status: 404, text: "there is no such page\n" };

module.exports = { serve };
