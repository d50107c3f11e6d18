import { beforeAll, expect, test } from "vitest";
import { renderFarm } from "../../components/front/farm/config";
import { renderApply } from "../../components/front/haproxy/apply";
import { renderStart } from "../../components/front/haproxy/start";
import { routerPorts } from "../../components/router/config";
import { renderGate } from "../../components/router/gateConfig";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { farms, gates } from "../unit/cases";
import { containerWith, docker } from "./alone";

/** A router that closes connections under requests: which of them are sent again, and what visitors get. */

beforeAll(() => buildTestImages(() => {}));

const ports = { farm: 443, http2: 444, gate: 88 } as const;

/** Serves in the router's place, asks as visitors on connections that are kept, and tells what came of it. */
const program = `
const http = require("http"), http2 = require("http2");
const hits = {};
const back = { blink: 100, gone: 4000 };
const router = http.createServer((asked, answer) => {
  hits[asked.url] = (hits[asked.url] || 0) + 1;
  const [, what] = asked.url.split("/");
  if (hits[asked.url] > 1 || !what) return asked.resume().on("end", () => answer.end("here"));
  if (back[what]) {
    router.close();
    setTimeout(() => router.listen(${routerPorts.web}, "127.0.0.1"), back[what]);
    return router.closeAllConnections();
  }
  asked.socket.destroy();
});
router.keepAliveTimeout = 60000;
const ping = http.createServer((_, answer) => answer.end());
const host = "blog.example.org";
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const byHttp1 = (port) => (method, path) => new Promise((done) => {
  const asked = http.request({ port, agent, method, path, headers: { host } }, (answer) => {
    answer.resume().on("end", () => done(answer.statusCode));
  });
  asked.on("error", ({ code }) => done(code));
  asked.end();
});
let session;
const byHttp2 = (method, path) => new Promise((done) => {
  if (!session || session.destroyed || session.closed) session = http2.connect("http://127.0.0.1:${ports.http2}").on("error", () => {});
  const stream = session.request({ ":method": method, ":path": path, ":authority": host });
  stream.on("response", (headers) => { stream.resume().on("end", () => done(headers[":status"])); });
  stream.on("error", ({ message }) => done(/REFUSED/.test(message) ? "refused" : message));
  stream.end();
});
const ways = { "HTTP/1.1": byHttp1(process.argv[1]), "HTTP/2": byHttp2 };
router.listen(${routerPorts.web}, "127.0.0.1").once("listening", () => ping.listen(${routerPorts.ping}, "127.0.0.1", async () => {
  const all = {};
  for (const way of process.argv.slice(2)) {
    const ask = ways[way];
    const tell = async (method, path) => {
      // On a connection of the router's that has served before.
      while ((await ask("GET", "/")) !== 200) await new Promise((done) => setTimeout(done, 100));
      return [await ask(method, path + way.length), hits[path + way.length]];
    };
    all[way] = {
      get: await tell("GET", "/lost/get"),
      head: await tell("HEAD", "/lost/head"),
      post: await tell("POST", "/lost/post"),
      blink: await tell("GET", "/blink/"),
      gone: await tell("GET", "/gone/"),
    };
  }
  console.log(JSON.stringify(all));
  process.exit();
}));`;

/** Without TLS, and without a resolver that would tell addresses. */
const plain = (text: string): string =>
  text
    .replace(/bind :443 ssl .*/, `bind :${ports.farm}\n    bind :${ports.http2} proto h2`)
    .replace("bind :80\n", "bind :81\n")
    .replaceAll(/(?<=:80) send-proxy-v2| resolvers engine init-addr last,none/g, "");

const { tls } = farms["one-router"];
const farm = renderFarm({
  ...farms["one-router"],
  routers: [{ name: "router", host: "127.0.0.1", maxRequests: 100 }],
  tls: { ...tls, ends: undefined },
});
const gate = renderGate({ ...gates.gate, host: "127.0.0.1", doors: ["web"] });

test.each([
  ["the farm", farm, ports.farm, { "HTTP/1.1": "ECONNRESET", "HTTP/2": "refused" }],
  ["a router's published port", gate, ports.gate, { "HTTP/1.1": "ECONNRESET" }],
] as const)(
  "of %s, GET and HEAD: they are answered or get the page. Nothing else is sent twice",
  async (_, config, port, ends) => {
    const front = containerWith([], testImages.haproxy, renderStart(false));
    const applied = docker(["exec", "-i", front, "sh"], renderApply({ ...config, text: plain(config.text) }));
    expect(applied).toEqual({ status: 0, said: "" });
    const node = ["--entrypoint", "node", testImages.keeper, "-e", program];
    const ways = Object.keys(ends);
    const { said } = docker(["run", "--rm", "--network", `container:${front}`, ...node, `${port}`, ...ways]);
    const got = (end: string) => ({
      get: [200, 2],
      head: [200, 2],
      post: [end, 1],
      blink: [200, 2],
      gone: [503, 1],
    });
    expect(JSON.parse(said)).toEqual(
      Object.fromEntries(Object.entries(ends).map(([way, end]) => [way, got(end)])),
    );
  },
);
