import { execFile } from "node:child_process";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { trustDirectory } from "../../components/front/certificates/trust";
import { renderNamed } from "../../components/front/hairpin/names";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { addressOf, type Container, crash, docker, inspect, runIn } from "../support/containers";
import { ask } from "../support/http";
import { trust } from "../support/trust";
import { pause, waitFor } from "../support/wait";
import type { Called } from "./fixtures/inside/caller";
import { type Sandbox, startSandbox } from "./sandbox";
import { baseOf as farmOf, oneOf } from "./stacks";

const project = path.join(__dirname, "fixtures/inside");
const stacks = ["prod", "staging"] as const;
type Stack = (typeof stacks)[number];

let sandbox: Sandbox;
beforeAll(async () => {
  await buildTestImages(() => {});
  sandbox = await startSandbox({
    project,
    program: path.join(project, "index.ts"),
    stacks: [...stacks],
    config: {
      "inside:images": {
        haproxy: testImages.haproxy,
        traefik: testImages.traefik,
        node: testImages.keeper,
      },
    },
    stackConfig: {
      prod: {
        "inside:subnet": "10.213.16.0/24",
        "inside:ports": { http: 27270, https: 27243, stats: 27204 },
        "inside:publicPorts": { http: 80, https: 443 },
      },
      staging: {
        "inside:subnet": "10.213.17.0/24",
        "inside:ports": { http: 27370, https: 8443, stats: 27304 },
      },
    },
  });
  for (const stack of stacks) trust(baseOf(stack), String(sandbox.outputs[stack]?.authority?.value));
});
afterAll(() => sandbox?.stop());

const baseOf = (stack: Stack): string => farmOf(sandbox, stack);

/** Has the container behind `app` call an address. */
const call = async (stack: Stack, url: string): Promise<Called> =>
  (await ask(baseOf(stack), "app.example.org", `/call?url=${encodeURIComponent(url)}`)).json();

const one = (stack: Stack, component: string): Promise<Container> => oneOf(sandbox, stack, component);

describe.each(stacks)("a container of %s that calls a name of its environment", (stack) => {
  test("reaches its own farm, whose certificate it trusts, and is known there by its own address", async () => {
    const caller = addressOf(await one(stack, "app"));
    for (let i = 0; i < 6; i++)
      expect(await call(stack, "https://auth.example.org/")).toMatchObject({
        status: 200,
        answer: `auth of ${stack}`,
        caller,
      });
  });

  test("finds itself by its own name", async () => {
    expect((await call(stack, "https://app.example.org/")).answer).toBe(`app of ${stack}`);
  });

  test("is sent to the visitors' port by HTTP, and is answered there", async () => {
    const port = stack === "prod" ? "" : ":8443";
    const location = `https://auth.example.org${port}/a?b=c`;
    for (const from of stack === "prod" ? [""] : ["", ":27370"])
      expect(await call(stack, `http://auth.example.org${from}/a?b=c`)).toMatchObject({
        status: 301,
        location,
      });
    expect(await call(stack, location)).toMatchObject({ status: 200, answer: `auth of ${stack}` });
  });

  test("a name that is not the environment's is asked as before", async () => {
    expect((await call(stack, "https://elsewhere.invalid/")).error).toMatch(/^E(NOTFOUND|AI_AGAIN)$/);
  });
});

test("who does not trust the environment's authority is told so", async () => {
  const app = await one("staging", "app");
  const script =
    'fetch("https://auth.example.org/").then(() => "trusted", (e) => e.cause.code).then(console.log)';
  const said = (variables: string[]) => runIn(app, ["env", ...variables, "node", "-e", script]);
  expect(await said(["-u", "NODE_EXTRA_CA_CERTS", "-u", "SSL_CERT_FILE"])).toMatch(
    /UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT_LOCALLY)/,
  );
  expect(await said([])).toContain("trusted");
});

test("the bundle has the public authorities too, for those that forget their own", async () => {
  const script = `const { X509Certificate } = require("crypto");
    const text = require("fs").readFileSync(process.env.SSL_CERT_FILE, "utf8");
    const all = text.match(/-----BEGIN[^]*?END CERTIFICATE-----/g).map((pem) => new X509Certificate(pem).subject);
    console.log(JSON.stringify(all))`;
  const subjects: string[] = JSON.parse(await runIn(await one("staging", "app"), ["node", "-e", script]));
  expect(subjects.length).toBeGreaterThan(50);
  expect(subjects).toContain("CN=Homeport inside staging");
  expect(subjects.join()).not.toContain("Homeport inside prod");
  expect(subjects.join()).toContain("ISRG Root X1");
});

test("a program on OpenSSL alone trusts it by the file that the variable names", async () => {
  const script =
    'fetch("https://auth.example.org/").then(() => "trusted", (e) => e.cause.code).then(console.log)';
  const words = ["env", "-u", "NODE_EXTRA_CA_CERTS", "node", "--use-openssl-ca", "-e", script];
  expect(await runIn(await one("staging", "app"), words)).toContain("trusted");
});

test("who asked for no trust has neither variables nor files", async () => {
  const auth = await one("staging", "auth");
  expect(JSON.stringify(auth.Config.Env)).not.toContain(trustDirectory);
  expect(auth.Mounts).toEqual([]);
});

