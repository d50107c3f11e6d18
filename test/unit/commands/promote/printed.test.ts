import { describe, expect, test } from "vitest";
import { readHistory } from "../../../../commands/shared/history";
import { readState } from "../../../../commands/shared/state";
import { containersIn, recording } from "./recordings";

describe("what Pulumi prints of a stack's state", () => {
  test("names each container with its image and its engine", () => {
    const containers = readState(recording("staging.export.json"));
    expect(containers.map(({ name }) => name).sort()).toEqual(Object.keys(containersIn("staging")).sort());
    const [wiki] = containers.filter(({ name }) => name === "wiki-0");
    expect(wiki).toEqual({
      name: "wiki-0",
      id: containersIn("staging")["wiki-0"]?.id,
      image: "registry.example.org/echo:2",
      engine: { endpoint: "unix:///var/run/docker.sock", sshOptions: [] },
    });
  });

  test("has the usual engine where the provider names none, and an unknown one where that is a secret", () => {
    const state = (inputs: object) =>
      JSON.stringify({
        deployment: {
          resources: [
            {
              urn: "urn:pulumi:prod::shop::pulumi:providers:docker::mine",
              type: "pulumi:providers:docker",
              inputs,
            },
            {
              urn: "urn:pulumi:prod::shop::docker:index/container:Container::web",
              type: "docker:index/container:Container",
              id: "1",
              inputs: { image: "web:1" },
              provider: "urn:pulumi:prod::shop::pulumi:providers:docker::mine::id",
            },
          ],
        },
      });
    expect(readState(state({}))[0]?.engine).toEqual({ endpoint: "", sshOptions: [] });
    const overSsh = { host: "ssh://deploy@attic:22", sshOpts: '["-F","none"]' };
    const engine = { endpoint: overSsh.host, sshOptions: ["-F", "none"] };
    expect(readState(state(overSsh))[0]?.engine).toEqual(engine);
    expect(readState(state({ ...overSsh, sshOpts: { ciphertext: "v1:x" } }))[0]?.engine).toBeUndefined();
    expect(readState(state({ host: { ciphertext: "v1:x" } }))[0]?.engine).toBeUndefined();
  });

  test("has no container in a stack without resources", () => {
    expect(readState('{"deployment":{}}')).toEqual([]);
  });

  test.each(["", "{", "null", "[]", '{"version":3}', recording("prod.export.json").slice(0, -9)])(
    "is refused where it is something else, or cut off (case %#)",
    (printed) => {
      expect(() => readState(printed)).toThrow(/no state, or is cut off/);
    },
  );
});

describe("what Pulumi prints of a stack's history", () => {
  test("says how the last update ended, of which commit, and with which settings", () => {
    expect(readHistory(recording("staging.history.json"))).toMatchObject({
      succeeded: true,
      ended: "2026-11-21T14:31:01.000Z",
      commit: expect.stringMatching(/^a117e3b/),
      dirty: false,
      settings: {
        "homeport:rateLimit": { secret: false, value: { requests: 500, seconds: 10 } },
        "secrets:wiki": { secret: true },
      },
    });
    expect(readHistory(recording("failed.history.json"))?.succeeded).toBe(false);
  });

  test("says that nothing runs after a destruction, and before the first update", () => {
    expect(readHistory(recording("destroyed.history.json"))).toBeUndefined();
    expect(readHistory("[]")).toBeUndefined();
  });

  test("is passed over where it changed nothing that runs", () => {
    const refresh = { kind: "refresh", result: "failed" };
    const printed = JSON.stringify([refresh, ...JSON.parse(recording("staging.history.json"))]);
    expect(readHistory(printed)?.succeeded).toBe(true);
  });

  test("gives no secret away, should Pulumi ever print one", () => {
    const config = { "a:x": { value: "planted", objectValue: { y: "planted" }, secret: true } };
    const read = readHistory(JSON.stringify([{ kind: "update", result: "succeeded", config }]));
    expect(read?.settings).toEqual({ "a:x": { secret: true } });
  });

  test.each(["", "{}", "null", "[{"])("is refused where it is something else, or cut off: %j", (printed) => {
    expect(() => readHistory(printed)).toThrow(/no history, or is cut off/);
  });
});
