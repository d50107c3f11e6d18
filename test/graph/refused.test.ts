import { describe, expect, test } from "vitest";
import { type FakeNetwork, ownNetworks } from "../unit/hosts/dockerHost/fakeDocker";
import { graphOf, isDocker, type RunOptions, record } from "./graph";

/** What a person is told at a preview that is refused; nothing may have been asked of the engine by then. */
async function refusal(options: RunOptions): Promise<string> {
  const { errors, resources, outputs } = await record({ preview: true, ...options });
  expect(errors, "it was not refused").not.toEqual([]);
  for (const { text, plain } of errors) expect(plain, `with a stack trace: ${text}`).toBe(true);
  expect(resources.filter(isDocker)).toEqual([]);
  expect(outputs).toEqual({});
  // One cause is told once, however many resources hang on it.
  expect(new Set(errors.map(({ text }) => text)).size).toBe(1);
  return errors[0]?.text ?? "";
}

describe("a home on an engine that cannot take it is refused at preview, with what to do", () => {
  test("no docker command", async () => {
    const said = await refusal({ engine: "none" });
    expect(said).toContain('host infra: the "docker" command was not found.');
    expect(said).toContain("apt-get install docker.io");
  });

  test("no engine that answers", async () => {
    const said = await refusal({ engine: { failure: "Cannot connect to the Docker daemon" } });
    expect(said).toContain("host infra: no Docker engine answers.\n  Cannot connect to the Docker daemon");
  });

  test("an engine that is too old", async () => {
    const said = await refusal({ engine: { version: "19.03.15", apiVersion: "1.40" } });
    expect(said).toContain(
      "host infra: Docker engine 19.03.15 is too old (API 1.40, at least 1.41 is needed).",
    );
  });
});

describe("a subnet that the engine already uses", () => {
  const network = (Name: string, Subnet: string, environment?: string): FakeNetwork => ({
    Name,
    Labels: environment ? { "homeport.project": "homeport", "homeport.environment": environment } : {},
    IPAM: { Config: [{ Subnet }] },
  });
  const previewBeside = (...more: FakeNetwork[]) =>
    record({ preview: true, engine: { networks: [...ownNetworks, ...more] } });

  test.each([
    ["for something else", network("office", "172.30.0.0/16")],
    ["for another environment of this project", network("office", "172.30.70.0/24", "staging")],
    ["for this environment until it has moved", network("office", "172.30.70.128/25", "prod")],
  ])("%s is refused before any container hangs on it", async (_, other) => {
    const { errors, resources } = await previewBeside(other);
    expect(errors.every(({ plain }) => plain)).toBe(true);
    expect(errors[0]?.text).toContain(
      `network.subnet: 172.30.70.0/24 is already used on host infra by the Docker network "office" (${other.IPAM.Config?.[0]?.Subnet}).`,
    );
    expect(errors[0]?.text).toContain("example: ");
    expect(resources.filter(({ type }) => /^docker:index\/(network|container)/.test(type))).toEqual([]);
  });

  test("for this very environment is its own network, and one beside it or of IPv6 is no clash", async () => {
    const { errors } = await previewBeside(
      network("own", "172.30.70.0/24", "prod"),
      network("beside", "172.30.71.0/24"),
      network("new", "fd00::/64"),
    );
    expect(errors).toEqual([]);
  });
});

describe("settings that are not usable are refused before the engine is even asked", () => {
  test("with every problem and its file", async () => {
    const said = await refusal({
      engine: { failure: "nobody should have asked" },
      config: { "homeport:ports": { http: 70700 }, "homeport:netwrok": {} },
    });
    expect(said).toContain("ports.http: 70700 is not a port (1–65535); example: 7070\n  in Pulumi.yaml");
    expect(said).toContain("netwrok: there is no such setting; the nearest is network");
    expect(said).not.toContain("nobody should have asked");
  });

  test("with the file of the sibling that they clash with", async () => {
    const said = await refusal({ config: { "homeport:portOffsets": { farm: 101 } } });
    expect(said).toContain("ports.http: 7171 is also ports.http of stack staging (Pulumi.staging.yaml)");
  });

  test("a missing secret with the command that sets it", async () => {
    expect(await refusal({ program: "everything" })).toContain(
      "pulumi config set --secret secrets:shop --stack prod",
    );
  });
});

test("a secret that is no hash of a user's password is refused before its route is written, and not shown", async () => {
  const { errors, resources } = await record({
    program: "everything",
    preview: true,
    config: { "secrets:shop": "any", "secrets:user": "a-password-in-clear" },
    secretKeys: ["secrets:shop", "secrets:user"],
  });
  expect(errors.every(({ plain }) => plain)).toBe(true);
  expect(errors[0]?.text).toContain("office.users.ben: what is given is not a bcrypt hash");
  expect(JSON.stringify(errors)).not.toContain("a-password-in-clear");
  expect(resources.map(({ name }) => name)).not.toContain("office-route");
});

test("an image without a version is warned of, for a proxy as for a service", async () => {
  const { warnings } = await graphOf({
    config: { "homeport:images": { site: "nginx", haproxy: "haproxy:latest" } },
  });
  expect(warnings.join("\n")).toContain('"nginx" names no version');
  expect(warnings.join("\n")).toContain('"haproxy:latest" names no version');
});
