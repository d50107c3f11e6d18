import { spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import Docker from "dockerode";
import { beforeAll, describe, expect, it } from "vitest";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { idLabel, sandboxes } from "./clean";
import { owner } from "./owner";
import { EnvironmentError, type Sandbox, startSandbox } from "./sandbox";

const docker = new Docker();
const project = path.join(__dirname, "fixtures/pair");
const images = { server: testImages.haproxy };
const config = { "pair:images": images };
/** Another environment of the same program on the same engine. */
const second = { "pair:subnet": "10.213.1.0/24", "pair:port": 27071 };

beforeAll(() => buildTestImages(() => {}));

async function objects(id: string): Promise<number> {
  const filters = { label: [`${idLabel}=${id}`] };
  const [containers, networks, { Volumes }] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
  ]);
  return containers.length + networks.length + (Volumes ?? []).length;
}

/** The sandboxes of this process; another one may have its own on the same engine. */
async function ours(): Promise<string[]> {
  return [...(await sandboxes(docker))].filter(([, whose]) => whose === owner()).map(([id]) => id);
}

describe("a program without the Pulumi CLI", () => {
  it("is made for real, twice at once, and removed without a trace", async () => {
    const made: string[] = [];
    const sandbox = await startSandbox({
      project,
      stacks: ["one", "two"],
      config,
      stackConfig: { two: { ...second, "pair:answer": "of two" } },
      report: (stack, heard) => "made" in heard && made.push(`${stack} ${heard.made.resource}`),
    });
    try {
      const { one, two } = sandbox.outputs;
      expect(one?.stack?.value).toBe("one");
      expect(one?.said?.value).toBe("content\nfrom not told\n10.213.0.2");
      expect(two?.said?.value).toBe("content\nfrom of two\n10.213.1.2");
      // A secret stays one, also when it was made here.
      expect(one?.password).toMatchObject({
        secret: true,
        value: expect.stringMatching(/^[a-zA-Z0-9]{20}$/),
      });
      expect(one?.password?.value).not.toBe(two?.password?.value);
      expect(made.indexOf("one pair-network")).toBeLessThan(made.indexOf("one pair-server"));
      expect(made.at(-1)).toMatch(/pair-last$/);
      await expectContainer(one?.containerName?.value as string);
      expect(await objects(sandbox.id)).toBe(8);
    } finally {
      expect(await sandbox.stop()).toBe(8);
    }
    expect(await objects(sandbox.id)).toBe(0);
    expect(await sandbox.stop()).toBe(0);
  });

  async function expectContainer(name: string): Promise<void> {
    const { Config, HostConfig, NetworkSettings } = await docker.getContainer(name).inspect();
    expect(name).toMatch(/^pair-server-[0-9a-f]{7}$/);
    expect(Config.Labels["homeport.environment"]).toBe("one");
    expect(HostConfig.Memory).toBe(32 * 1024 * 1024);
    expect(HostConfig.PortBindings["8080/tcp"]).toEqual([{ HostIp: "127.0.0.1", HostPort: "27070" }]);
    const [network = "", ...others] = Object.keys(NetworkSettings.Networks);
    expect(others).toEqual([]); // the default network is left
    expect(NetworkSettings.Networks[network]?.Aliases).toContain("server");
  }
});

describe("a program that fails", () => {
  const failing = async (overrides: object): Promise<EnvironmentError> => {
    const error = await startSandbox({
      project,
      stacks: ["one", "two"],
      config,
      stackConfig: { one: overrides as Record<string, unknown>, two: second },
    }).then(
      (sandbox: Sandbox) => sandbox.stop(),
      (error: unknown) => error,
    );
    expect(await ours(), "what a failed start leaves on the engine").toEqual([]);
    expect(error).toBeInstanceOf(EnvironmentError);
    return error as EnvironmentError;
  };

  it("says whose script failed and what it printed, and starts nothing behind it", async () => {
    const { message, failures } = await failing({ "pair:fail": "command" });
    expect(message).toBe(
      "one: pair-file (command:local:Command) failed: exit status 7\nlistening\n10.213.0.2 is not ready",
    );
    expect(failures).toHaveLength(1);
  });

  it("gives an error of the settings as it is, without a stack trace", async () => {
    expect((await failing({ "pair:fail": "program" })).message).toBe("one: pair.port: not a port");
  });

  it("reports an error that comes up only when a value is known", async () => {
    expect((await failing({ "pair:fail": "apply" })).message).toBe("one: refused after a while");
  });

  it("names the container whose image is missing", async () => {
    const { message } = await failing({ "pair:images": { server: "no.invalid/image:1" } });
    expect(message).toContain("one: pair-server (docker:index/container:Container) failed:");
    expect(message).toContain("no image no.invalid/image:1");
  });

  it("names the network whose addresses are taken", async () => {
    const { message } = await failing({ "pair:subnet": second["pair:subnet"] });
    expect(message).toMatch(/(one|two): pair-network .* failed: Pool overlaps/);
  });

  it("can be given up while it starts", async () => {
    const stopping = new AbortController();
    const starting = startSandbox({
      project,
      stacks: ["one"],
      config,
      signal: stopping.signal,
      report: () => stopping.abort(new Error("enough")),
    });
    await expect(starting).rejects.toThrow("enough");
    expect(await ours()).toEqual([]);
  });
});

describe("a sandbox whose process was killed", () => {
  it("is removed by the next start; one that runs is not", async () => {
    const killed = await keep(config);
    const running = await keep({ ...config, "pair:subnet": "10.213.2.0/24", "pair:port": 27072 });
    killed.process.kill("SIGKILL");
    await once(killed.process, "close");
    expect(await objects(killed.id)).toBeGreaterThan(0);

    const next = await startSandbox({ project, stacks: ["one"], config });
    expect(await objects(killed.id)).toBe(0);
    expect(await objects(running.id)).toBe(4);
    await next.stop();

    running.process.kill("SIGKILL");
    await once(running.process, "close");
    await (await startSandbox({ project, stacks: ["one"], config })).stop();
    expect(await objects(running.id)).toBe(0);
  });

  async function keep(settings: object) {
    const script = path.join(__dirname, "fixtures/keep.ts");
    const child = spawn(process.execPath, ["--import", "tsx", script, JSON.stringify(settings)]);
    let said = "";
    for await (const text of child.stdout) {
      said += text;
      if (/^up \w+$/m.test(said)) break;
    }
    child.stdout.resume();
    return { process: child, id: /^up (\w+)$/m.exec(said)?.[1] ?? "" };
  }
});
