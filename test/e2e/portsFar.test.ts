import { afterAll, beforeAll, expect, test } from "vitest";
import { type Container, docker, runIn } from "../support/containers";
import { Caller } from "../support/sshCaller";
import { waitFor } from "../support/wait";
import { e2e } from "./floor";
import type { Home } from "./home";
import { running } from "./life/opened";
import { Workspace } from "./workspace";

/** Ports on one host of services on others, through the real engine, with Git over SSH. */
e2e("ports of services on other hosts", () => {
  let workspace: Workspace;
  let home: Home;
  let caller: Caller;
  beforeAll(async () => {
    workspace = await Workspace.open("portsFar");
    home = await workspace.stack("prod");
    await home.up();
    caller = await Caller.start();
    await befriend();
  });
  afterAll(async () => {
    await caller?.stop();
    await workspace?.close();
  });

  const ports = { both: 27025, alone: 27026 };
  const known = new Set<string>();
  /** Every server lets in by a key of its own. */
  async function befriend(): Promise<void> {
    for (const server of [...(await running(home, "both")), ...(await running(home, "alone"))])
      if (!known.has(server.Id)) {
        known.add(server.Id);
        await caller.befriend(server);
      }
  }
  const namesOf = async (service: string) =>
    (await running(home, service)).map(({ Config }) => Config.Hostname).sort();
  const files = async (server: Container | undefined) =>
    server ? (await runIn(server, ["ls", "/tmp"])).split("\n") : [];
  const seen = async () => {
    const all = new Set<string>();
    for (let tries = 0; tries < 8; tries++) all.add((await caller.call(ports.both)).said);
    return [...all].sort();
  };
  const settled = async () => {
    await home.unchanged();
    await home.undrifted();
  };

  test("lead to their services over the wire; nothing is changed or has drifted then", async () => {
    for (const service of ["both", "alone"] as const)
      expect(await caller.call(ports[service])).toMatchObject({
        status: 0,
        said: (await namesOf(service))[0],
      });
    await settled();
    const { out } = await home.homeport("status", "--stack", "prod");
    expect(out).toMatch(/ both-ssh +tcp:\/\/127\.0\.0\.1:27025 +infra +(healthy|starting) /);
    expect(out).toMatch(/ both-ssh-east +east-host +(healthy|starting) /);
  });

  test("of a service that gets a second host go on, and lead to both", async () => {
    const before = await namesOf("both");
    const again = caller.callAgain(ports.both);
    home.configure({ "ports:routers": ["east", "west"] });
    await home.up();
    const calls = await again.over();
    await befriend();
    expect(calls.filter(({ status, said }) => status !== 0 && !said.includes("denied"))).toEqual([]);
    const now = await namesOf("both");
    expect(now).toEqual(expect.arrayContaining(before));
    expect(await seen()).toEqual(now);
    await settled();
  });

  test("of a new version: who is connected goes on and ends whole, and who calls gets an answer all the time", async () => {
    const before = await namesOf("both");
    const session = caller.call(
      ports.both,
      "hostname; touch /tmp/begun; until [ -f /tmp/go ]; do sleep 0.1; done",
    );
    const server = await waitFor(
      "the session to have begun",
      async () => {
        for (const one of await running(home, "both")) if ((await files(one)).includes("begun")) return one;
        return undefined;
      },
      60,
    );
    const again = caller.callAgain(ports.both);
    const alone = caller.callAgain(ports.alone);
    home.configure({ "ports:version": "second" });
    const update = home.up();
    await waitFor(
      "calls to new ones",
      async () => again.calls.some(({ said }) => !before.includes(said)),
      180,
    );
    await runIn(server, ["touch", "/tmp/go"]);
    expect(await session).toMatchObject({ status: 0, said: server.Config.Hostname });
    await update;
    const calls = await again.over();
    const waited = await alone.over();
    // Servers that are new let in nobody yet: what counts is that they answered.
    expect(calls.filter(({ status, said }) => status !== 0 && !said.includes("denied"))).toEqual([]);
    // The one that was being answered goes with its container.
    expect(waited.filter(({ status }) => status !== 0).length).toBeLessThanOrEqual(1);
    await befriend();
    expect(await seen()).toEqual(await namesOf("both"));
    expect(await caller.call(ports.alone)).toMatchObject({ status: 0, said: (await namesOf("alone"))[0] });
    await settled();
  });

  test("a version that is never there leaves the one before where it is, and the update is red, twice", async () => {
    const before = await namesOf("both");
    home.configure({ "ports:listens": "2022" });
    for (let time = 0; time < 2; time += 1) {
      const { failure, told } = await home.tryUp();
      expect(failure).toBeDefined();
      expect(told).toContain("is not ready after 30 s.");
      expect(before).toContain((await caller.call(ports.both)).said);
    }
    home.configure({ "ports:listens": undefined });
    await home.up();
    await befriend();
    expect((await caller.call(ports.both)).status).toBe(0);
  });

  test("of a service that leaves a host lead to the other alone", async () => {
    home.configure({ "ports:routers": ["west"] });
    await home.up();
    await befriend();
    expect(await seen()).toEqual(await namesOf("both"));
    await settled();
  });

  test("nothing is left of them", async () => {
    await home.destroy();
    expect(
      await docker.listContainers({ all: true, filters: { label: [`homeport.sandbox=${workspace.id}`] } }),
    ).toEqual([]);
  });
});
