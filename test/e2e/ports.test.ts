import { Resolver } from "node:dns/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildTestImages } from "../images/build";
import { dnsImage } from "../images/tags";
import { docker, runIn } from "../support/containers";
import { Caller } from "../support/sshCaller";
import { pause, waitFor } from "../support/wait";
import { e2e } from "./floor";
import type { Home, Run } from "./home";
import { running } from "./life/opened";
import { Workspace } from "./workspace";

/** What an update warns of, as it stands among its diagnostics. */
const warnings = ({ events }: Run): string[] =>
  events.flatMap(({ diagnosticEvent }) =>
    diagnosticEvent?.severity === "warning" && diagnosticEvent.urn && !diagnosticEvent.ephemeral
      ? [
          diagnosticEvent.message
            .replace(/<\{%.*?%\}>/g, "")
            .replace(/^warning: /, "")
            .trim(),
        ]
      : [],
  );

/** Ports of services, through the real engine, with Git over SSH. */
e2e("ports of services", () => {
  let workspace: Workspace;
  let home: Home;
  let caller: Caller;
  beforeAll(async () => {
    await buildTestImages(() => {}, [dnsImage]);
    workspace = await Workspace.open("ports");
    home = await workspace.stack("prod");
    await home.up();
    caller = await Caller.start();
    for (const service of ["shared", "alone"])
      for (const server of await running(home, service)) await caller.befriend(server);
  });
  afterAll(async () => {
    await caller?.stop();
    await workspace?.close();
  });

  const ports = { shared: 27022, alone: 27023 };
  /** Runs a command on the server behind a port. */
  const call = (service: keyof typeof ports, words?: string) => caller.call(ports[service], words);
  const isThere = async (service: string, file: string) => {
    const [server] = await running(home, service);
    return (
      server !== undefined && (await runIn(server, ["ls", "/srv/git/home.git"])).split("\n").includes(file)
    );
  };
  const hostOf = async (service: string) => (await running(home, service))[0]?.Config.Hostname;

  test("lead to their services; nothing is changed or has drifted then, and the door is on the screen", async () => {
    for (const service of ["shared", "alone"] as const)
      expect(await call(service, "hostname")).toMatchObject({ status: 0, said: await hostOf(service) });
    await home.unchanged();
    await home.undrifted();
    const { out } = await home.homeport("status", "--stack", "prod");
    expect(out).toMatch(/ shared-ssh +tcp:\/\/127\.0\.0\.1:27022 +(healthy|starting) /);
  });

  test("of a new version, who is connected goes on and ends whole, and who calls gets an answer all the time", async () => {
    const before = await hostOf("shared");
    const session = call(
      "shared",
      "touch /srv/git/home.git/begun; until [ -f /srv/git/home.git/go ]; do sleep 0.1; done; hostname",
    );
    await waitFor("the session to have begun", () => isThere("shared", "begun"), 60);
    home.configure({ "ports:version": "second" });
    const again = caller.callAgain(ports.shared);
    const alone = caller.callAgain(ports.alone);
    const update = home.up();
    await waitFor("calls to the new one", async () => again.calls.some(({ said }) => said !== before), 120);
    expect((await call("shared", "touch /srv/git/home.git/go")).status).toBe(0);
    expect(await session).toMatchObject({ status: 0, said: before });
    await update;
    const [calls, waited] = [await again.over(), await alone.over()];
    expect(calls.filter(({ status }) => status !== 0)).toEqual([]);
    expect(calls.at(-1)?.said).toBe(await hostOf("shared"));
    // The one that was being answered goes with its container; refused ones would be many.
    expect(waited.filter(({ status }) => status !== 0).length).toBeLessThanOrEqual(1);
    const longest = Math.max(...waited.map(({ seconds }) => seconds));
    console.log(
      `who called while the only container was exchanged waited for ${longest.toFixed(1)} s at most`,
    );
    expect(longest).toBeLessThan(20);
    expect(waited.at(-1)).toMatchObject({ status: 0, said: await hostOf("alone") });
    await home.unchanged();
  });

  test("a version that is never there leaves the one before where it is, and the update is red, twice", async () => {
    const before = await hostOf("shared");
    home.configure({ "ports:listens": "2022" });
    for (let time = 0; time < 2; time += 1) {
      const { failure, told } = await home.tryUp();
      expect(failure).toBeDefined();
      expect(told).toContain("is not ready after 20 s.");
      expect(told).toContain("expected: first words that begin with SSH-");
      expect(told).toMatch(/the last lines that prod-shared-0-\w+ logged:/);
      expect(told).not.toMatch(/the last lines that prod-shared-ssh-/);
      expect(await call("shared", "hostname")).toMatchObject({ status: 0, said: before });
    }
    const { code, out } = await home.homeport("status", "--stack", "prod");
    expect(code).toBe(1);
    expect(out.replace(/\s+/g, " ")).toMatch(
      / is left of the failed update: not ready, serves nobody; \S+, of the version before, serves shared, shared-ssh /,
    );
    expect(out).toMatch(/^✗ +shared .*shared-0 NOT READY.*\n✓ .*shared-0 before: running/m);
    // Its service has another port now, and has let the container go that its door knows.
    expect(out).toMatch(/alone-ssh +nobody is behind it: it leads to prod-alone-0-/);
    home.configure({ "ports:listens": undefined });
    await home.up();
    expect((await call("shared", "hostname")).status).toBe(0);
  });

  test.each([
    ["thrown", "the program's own fault"],
    ["told", "a fault that ends nothing"],
  ])(
    "a program that has a fault before it has made its ports (%s) changes nothing at work",
    async (fault, words) => {
      const before = await hostOf("shared");
      home.configure({ "ports:version": `third, ${fault}`, "ports:fault": fault });
      const { failure, told, changes } = await home.tryUp();
      expect(failure).toBeDefined();
      expect(told).toContain(words);
      expect(told).toContain("nothing of it was put to work on any host");
      expect(changes).not.toHaveProperty("delete");
      for (let time = 0; time < 3; time += 1)
        expect(await call("shared", "hostname")).toMatchObject({ status: 0, said: before });
      home.configure({ "ports:fault": undefined });
      await home.up();
      expect(await call("shared", "hostname")).toMatchObject({ status: 0, said: await hostOf("shared") });
      expect(await hostOf("shared")).not.toBe(before);
    },
  );

  test("who does not expect the PROXY protocol is warned of at the end of the update, and not in the next one", async () => {
    home.configure({ "ports:proxy": "true" });
    const told = await home.up();
    expect(warnings(told)).toEqual([
      expect.stringMatching(/^prod-alone-0-\w+ hangs up on a connection that begins by the PROXY protocol/),
    ]);
    expect(warnings(await home.up())).toEqual([]);
    home.configure({ "ports:proxy": undefined });
    await home.up();
    expect((await call("alone")).status).toBe(0);
  });

  test("of UDP: a new version takes the place of the one before, with a gap that is short", async () => {
    const resolver = new Resolver({ timeout: 500, tries: 1 });
    resolver.setServers(["127.0.0.1:27053"]);
    const ask = () => resolver.resolve4("home.example.org").then(String, () => "nothing");
    expect(await ask()).toBe("192.0.2.1");
    const answers: { at: number; said: string }[] = [];
    let over = false;
    const asking = (async () => {
      while (!over) {
        answers.push({ at: performance.now(), said: await ask() });
        await pause(0.05);
      }
    })();
    home.configure({ "ports:address": "192.0.2.2" });
    const { told } = await home.tryPreview();
    expect(told).toContain("names.udp: its container publishes 27053 by itself");
    await home.up();
    over = true;
    await asking;
    const first = answers.findIndex(({ said }) => said === "nothing");
    const back = answers.findIndex(({ said }) => said === "192.0.2.2");
    const gap = ((answers[back]?.at ?? 0) - (answers[first]?.at ?? answers[back]?.at ?? 0)) / 1000;
    console.log(`no answer by UDP for ${gap.toFixed(1)} s`);
    expect(gap).toBeLessThan(15);
    expect(answers.slice(back).filter(({ said }) => said !== "192.0.2.2")).toEqual([]);
    await home.unchanged();
    await home.undrifted();
  });

  test("of UDP: a version that does not start leaves the one before where it was", async () => {
    const resolver = new Resolver({ timeout: 2_000, tries: 3 });
    resolver.setServers(["127.0.0.1:27053"]);
    home.configure({ "ports:command": "sleep" });
    expect((await home.tryUp()).failure).toBeDefined();
    expect(await resolver.resolve4("home.example.org")).toEqual(["192.0.2.2"]);
    home.configure({ "ports:command": undefined });
    await home.up();
  });

  test("nothing is left of them", async () => {
    await home.destroy();
    expect(
      await docker.listContainers({ all: true, filters: { label: [`homeport.sandbox=${workspace.id}`] } }),
    ).toEqual([]);
  });
});
