import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { renderApply } from "../../components/front/haproxy/apply";
import { configPath, revisionPort } from "../../components/front/haproxy/paths";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { addressOf, type Container, containers, docker, engineAddress, runIn } from "../support/containers";
import { ask } from "../support/http";
import { during } from "../support/load";
import { losses } from "../support/loadReport";
import { trust } from "../support/trust";
import { pause, waitFor } from "../support/wait";
import { type Sandbox, startSandbox } from "./sandbox";

/** A machine that has been off: its containers are back, at addresses that no state knows. */

const stack = "wired";
const project = path.join(__dirname, "fixtures/wired");
const images = { haproxy: testImages.haproxy, traefik: testImages.traefik, echo: testImages.echo };
const names = ["here", "there"] as const;

let sandbox: Sandbox;
let base: string;
const squatters: string[] = [];

beforeAll(async () => {
  await buildTestImages(() => {});
  const gate = { address: await engineAddress(), port: 27188 };
  sandbox = await startSandbox({
    project,
    program: path.join(project, "index.ts"),
    stacks: [stack],
    config: { "wired:images": images, "wired:gate": gate },
  });
  const { addresses, authority } = sandbox.outputs[stack] ?? {};
  base = (addresses as { value: { https: string } }).value.https;
  trust(base, String(authority?.value));
  const routers = await of("router");
  await Promise.all(routers.map(move));
  expect((await of("router")).map(addressOf)).not.toEqual(routers.map(addressOf));
  await waitFor("both services", async () => (await answers()).join() === names.join());
});

afterAll(async () => {
  await Promise.all(squatters.map((id) => docker.getContainer(id).remove({ force: true })));
  await sandbox?.stop();
});

const of = (component: string): Promise<Container[]> =>
  containers({ "homeport.sandbox": sandbox.id, "homeport.component": component });

/** Another container takes the address while this one is away. */
async function move(container: Container): Promise<void> {
  const one = docker.getContainer(container.Id);
  await one.stop();
  const [[network] = [""]] = Object.entries(container.NetworkSettings.Networks);
  const squatter = await docker.createContainer({
    Image: testImages.echo,
    NetworkingConfig: {
      EndpointsConfig: { [network]: { IPAMConfig: { IPv4Address: addressOf(container) } } },
    },
  });
  squatters.push(squatter.id);
  await squatter.start();
  await one.start();
}

const answers = () =>
  Promise.all(
    names.map(async (name) => {
      const { status, text } = await ask(base, `${name}.example.org`, "/");
      return status === 200 ? JSON.parse(text).answer : status;
    }),
  );

/** What a farm or gate does until its log says that it has corrected an address, or is left alone for a while. */
async function correctedWhile(component: "farm" | "gate", work: (container: Container) => Promise<unknown>) {
  const [container] = await of(component);
  if (!container) throw new Error(`there is no ${component}`);
  const since = Date.now() / 1000;
  await work(container);
  await pause(1.5);
  const said = await docker.getContainer(container.Id).logs({ stdout: true, stderr: true, since });
  return String(said).match(/IP changed from.*/g) ?? [];
}

/** As the next deployment would, with whatever unrelated change. */
async function reload(container: Container): Promise<void> {
  const text = await runIn(container, ["cat", configPath]);
  const revision = await runIn(container, ["wget", "-q", "-O", "-", `http://127.0.0.1:${revisionPort}/`]);
  expect(await runIn(container, ["sh", "-c", renderApply({ text, revision })])).toBe("");
}

test.each(["farm", "gate"] as const)(
  "a %s that reloads goes on where its routers are, and loses nothing",
  async (component) => {
    const load = { origin: base, host: "there.example.org", rate: 200, connections: 16 };
    let corrected: string[] = [];
    const report = await during(load, async () => {
      corrected = await correctedWhile(component, reload);
    });
    expect(corrected).toEqual([]);
    expect(report.failed, losses(report)).toBe(0);
    expect(Object.keys(report.statuses)).toEqual(["200"]);
  },
);

test.each(["farm", "gate"] as const)(
  "a %s that starts finds its routers where they are",
  async (component) => {
    const corrected = await correctedWhile(component, async ({ Id }) => {
      await docker.getContainer(Id).restart();
      await waitFor("both services", async () => (await answers().catch(() => [])).join() === names.join());
    });
    expect(corrected).toEqual([]);
  },
);
