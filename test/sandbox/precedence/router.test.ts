import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  renderRouterCommand,
  routerPorts,
  routerUser,
  routesDirectory,
} from "../../../components/router/config";
import { renderReady } from "../../../components/router/ready";
import { type Route, renderRoute } from "../../../components/services/route";
import { claimFor, decide, decisionFor } from "../../../components/shared/precedence";
import { buildTestImages } from "../../images/build";
import { testImages } from "../../images/tags";
import { routerConfigs, routes } from "../../unit/cases";
import { allHosts, allPaths, claimSets } from "../../unit/shared/claims";
import { docker, inside } from "../alone";

/** Any set of names at a real Traefik, which knows each service by itself, against the one function. */

const sets = 8;
const most = 7;
const firstPort = 9000;
const program = `
for (let at = 0; at < ${most}; at++)
  require("http").createServer((_, answer) => answer.end("s" + at)).listen(${firstPort} + at);
process.on("SIGTERM", () => process.exit(0));`;
const asking = `
const http = require("http");
const ask = ([host, path]) => new Promise((done) => {
  const asked = http.get({ port: ${routerPorts.web}, path, headers: { host }, agent: false }, (answer) => {
    let text = "";
    answer.on("data", (more) => { text += more; }).on("end", () => done([answer.statusCode, text]));
  });
  asked.on("error", (error) => done([0, String(error)]));
});
let text = "";
process.stdin.on("data", (more) => { text += more; }).on("end", async () => {
  const all = [];
  for (const one of JSON.parse(text)) all.push(await ask(one));
  console.log(JSON.stringify(all));
});`;

let router: string;
let services: string;

beforeAll(async () => {
  await buildTestImages(() => {});
  const start = (...words: string[]) => {
    const { status, said } = docker(["run", "-d", "--rm", ...words]);
    if (status !== 0) throw new Error(said);
    return said.trim();
  };
  const options = ["--network", "none", "--user", `${routerUser}`, "--tmpfs", `${routesDirectory}:mode=755`];
  const command = renderRouterCommand(routerConfigs.plain);
  router = start(...options, "--entrypoint", "traefik", testImages.traefik, ...command);
  const node = ["--entrypoint", "node", testImages.keeper, "-e", program];
  services = start("--network", `container:${router}`, ...node);
});
afterAll(() => void docker(["rm", "-f", services, router]));

/** Has the router serve a set, and nothing else. */
function serve(all: readonly Route[]): void {
  const files = all.map((route) => {
    const file = `${routesDirectory}/${route.service}.yml`;
    return `cat > ${file}.new <<'EOF'\n${renderRoute(route).text}EOF\nmv ${file}.new ${file}\n`;
  });
  const script = `rm -f ${routesDirectory}/s*.yml\n${files.join("")}${renderReady(["172.30.71.254"])}`;
  expect(inside(router, script)).toEqual({ status: 0, said: "" });
}

const spellings = [
  (host: string) => host,
  (host: string) => `${host.toUpperCase()}:7443`,
  (host: string) => `${host}.`,
  (host: string) => `${host}.:443`,
];

test("of any set, each name and path gets to its service, however the name is written", async () => {
  await fc.assert(
    fc.asyncProperty(claimSets, async (claims) => {
      const all = claims.map(({ domains, pathPrefix }, at): Route => {
        const service = `s${at}`;
        const servers = [`127.0.0.1:${firstPort + at}`];
        return { ...routes.tcp, service, domains, pathPrefix, servers };
      });
      serve(all);
      const decisions = decide(all, () => true);
      const asked = allHosts.flatMap((host, at) =>
        allPaths.map((path) => ({ host, path, written: spellings[at % spellings.length]?.(host) })),
      );
      const questions = JSON.stringify(asked.map(({ written, path }) => [written, path]));
      const { said } = docker(["exec", "-i", services, "node", "-e", asking], questions);
      const answers = JSON.parse(said);
      for (const [at, { host, path }] of asked.entries()) {
        const claim = claimFor(decisionFor(decisions, host), path);
        const expected = claim ? [200, claim.service] : [404, expect.anything()];
        expect([host, path, answers[at]]).toEqual([host, path, expected]);
      }
    }),
    { numRuns: sets, endOnFailure: true },
  );
});
