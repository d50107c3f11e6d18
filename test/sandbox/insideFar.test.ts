import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { type Container, containers, docker } from "../support/containers";
import { ask } from "../support/http";
import { installEngine, loadImages } from "../support/machine/images";
import { newSshKeys } from "../support/machine/keys";
import type { Machine } from "../support/machine/machine";
import { type MachineNetwork, openNetwork } from "../support/machine/network";
import { startMachine } from "../support/machine/start";
import { removeFolder } from "../support/removeFolder";
import { trust } from "../support/trust";
import { waitFor } from "../support/wait";
import type { Called } from "./fixtures/inside/caller";
import { type Sandbox, startSandbox } from "./sandbox";

/** The same on a host over SSH, whose containers reach the farm by the port that it publishes on another machine. */

const fixture = path.join(__dirname, "fixtures/inside");
const ports = { http: 27370, https: 27343, stats: 27304 };

let network: MachineNetwork;
let machine: Machine;
let folder: string;
let sandbox: Sandbox;
let door: Awaited<ReturnType<typeof docker.createContainer>>;
let base: string;

beforeAll(async () => {
  await buildTestImages(() => {});
  const keys = newSshKeys();
  network = await openNetwork();
  machine = await startMachine({ network, authorizedKey: keys.publicKey, name: "depot" });
  await installEngine(machine);
  await loadImages(machine, [testImages.haproxy, testImages.traefik, testImages.keeper]);
  const [published, leg] = [network.freeAddress(), network.freeAddress()];
  folder = mkdtempSync(path.join(tmpdir(), "homeport-inside-"));
  cpSync(path.join(fixture, "Pulumi.yaml"), path.join(folder, "Pulumi.yaml"));
  const { address, user, hostKey } = machine;
  sandbox = await startSandbox({
    project: folder,
    program: path.join(fixture, "index.ts"),
    stacks: ["staging"],
    config: {
      "inside:images": { haproxy: testImages.haproxy, traefik: testImages.traefik, node: testImages.keeper },
      "inside:subnet": "10.213.18.0/24",
      "inside:ports": ports,
      "inside:bindAddress": "0.0.0.0",
      "inside:machine": { address, user, hostKey },
      "inside:key": keys.privateKey,
      "inside:farms": [published, leg],
    },
  });
  const { addresses, authority } = sandbox.outputs.staging ?? {};
  base = ((addresses?.value ?? {}) as { https?: string }).https ?? "";
  trust(base, String(authority?.value));
  await join(leg);
  door = await publish(published, leg);
  await waitFor("the way to the machine", async () => (await ask(base, "depot.example.org")).status === 200);
});

afterAll(async () => {
  await door?.remove({ force: true });
  await sandbox?.stop();
  await machine?.stop();
  await network?.close();
  if (folder) removeFolder(folder);
});

async function one(component: string): Promise<Container> {
  const [first] = await containers({ "homeport.sandbox": sandbox.id, "homeport.component": component });
  if (!first) throw new Error(`there is no ${component}`);
  return first;
}

/** Containers of two networks of one engine do not reach each other: the farm is given a leg in the machine's. */
const join = async (leg: string): Promise<void> =>
  docker.getNetwork(network.name).connect({
    Container: (await one("farm")).Id,
    EndpointConfig: { IPAMConfig: { IPv4Address: leg } },
  });

/** What publishes the farm's ports to other machines. */
async function publish(address: string, leg: string) {
  const section = (port: number, to: number) =>
    `listen p${port}\n bind :${port}\n server farm ${leg}:${to}\n`;
  const config = `defaults
 mode tcp
 timeout connect 5s
 timeout client 1m
 timeout server 1m
${section(ports.https, 443)}${section(ports.http, 80)}`;
  const made = await docker.createContainer({
    Image: testImages.haproxy,
    Entrypoint: ["sh", "-c", `exec haproxy -db -f /dev/stdin <<'EOF'\n${config}EOF`],
    NetworkingConfig: {
      EndpointsConfig: { [network.name]: { IPAMConfig: { IPv4Address: address } } },
    },
    HostConfig: { NetworkMode: network.name },
  });
  await made.start();
  return made;
}

const call = async (from: string, url: string): Promise<Called> =>
  (await ask(base, `${from}.example.org`, `/call?url=${encodeURIComponent(url)}`)).json();

test("a container on the machine reaches its own farm by its names, and trusts it", async () => {
  for (const name of ["app", "depot"])
    for (const port of ["", `:${ports.https}`])
      expect(await call("depot", `https://${name}.example.org${port}/`)).toMatchObject({
        status: 200,
        answer: `${name} of staging`,
      });
});

test("by HTTP it is sent to the visitors' port", async () => {
  for (const port of ["", `:${ports.http}`])
    expect(await call("depot", `http://app.example.org${port}/a`)).toMatchObject({
      status: 301,
      location: `https://app.example.org:${ports.https}/a`,
    });
});

test("a service that lets in the farm's network alone does not let in another host's", async () => {
  expect(await call("depot", "https://auth.example.org/")).toMatchObject({ status: 403 });
  expect(await call("app", "https://auth.example.org/")).toMatchObject({ status: 200 });
});

test("beside the farm, a service of the machine is found by its name", async () => {
  expect(await call("app", "https://depot.example.org/")).toMatchObject({ answer: "depot of staging" });
});

test("while the farm is out of reach, nobody is asked elsewhere; then it answers again", async () => {
  await door.stop({ t: 0 });
  expect((await call("depot", "https://app.example.org/")).error).toMatch(
    /ECONNRESET|no answer|ECONNREFUSED/,
  );
  await door.start();
  await waitFor("the farm", async () => (await call("depot", "https://app.example.org/")).status === 200);
});
