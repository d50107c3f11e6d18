import { execFile } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { gitImage } from "../images/tags";
import { type Container, docker, inspect, runIn } from "../support/containers";
import { waitFor } from "../support/wait";
import { e2e } from "./floor";
import type { Home } from "./home";
import { running } from "./life/opened";
import { Workspace } from "./workspace";

/** Ports of services, through the real engine, with Git over SSH. */
e2e("ports of services", () => {
  let workspace: Workspace;
  let home: Home;
  let client: Container;
  beforeAll(async () => {
    workspace = await Workspace.open("ports");
    home = await workspace.stack("prod");
    await home.up();
    const made = await docker.createContainer({
      Image: gitImage,
      Cmd: ["sleep", "1000"],
      HostConfig: { NetworkMode: "host" },
    });
    await made.start();
    client = await inspect(made.id);
    for (const service of ["shared", "alone"]) {
      const [server] = await running(home, service);
      const key = server ? await runIn(server, ["cat", "/srv/git/visitor"]) : "";
      await runIn(client, ["sh", "-c", `umask 077; printf '%s\n' '${key.trim()}' > /${service}`]);
    }
  });
  afterAll(async () => {
    if (client) await docker.getContainer(client.Id).remove({ force: true });
    await workspace?.close();
  });

  const ports = { shared: 27022, alone: 27023 };
  /** Runs a command on the server behind a port. */
  const call = (service: keyof typeof ports, words: string) =>
    new Promise<{ status: number; said: string }>((resolve) => {
      const script = `ssh -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -i /${service} -p ${ports[service]} git@127.0.0.1 '${words}'`;
      execFile("docker", ["exec", client.Id, "sh", "-c", script], (error, out, err) =>
        resolve({ status: error ? Number(error.code ?? -1) : 0, said: (out + err).trim() }),
      );
    });
  const isThere = async (service: string, file: string) => {
    const [server] = await running(home, service);
    return (
      server !== undefined && (await runIn(server, ["ls", "/srv/git/home.git"])).split("\n").includes(file)
    );
  };
  const hostOf = async (service: string) => (await running(home, service))[0]?.Config.Hostname;

  test("lead to their services; nothing is changed or has drifted then, and the door is on the screen", async () => {
    for (const service of ["shared", "alone"] as const)
      expect(await call(service, "hostname")).toEqual({ status: 0, said: await hostOf(service) });
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
    const calls: { status: number; said: string }[] = [];
    const waited: typeof calls = [];
    let over = false;
    const calling = (async () => {
      while (!over) calls.push(await call("shared", "hostname"));
    })();
    const waiting = (async () => {
      while (!over) waited.push(await call("alone", "hostname"));
    })();
    const update = home.up();
    await waitFor("calls to the new one", async () => calls.some(({ said }) => said !== before), 120);
    expect((await call("shared", "touch /srv/git/home.git/go")).status).toBe(0);
    expect(await session).toEqual({ status: 0, said: before });
    await update;
    over = true;
    await Promise.all([calling, waiting]);
    expect(calls.filter(({ status }) => status !== 0)).toEqual([]);
    expect(calls.at(-1)?.said).toBe(await hostOf("shared"));
    // The one that was being answered goes with its container; refused ones would be many.
    expect(waited.filter(({ status }) => status !== 0).length).toBeLessThanOrEqual(1);
    expect(waited.at(-1)).toEqual({ status: 0, said: await hostOf("alone") });
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
      expect(await call("shared", "hostname")).toEqual({ status: 0, said: before });
    }
    home.configure({ "ports:listens": undefined });
    await home.up();
    expect((await call("shared", "hostname")).status).toBe(0);
  });

  test("nothing is left of them", async () => {
    await home.destroy();
    expect(
      await docker.listContainers({ all: true, filters: { label: [`homeport.sandbox=${workspace.id}`] } }),
    ).toEqual([]);
  });
});
