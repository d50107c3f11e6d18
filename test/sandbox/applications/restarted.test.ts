import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildTestImages } from "../../images/build";
import { entriesImage, testImages } from "../../images/tags";
import { ask } from "../../support/http";
import { installEngine, loadImages } from "../../support/machine/images";
import { newSshKeys } from "../../support/machine/keys";
import type { Machine } from "../../support/machine/machine";
import { type MachineNetwork, openNetwork } from "../../support/machine/network";
import { startMachine } from "../../support/machine/start";
import { removeFolder } from "../../support/removeFolder";
import { trust } from "../../support/trust";
import { waitFor } from "../../support/wait";
import { type Sandbox, startSandbox } from "../sandbox";
import { baseOf } from "../stacks";

/** Applications of both environments on an engine that starts anew, which knows nothing of who needs whom. */

const fixture = path.join(__dirname, "../fixtures/application");
const stacks = ["prod", "staging"] as const;
const pages = stacks.flatMap((stack) => ["pad", "cloud"].map((name) => ({ stack, name })));
/** Shell: the containers of this name in each application. */
const called = (name: string) =>
  `docker ps --all --format '{{.ID}} {{.Label "homeport.component"}}' | awk '$2 ~ "/${name}$" { print $1 }'`;

let network: MachineNetwork;
let machine: Machine;
let folder: string;
let sandbox: Sandbox;

beforeAll(async () => {
  await buildTestImages(() => {});
  const keys = newSshKeys();
  network = await openNetwork();
  machine = await startMachine({ name: "attic", network, authorizedKey: keys.publicKey });
  await installEngine(machine);
  const images = { haproxy: testImages.haproxy, traefik: testImages.traefik, app: entriesImage };
  await loadImages(machine, Object.values(images));
  folder = mkdtempSync(path.join(tmpdir(), "homeport-restarted-"));
  cpSync(path.join(fixture, "Pulumi.yaml"), path.join(folder, "Pulumi.yaml"));
  const { address, user, hostKey } = machine;
  sandbox = await startSandbox({
    project: folder,
    program: path.join(fixture, "index.ts"),
    stacks: [...stacks],
    config: {
      "application:images": images,
      "application:machine": { address, user, hostKey },
      "application:key": keys.privateKey,
    },
    stackConfig: {
      prod: {
        "application:subnet": "10.213.26.0/24",
        "application:ports": { http: 80, https: 443, stats: 8404 },
      },
      staging: {
        "application:subnet": "10.213.27.0/24",
        "application:ports": { http: 1080, https: 1443, stats: 9404 },
      },
    },
  });
  for (const stack of stacks) trust(baseOf(sandbox, stack), String(sandbox.outputs[stack]?.authority?.value));
});

afterAll(async () => {
  await machine?.stop();
  await sandbox?.stop();
  await network?.close();
  if (folder) removeFolder(folder);
});

/** Every page says what its own database says. */
const allAnswer = () =>
  waitFor(
    "every page",
    async () => {
      for (const { stack, name } of pages) {
        const { status, text } = await ask(baseOf(sandbox, stack), `${name}.example.org`, "/cgi-bin/page");
        expect([status, text.trim()]).toEqual([200, `${name} of ${stack}`]);
      }
      return true;
    },
    180,
  );
const ids = () => machine.run("docker ps --quiet | sort");
test("the engine is restarted: the same containers are back, each with its own database by the same name", async () => {
  await allAnswer();
  const before = await ids();
  await machine.run("service docker restart >/dev/null 2>&1");
  await waitFor("the engine", () => machine.run("docker version"), 60);
  await allAnswer();
  expect(await ids()).toBe(before);
});

test("the power is cut, and databases are the last to come: who misses one is started again until it is there", async () => {
  const before = await ids();
  await machine.run(`docker update --restart no $(${called("db")})`);
  const since = Math.floor(Date.now() / 1_000);
  await machine.kill();
  await machine.start();
  await waitFor("the engine", () => machine.run("docker version"), 60);
  const missed = `for one in $(${called("web")}); do docker logs --since ${since} $one 2>&1 | grep "no database yet" || exit 1; done`;
  await waitFor("each page to miss its database", () => machine.run(missed), 120);
  await machine.run(`docker start $(${called("db")})`);
  await allAnswer();
  expect(await ids()).toBe(before);
});
