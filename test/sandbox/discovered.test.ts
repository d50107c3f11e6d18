import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { doorSocket } from "../../components/router/door/config";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { type Container, containers, runIn } from "../support/containers";
import { ask } from "../support/http";
import { start as startLoad } from "../support/load";
import { trust } from "../support/trust";
import { waitFor } from "../support/wait";
import { docker } from "./alone";
import { type Sandbox, startSandbox } from "./sandbox";

/** Containers that something else deploys into two environments on one engine. */

const project = path.join(__dirname, "fixtures/discovered");
const stacks = ["prod", "staging"] as const;
type Stack = (typeof stacks)[number];
const { haproxy, traefik, echo, keeper: node } = testImages;

let sandbox: Sandbox;
beforeAll(async () => {
  await buildTestImages(() => {});
  sandbox = await startSandbox({
    project,
    program: path.join(project, "index.ts"),
    stacks: [...stacks],
    config: { "discovered:images": { haproxy, traefik, echo, node } },
    stackConfig: {
      prod: {
        "discovered:subnet": "10.213.64.0/24",
        "discovered:ports": { http: 27670, https: 27643, stats: 27604 },
      },
      staging: {
        "discovered:subnet": "10.213.65.0/24",
        "discovered:ports": { http: 27770, https: 27743, stats: 27704 },
      },
    },
  });
  for (const stack of stacks) trust(baseOf(stack), String(sandbox.outputs[stack]?.authority?.value));
});
afterAll(() => sandbox?.stop());

const baseOf = (stack: Stack): string =>
  (sandbox.outputs[stack]?.addresses?.value as { https?: string } | undefined)?.https ?? "";

const one = async (stack: Stack, component: string): Promise<Container> => {
  const [first, ...more] = await containers({
    "homeport.sandbox": sandbox.id,
    "homeport.environment": stack,
    "homeport.component": component,
  });
  if (!first || more.length > 0) throw new Error(`there is not one ${component} of ${stack}`);
  return first;
};

/** Runs the engine's command while visitors go on. */
const meanwhile = async (...words: string[]): Promise<string> =>
  (await promisify(execFile)("docker", words, { timeout: 120_000 })).stdout.trim();

/** Starts a container as Compose does: on the environment's network, with labels. */
async function compose(stack: Stack, answer: string, labels: Record<string, string>): Promise<string> {
  const all = { "traefik.enable": "true", "homeport.environment": stack, ...labels };
  const words = Object.entries(all).flatMap(([label, value]) => ["--label", `${label}=${value}`]);
  const network = String(sandbox.outputs[stack]?.networkName?.value);
  const secret = ["-e", `ANSWER=${answer}`, "-e", "PASSWORD=hush"];
  const id = await meanwhile("run", "-d", "--network", network, ...words, ...secret, echo);
  onTestFinished(() => void docker(["rm", "-f", id]));
  return id;
}

const routed = (router: string, domain: string, more: Record<string, string> = {}) => ({
  [`traefik.http.routers.${router}.rule`]: `Host(\`${domain}\`)`,
  [`traefik.http.services.${router}.loadbalancer.server.port`]: "8080",
  ...more,
});

const beside = "beside.example.org";
const answerOf = async (stack: Stack, domain = beside, route = "/"): Promise<unknown> => {
  const { status, headers } = await ask(baseOf(stack), domain, route, { timeoutSeconds: 30 });
  return headers["x-answer"] ?? status;
};
const answered = (stack: Stack, by: string | number, domain = beside) =>
  waitFor(`an answer of ${by} in ${stack}`, async () => (await answerOf(stack, domain)) === by, 60);

describe("a container with the environment's label", () => {
  test("is served beside those of the program, each in its own environment", async () => {
    await compose("prod", "compose of prod", routed("web", beside));
    await answered("prod", "compose of prod");
    await answered("staging", 503);
    await compose("staging", "compose of staging", routed("web", beside));
    await answered("staging", "compose of staging");
    expect(await answerOf("prod")).toBe("compose of prod");
    for (const stack of stacks) expect(await answerOf(stack, "own.example.org")).toBe("own");
  });

  test("is served with labels that are meant for a router with TLS of its own", async () => {
    await compose(
      "prod",
      "with tls",
      routed("tls", beside, {
        "traefik.http.routers.tls.entrypoints": "websecure",
        "traefik.http.routers.tls.tls.certresolver": "le",
        "traefik.docker.network": "proxy",
      }),
    );
    await answered("prod", "with tls");
  });

  test("takes no name, path or port of the program's, whatever its labels say", async () => {
    const everything = "PathPrefix(`/`)";
    await compose("prod", "thief", {
      ...routed("thief", "own.example.org"),
      "traefik.http.routers.thief.priority": "100000",
      "traefik.http.routers.long.rule": `Host(\`own.example.org\`) && (PathPrefix(\`/\`)${" || Path(`/x`)".repeat(250)})`,
      "traefik.http.routers.all.rule": everything,
      "traefik.http.routers.all.priority": "100000",
      "traefik.http.routers.inner.rule": `Host(\`${beside}\`) && Path(\`/inner\`)`,
      "traefik.http.routers.inner.service": "own@file",
      "traefik.tcp.routers.all.rule": "HostSNI(`*`)",
      "traefik.tcp.services.all.loadbalancer.server.port": "8080",
    });
    await answered("prod", "thief");
    expect(await answerOf("prod", "own.example.org")).toBe("own");
    expect(await answerOf("prod", "own.example.org", "/x")).toBe("own");
    expect(await answerOf("prod", beside, "/inner")).toBe("thief");
  });

  test("goes when it goes, and a name that nobody has is not there", async () => {
    await answered("prod", 503, "late.example.org");
    const id = await compose("prod", "late", routed("late", "late.example.org"));
    await answered("prod", "late", "late.example.org");
    await meanwhile("rm", "-f", id);
    await answered("prod", 503, "late.example.org");
  });
});

