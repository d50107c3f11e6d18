import * as path from "node:path";
import { hash } from "bcryptjs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildTestImages } from "../../images/build";
import { type Container, containers, docker, runIn } from "../../support/containers";
import { askPrometheus } from "../../support/prometheus";
import { waitFor } from "../../support/wait";
import { type Sandbox, startSandbox } from "../sandbox";
import { Sinks, secrets } from "./sinks";

/** Two homes whose monitors look after each other. */

const project = path.join(__dirname, "../fixtures/neighbours");
const ports = { prod: 17_460, staging: 17_470 };
const homes = ["prod", "staging"] as const;
type HomeName = (typeof homes)[number];
const other = (home: HomeName): HomeName => (home === "prod" ? "staging" : "prod");

let sinks: Sinks;
let sandbox: Sandbox;

beforeAll(async () => {
  await buildTestImages(() => {});
  sinks = await Sinks.start();
  sandbox = await startSandbox({
    project,
    program: path.join(project, "index.ts"),
    config: {
      "neighbours:webhook": sinks.http + secrets.webhook,
      "neighbours:token": secrets.token,
      "neighbours:password": "a password among neighbours",
      "neighbours:hash": await hash("a password among neighbours", 4),
    },
    stackConfig: Object.fromEntries(
      homes.map((home, at) => [
        home,
        {
          "neighbours:other": other(home),
          "neighbours:port": ports[home],
          "neighbours:subnet": `10.213.${52 + at}.0/24`,
        },
      ]),
    ),
  });
  for (const home of homes) await introduce(home);
});
afterAll(async () => {
  await sandbox?.stop();
  await sinks?.stop();
});

const part = async (home: HomeName, name: string): Promise<Container> => {
  const labels = { "homeport.sandbox": sandbox.id, "homeport.environment": home };
  const [found] = await containers({ ...labels, "homeport.component": `monitor-${name}` });
  if (!found) throw new Error(`${home} has no ${name}`);
  return found;
};

/** What the names' records and a public authority do for homes elsewhere. */
async function introduce(home: HomeName): Promise<void> {
  const { authority, gateway } = sandbox.outputs[other(home)] ?? {};
  const name = `watch.${other(home)}.example.org`;
  const write = async (container: Container, file: string, text: string) =>
    runIn(container, ["sh", "-c", `printf %s "$1" > ${file} && kill -HUP 1`, "sh", text]);
  await write(await part(home, "probes"), `/watch/config/home-${other(home)}.pem`, String(authority?.value));
  const prometheus = await part(home, "prometheus");
  const file = "/watch/config/prometheus.yml";
  const config = await runIn(prometheus, ["cat", file]);
  const module = `__param_module: home_${other(home)}`;
  await write(
    prometheus,
    file,
    config
      .replace(`- https://${name}`, `- https://${gateway?.value}:${ports[other(home)] + 1}`)
      .replace(module, `${module}\n          __param_hostname: ${name}`),
  );
}

const seen = async (home: HomeName) => {
  const [sample] = await askPrometheus(await part(home, "prometheus"), 'probe_success{job="homes"}');
  return sample?.value[1];
};
const told = () => sinks.told(({ environment, home }) => `${home} by ${environment}`);

test("each sees that the other is at work; one whose Alertmanager was killed is told of by the other, and that it is over", async () => {
  for (const home of homes)
    await waitFor(`${other(home)} to be seen`, async () => (await seen(home)) === "1", 60);
  await waitFor(
    "what was told before they knew each other to be over",
    async () => {
      const all = told();
      return (
        all.filter((one) => one.startsWith("firing")).length ===
        all.filter((one) => one.startsWith("resolved")).length
      );
    },
    60,
  );
  const before = told().length;
  const alertmanager = docker.getContainer((await part("prod", "alertmanager")).Id);
  await alertmanager.kill();
  await waitFor("staging to tell", async () => told().length > before, 90);
  await alertmanager.start();
  await waitFor("the end of it", async () => told().length > before + 1, 90);
  expect(told().slice(before)).toEqual([
    "firing HomeGone prod by staging",
    "resolved HomeGone prod by staging",
  ]);
}, 300_000);
