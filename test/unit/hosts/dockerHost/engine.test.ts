import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, describe, expect, test, vi } from "vitest";
import { inspectEngine } from "../../../../components/hosts/dockerHost/engine";
import { removeFolder } from "../../../support/removeFolder";
import { type FakeEngine, fakeDocker } from "./fakeDocker";

const folders: string[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const folder of folders.splice(0)) removeFolder(folder);
});

/** Puts an engine on PATH; the shell that the fake needs stays. */
function engine(fake: FakeEngine): string {
  const folder = fakeDocker(fake);
  folders.push(folder);
  vi.stubEnv("PATH", `${folder}:/usr/bin:/bin`);
  vi.stubEnv("DOCKER_HOST", "");
  return folder;
}

/** What a person reads where the engine is refused: a RunError, which has no stack trace. */
async function refusal(endpoint?: string): Promise<string> {
  const error = await (async () => inspectEngine("infra", endpoint))().then(
    () => new Error("the engine was taken"),
    (error: Error) => error,
  );
  expect(pulumi.RunError.isInstance(error), String(error)).toBe(true);
  return error.message;
}

describe("an engine that cannot be used is refused with the host's name and what to install", () => {
  test("no docker command", async () => {
    const empty = mkdtempSync(join(tmpdir(), "homeport-empty-"));
    folders.push(empty);
    vi.stubEnv("PATH", empty);
    const said = await refusal();
    expect(said).toContain('host infra: the "docker" command was not found.');
    expect(said).toContain("apt-get install docker.io");
  });

  test("no engine behind it: its own words are shown", async () => {
    engine({ failure: "Cannot connect to the Docker daemon at unix:///var/run/docker.sock." });
    const said = await refusal();
    expect(said).toContain("host infra: no Docker engine answers.");
    expect(said).toContain("Cannot connect to the Docker daemon");
    expect(said).toContain("DOCKER_HOST");
    expect(said).toContain("apt-get install docker.io");
  });

  test.each([
    ["19.03.15", "1.40"],
    ["1.13.1", "1.26"],
    ["1.6", "1.9"],
  ])("engine %s (API %s), which is too old", async (version, apiVersion) => {
    engine({ version, apiVersion });
    const said = await refusal();
    expect(said).toContain(
      `Docker engine ${version} is too old (API ${apiVersion}, at least 1.41 is needed)`,
    );
    expect(said).toContain("Install Docker engine 20.10 or newer.");
  });
});

test.each(["1.41", "1.44", "1.100", "2.0"])("an engine with API %s is taken", async (apiVersion) => {
  engine({ apiVersion });
  expect((await inspectEngine("infra")).version).toBe("20.10.24");
});

describe("what is asked", () => {
  test("the engine of the current context, which Pulumi's provider would not follow", async () => {
    engine({ endpoint: "unix:///run/user/1000/docker.sock" });
    expect((await inspectEngine("infra")).endpoint).toBe("unix:///run/user/1000/docker.sock");
  });

  test("in the usual context, the engine where it always listens", async () => {
    engine({});
    expect((await inspectEngine("infra")).endpoint).toBe("unix:///var/run/docker.sock");
  });

  test("the engine that the host names, whatever DOCKER_HOST says", async () => {
    engine({});
    vi.stubEnv("DOCKER_HOST", "tcp://elsewhere:2375");
    expect((await inspectEngine("infra", "ssh://attic")).endpoint).toBe("ssh://attic");
    expect((await inspectEngine("infra")).endpoint).toBe("tcp://elsewhere:2375");
  });

  test("nothing that would change the engine, and no more than is needed: each question takes time", async () => {
    const folder = engine({});
    await inspectEngine("infra");
    const calls = readFileSync(join(folder, "calls"), "utf8").trim().split("\n");
    expect(calls).toHaveLength(7);
    for (const call of calls)
      expect(call).toMatch(/^(version|info|ps|(volume|image) ls|network (ls|inspect)) /);
  });
});

test("a network that another deployment removes meanwhile does not pass for a missing engine", async () => {
  engine({ vanishing: "0123456789ab" });
  expect((await inspectEngine("infra")).survey.networks.map(({ name }) => name)).toEqual([
    "bridge",
    "host",
    "none",
  ]);
});