test("without the label, or with another environment's, none is", async () => {
  await compose("prod", "of nobody", { ...routed("nobody", "late.example.org"), "homeport.environment": "" });
  await compose("prod", "of staging", {
    ...routed("other", "late.example.org"),
    "homeport.environment": "staging",
  });
  await compose("prod", "of prod", routed("prod", beside));
  await answered("prod", "of prod");
  for (const stack of stacks) await answered(stack, 503, "late.example.org");
});

describe("what a router can learn of its engine", () => {
  /** What the door says to a router that was broken into. */
  const learnAll = async (asked: readonly (readonly [method: string, url: string])[]) => {
    const script = `const { request } = require("node:http");
const ask = ([method, path]) => new Promise((resolve) => request({ socketPath: ${JSON.stringify(doorSocket)}, method, path }, async (answer) => {
  let text = ""; for await (const piece of answer) text += piece; resolve({ status: answer.statusCode, text });
}).end());
Promise.all(${JSON.stringify(asked)}.map(ask)).then((all) => console.log(JSON.stringify(all)));`;
    const said = await runIn(await one("prod", "door"), ["node", "-e", script]);
    return JSON.parse(said) as { status: number; text: string }[];
  };
  const learn = async (url: string) => (await learnAll([["GET", url]]))[0] ?? { status: 0, text: "" };

  test("is what it needs of its own environment's, and neither values nor commands", async () => {
    const id = await compose("prod", "mine", routed("web", beside));
    const theirs = await compose("staging", "theirs", routed("web", beside));
    await answered("prod", "mine");
    const { text } = await learn("/v1.41/containers/json?all=1");
    expect(JSON.parse(text).map(({ Id }: { Id: string }) => Id)).toEqual(["0".repeat(64), id]);
    const seen = (await learn(`/containers/${id}/json`)).text;
    expect(Object.keys(JSON.parse(seen).Config)).toEqual(["Labels"]);
    expect(seen).not.toMatch(/hush|PASSWORD|Env|Cmd|Mounts/);
    for (const other of [theirs, (await one("prod", "own")).Id, (await one("prod", "farm")).Id])
      expect((await learn(`/containers/${other}/json`)).status).toBe(404);
  });

  test("nothing else is answered, and nothing is changed", async () => {
    const { Id, Name } = await one("prod", "own");
    const asked = [
      `/containers${Name}/json`,
      `/containers/${Id}/logs?stdout=1`,
      `/containers/${Id}/archive?path=/etc`,
      `/containers/${Id}/top`,
      "/info",
      "/images/json",
      "/networks",
      "/volumes",
      "/secrets",
      "/system/df",
      "/v1.41/../info",
      "//info",
      "/containers/json/../../info",
      "http://docker/info",
    ];
    const changing = ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"].flatMap((method) =>
      [`/containers/${Id}/stop`, `/containers/${Id}/json`, "/containers/create", "/events"].map(
        (url) => [method, url] as const,
      ),
    );
    const all = [...asked.map((url) => ["GET", url] as const), ...changing];
    const said = await learnAll(all);
    expect(all.map((one, at) => [...one, said[at]?.status])).toEqual(all.map((one) => [...one, 403]));
  });

  test("the door has no network, and nobody but its router has its socket", async () => {
    const { HostConfig, NetworkSettings } = await one("prod", "door");
    expect([HostConfig.NetworkMode, Object.keys(NetworkSettings.Networks)]).toEqual(["none", ["none"]]);
    const [volume] = (await one("prod", "door")).Mounts.filter(({ Type }) => Type === "volume");
    const users = (await containers({ "homeport.sandbox": sandbox.id })).filter(({ Mounts }) =>
      Mounts.some(({ Name }) => Name === volume?.Name),
    );
    expect(users.map(({ Config }) => Config.Labels["homeport.component"]).sort()).toEqual(["door", "router"]);
    const engine = users.flatMap(({ Mounts }) => Mounts.filter(({ Type }) => Type === "bind"));
    expect(engine.map(({ RW }) => RW)).toEqual([false]);
  });
});

test("what Compose exchanges is away until the new one answers, and the program's own is not", async () => {
  const before = await compose("prod", "before", routed("web", beside));
  await answered("prod", "before");
  const own = startLoad({ origin: baseOf("prod"), host: "own.example.org", rate: 20 });
  await meanwhile("rm", "-f", before);
  await answered("prod", 503);
  await compose("prod", "after", routed("web", beside));
  await answered("prod", "after");
  const { ok, failed } = await own.stop();
  expect([ok > 0, failed]).toEqual([true, 0]);
});

test("a door that is gone and comes back loses nobody", async () => {
  await compose("prod", "steady", routed("web", beside));
  await answered("prod", "steady");
  await meanwhile("restart", "-t", "0", (await one("prod", "door")).Id);
  expect(await answerOf("prod")).toBe("steady");
  await compose("prod", "new", routed("late", "late.example.org"));
  await answered("prod", "new", "late.example.org");
});