test("what a container says of a caller is believed from nobody but the two that have the names", async () => {
  const farm = addressOf(await one("staging", "farm"));
  const script = `const socket = require("net").connect(80, ${JSON.stringify(farm)}, () =>
      socket.write("PROXY TCP4 6.6.6.6 6.6.6.6 1 80\\r\\nGET / HTTP/1.1\\r\\nHost: auth.example.org\\r\\nConnection: close\\r\\n\\r\\n"));
    socket.on("data", (data) => console.log(String(data)));`;
  expect(await runIn(await one("staging", "app"), ["node", "-e", script])).toMatch(/^HTTP\/1\.[01] 400 /);
});

describe("under load", () => {
  /** Calls all the time, on kept connections and, as often as one address may, on new ones; tells what failed. */
  function load(
    app: Container,
    seconds: number,
  ): Promise<{ answered: number; failed: string[]; others: number }> {
    const script = `const https = require("https"), failed = []; let answered = 0, others = 0;
      const until = Date.now() + ${seconds * 1000};
      const kept = new https.Agent({ keepAlive: true, maxSockets: 10 });
      const one = (agent) => Date.now() < until && https.get("https://auth.example.org/", { agent }, (answer) => {
        let text = ""; answer.on("data", (more) => { text += more; }).on("end", () => {
          answered++; if (JSON.parse(text).answer !== "auth of staging") others++; again(agent); });
      }).on("error", (error) => { failed.push(error.code); again(agent); });
      const again = (agent) => setTimeout(one, agent ? 25 : 100, agent);
      for (let i = 0; i < 10; i++) { one(kept); one(false); }
      setTimeout(() => { console.log(JSON.stringify({ answered, failed, others })); process.exit(); }, ${seconds * 1000 + 4000});`;
    return runIn(app, ["node", "-e", script]).then(JSON.parse);
  }

  const named = async (at: 1 | 2, names: readonly string[]): Promise<string> => {
    const container = await one("staging", `hairpin-${at}`);
    const [network = "", { IPAddress } = { IPAddress: "" }] =
      Object.entries(container.NetworkSettings.Networks)[0] ?? [];
    const component = `hairpin-${at}`;
    const thing = {
      project: "inside",
      environment: "staging",
      component,
      isService: false,
      network,
      volumes: [],
    };
    const script = renderNamed(
      { thing, container: container.Name.slice(1), address: IPAddress, names },
      "true",
    );
    return new Promise((resolve, reject) => {
      execFile("sh", ["-c", script], (error, stdout, stderr) =>
        error ? reject(error) : resolve(stdout + stderr),
      );
    });
  };

  test("names are added and removed without a lost call, and the addresses stay", async () => {
    const app = await one("staging", "app");
    const addresses = async () => [
      addressOf(await one("staging", "hairpin-1")),
      addressOf(await one("staging", "hairpin-2")),
    ];
    const before = await addresses();
    const calls = load(app, 8);
    await pause(1);
    const usual = ["app.example.org", "auth.example.org"];
    for (const names of [
      [...usual, "new.example.org"],
      [...usual, ...Array.from({ length: 100 }, (_, at) => `n${at}.example.org`)],
      usual,
    ])
      for (const at of [1, 2] as const) await named(at, names);
    const { answered, failed, others } = await calls;
    expect(answered).toBeGreaterThan(500);
    expect({ failed, others }).toEqual({ failed: [], others: 0 });
    expect(await addresses()).toEqual(before);
    const has = async (at: 1 | 2) =>
      Object.values((await one("staging", `hairpin-${at}`)).NetworkSettings.Networks)[0]?.Aliases;
    for (const at of [1, 2] as const)
      expect((await has(at))?.filter((name: string) => name.includes("."))).toEqual(usual);
  });

  test("one of the two is killed: nobody is answered by another environment, and the names stay", async () => {
    const app = await one("staging", "app");
    const calls = load(app, 6);
    await pause(1);
    const hairpin = await one("staging", "hairpin-1");
    await crash(hairpin, testImages.haproxy);
    const { answered, failed, others } = await calls;
    expect(answered).toBeGreaterThan(300);
    expect(others).toBe(0);
    // Calls that were under way, and those that had its address: none has asked elsewhere.
    expect(failed.filter((code) => !["ECONNRESET", "ECONNREFUSED", "EHOSTUNREACH"].includes(code))).toEqual(
      [],
    );
    await waitFor("it to be back", async () => (await inspect(hairpin.Id)).State.Running);
    for (let i = 0; i < 6; i++)
      expect((await call("staging", "https://auth.example.org/")).answer).toBe("auth of staging");
  });

  test("the farm is started again: calls wait for it", async () => {
    const app = await one("staging", "app");
    const farm = docker.getContainer((await one("staging", "farm")).Id);
    const script = `const https = require("https"); let failed = [];
      const one = (left) => left ? https.get("https://auth.example.org/", { agent: false }, (answer) => {
        answer.resume().on("end", () => one(left - 1)); }).on("error", (error) => { failed.push(error.code); one(left - 1); })
        : console.log(JSON.stringify(failed));
      one(10)`;
    await farm.stop({ t: 1 });
    const calls = runIn(app, ["node", "-e", script]);
    await pause(1);
    await farm.start();
    expect(JSON.parse(await calls)).toEqual([]);
  });
});
