import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import { json } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseAlerts } from "../../commands/alert/alerts";
import { parseTest } from "../../commands/alert/render";
import { queryScript, testScript } from "../../components/monitor/asked";
import { buildTestImages } from "../images/build";
import { type Container, containers, docker, engineAddress, runIn } from "../support/containers";
import { waitFor } from "../support/wait";
import { type Sandbox, startSandbox } from "./sandbox";

/** A home with a monitor: what is told when something happens to it, and when nothing does. */

interface Message {
  readonly status: string;
  readonly alerts: readonly { readonly status: string; readonly labels: Record<string, string> }[];
}

const project = path.join(__dirname, "fixtures/monitor");
const secrets = {
  webhook: "/secret-of-the-webhook",
  token: "secret-of-the-token",
  dead: "/secret-of-the-switch",
};
const messages: Message[] = [];
let beats = 0;
let sink: Server;
let sandbox: Sandbox;
let parts: Record<"prometheus" | "alertmanager" | "probes" | "agent", Container>;

beforeAll(async () => {
  await buildTestImages(() => {});
  sink = createServer(async (request, response) => {
    const told = (await json(request)) as Message;
    if (request.url === secrets.dead) beats++;
    if (request.url === secrets.webhook && request.headers.authorization === `Bearer ${secrets.token}`)
      messages.push(told);
    response.end();
  }).listen(0);
  const address = `http://${await engineAddress()}:${(sink.address() as AddressInfo).port}`;
  sandbox = await startSandbox({
    project,
    program: path.join(project, "index.ts"),
    stacks: ["prod"],
    config: {
      "monitor:webhook": address + secrets.webhook,
      "monitor:token": secrets.token,
      "monitor:deadMan": address + secrets.dead,
    },
  });
  const all = await of("monitor");
  const part = (name: string) => all.find((one) => one.Name.includes(`monitor-${name}`)) as Container;
  parts = {
    prometheus: part("prometheus"),
    alertmanager: part("alertmanager"),
    probes: part("probes"),
    agent: part("agent"),
  };
});
afterAll(async () => {
  await sandbox?.stop();
  sink?.close();
});

const of = (component: string) =>
  containers({ "homeport.sandbox": sandbox.id, "homeport.component": component });

interface Sample {
  readonly metric: Record<string, string>;
  readonly value: readonly [number, string];
}

/** Asks Prometheus as whoever has the password. */
async function ask(query: string): Promise<Sample[]> {
  const told = await runIn(parts.prometheus, [
    "sh",
    "-c",
    `wget -q -O - --header "Authorization: Basic $(printf homeport:%s "$(cat /watch/secrets/password)" | base64 | tr -d '\\n')" "http://127.0.0.1:9090/api/v1/query?query=${encodeURIComponent(query)}"`,
  ]);
  return JSON.parse(told).data.result;
}

test("everything that a rule asks for is there: farm, router, pages, containers, host, certificates", async () => {
  const up = await waitFor("figures", async () => {
    const all = await ask("up == 1");
    return all.length >= 9 && all;
  });
  expect(up.map(({ metric }) => metric.page ?? metric.job).sort()).toEqual([
    ...["agent", "alertmanager", "blog.example.org/health", "certificates", "farm"],
    ...["probes", "prometheus", "routers", "wiki.example.org/health"],
  ]);
  for (const query of [
    "probe_success == 1",
    'haproxy_server_status{state="UP",server="router"} == 1',
    "homeport_container_running == 1",
    "homeport_container_memory_bytes < homeport_container_limit_bytes",
    'traefik_service_requests_total{service="blog"}',
    'haproxy_frontend_limit_sessions{proxy="web"}',
    'haproxy_frontend_current_sessions{proxy="web"}',
    "homeport_certificate_expiry_timestamp_seconds > time()",
    "node_vmstat_oom_kill",
    "node_memory_MemAvailable_bytes < node_memory_MemTotal_bytes",
    'node_filesystem_avail_bytes{mountpoint="/watch"} < node_filesystem_size_bytes',
    'node_filesystem_readonly{mountpoint="/watch"} == 0',
    "node_boot_time_seconds < time()",
    "prometheus_rule_evaluation_failures_total == 0",
    "alertmanager_notifications_failed_total",
  ])
    await waitFor(`an answer to ${query}`, async () => (await ask(query)).length > 0, 30);
});

test("none of its programs lets in who has no password, and the farm shows a neighbour no figures", async () => {
  const [blog] = await of("blog");
  const from = Object.keys(blog?.NetworkSettings.Networks ?? {})[0] ?? "";
  const answer = async (address: string) => {
    const asking = await docker.createContainer({
      Image: parts.agent.Config.Image,
      Entrypoint: ["sh", "-c", `wget -T 5 -O - http://${address} 2>&1`],
      HostConfig: { NetworkMode: from },
    });
    await asking.start();
    await asking.wait();
    const said = (await asking.logs({ stdout: true, stderr: true })).toString();
    await asking.remove();
    return said;
  };
  for (const address of [
    "prometheus:9090/",
    "alertmanager:9093/api/v2/alerts",
    "probes:9115/",
    "agent:9100/metrics",
  ])
    expect(await answer(`monitor-${address}`), address).toContain("401");
  expect(await answer("10.213.46.254:8404/metrics")).toContain("403");
  expect(
    await runIn(parts.prometheus, ["sh", "-c", "wget -O - http://10.213.46.254:8404/stats 2>&1"]),
  ).toContain("403");
});

test("a service's only container stops: one message says so, one that it is over, and nothing else comes", async () => {
  expect(messages).toEqual([]);
  const [blog] = await of("blog");
  const container = docker.getContainer(blog?.Id ?? "");
  await container.stop();
  await waitFor("the message", async () => messages.length > 0, 60);
  await waitFor(
    "the page to be missed",
    async () => (await ask('ALERTS{alertname="PageGone",alertstate="firing"}')).length > 0,
  );
  await container.start();
  await waitFor(
    "what says that it is over",
    async () => messages.some(({ status }) => status === "resolved"),
    60,
  );
  await waitFor("the page", async () => (await ask('ALERTS{alertname="PageGone"}')).length === 0, 30);
  expect(
    messages.map(({ status, alerts }) => [
      status,
      ...alerts.map(({ labels }) => `${labels.alertname} ${labels.service}`),
    ]),
  ).toEqual([
    ["firing", "ServiceGone blog"],
    ["resolved", "ServiceGone blog"],
  ]);
});

test("whoever waits for the heartbeat hears it, and a test is taken by everybody", async () => {
  await waitFor("the heartbeat", async () => beats > 0);
  const told = await runIn(parts.alertmanager, ["sh", "-c", testScript(1, true, "prod")]);
  const found = { tells: ["webhook"], deadMan: true };
  expect(parseTest(told, found)).toMatchObject({ isWell: true, taken: 1, heartbeat: true });
  const tests = messages.filter(({ alerts }) => alerts.some(({ labels }) => labels.alertname === "Test"));
  expect(tests.map(({ status }) => status)).toEqual(["firing"]);
  const shown = parseAlerts(await runIn(parts.alertmanager, ["sh", "-c", queryScript]));
  expect(shown.filter(({ name }) => name !== "HostRestarted")).toMatchObject([
    { name: "Test", weight: "test", what: "This is a test", muted: false },
  ]);
});
