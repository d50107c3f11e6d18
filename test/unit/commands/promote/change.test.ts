import { describe, expect, test } from "vitest";
import { planChange } from "../../../../commands/promote/change";
import { compare } from "../../../../commands/promote/difference";
import type { LastUpdate, Setting } from "../../../../commands/shared/history";
import type { RunningImages } from "../../../../commands/shared/runningImages";

const digest = `sha256:${"a".repeat(64)}`;
const moved = `sha256:${"b".repeat(64)}`;
const plain = (value: unknown): Setting => ({ secret: false, value });

const environment = (settings: LastUpdate["settings"], images: RunningImages = {}) => ({
  stack: "staging",
  images,
  update: { succeeded: true, ended: "", commit: undefined, dirty: false, settings },
});

function plan(
  from: ReturnType<typeof environment>,
  to: ReturnType<typeof environment>,
  files: { project?: object; from?: object } = {},
) {
  const difference = compare(from, to, (key) => key === "a:mine");
  return planChange(from.images, difference, {
    name: "a",
    project: { ...files.project },
    from: { ...files.from },
  });
}

describe("a setting", () => {
  test("that a stack has for itself and has run becomes the project's", () => {
    const change = plan(environment({ "a:x": plain({ y: 2 }) }), environment({ "a:x": plain({ y: 1 }) }), {
      project: { "a:x": { y: 1 } },
      from: { "a:x": { y: 2 } },
    });
    expect(change).toEqual({ settings: { "a:x": { y: 2 } }, proven: [], notes: [] });
  });

  test("keeps its type: Pulumi remembers a number as a text", () => {
    const { settings } = plan(environment({ "a:x": plain("2") }), environment({}), { from: { "a:x": 2 } });
    expect(settings).toEqual({ "a:x": 2 });
  });

  test("that the project already says needs no change: production gets it with its next update", () => {
    const change = plan(environment({ "a:x": plain("2") }), environment({ "a:x": plain("1") }), {
      project: { "a:x": 2 },
    });
    expect(change).toEqual({ settings: {}, proven: [], notes: [] });
  });

  test("that each stack has for itself is none of the change", () => {
    const own = { from: { "a:mine": 2 } };
    expect(plan(environment({ "a:mine": plain("2") }), environment({}), own).settings).toEqual({});
  });

  test.each([
    [
      "the directory of staging's machine",
      { source: "files", directory: "/etc/letsencrypt" },
      { source: "authority" },
    ],
    [
      "production's directory, which would go",
      { source: "authority" },
      { source: "files", directory: "/srv" },
    ],
  ])("with %s stays with its stack, and a person is told", (_, from, to) => {
    const { settings, notes } = plan(
      environment({ "a:certificates": plain(from) }),
      environment({ "a:certificates": plain(to) }),
      { from: { "a:certificates": from } },
    );
    expect(settings).toEqual({});
    expect(notes).toEqual([
      "a:certificates.directory: it is bound to a machine, so each stack says it for itself",
    ]);
  });

  test("that the file says otherwise than it has run is left to a person", () => {
    const { settings, notes } = plan(environment({ "a:x": plain("2") }), environment({}), {
      from: { "a:x": 3 },
    });
    expect(settings).toEqual({});
    expect(notes).toEqual([expect.stringContaining("a:x: no file says any more what has run")]);
  });

  test.each([
    ["secret in the one", { "a:x": { secret: true } as const }, {}],
    ["secret in the other", { "a:x": plain("2") }, { "a:x": { secret: true } as const }],
  ])("%s is never written down", (_, from, to) => {
    const { settings, notes } = plan(environment(from), environment(to), {
      from: { "a:x": { secure: "v1:ciphertext" } },
    });
    expect(settings).toEqual({});
    expect(notes).toEqual(["a:x: a secret, which each stack sets for itself"]);
  });

  test("that only the other stack has is named", () => {
    const { notes } = plan(environment({}), environment({ "a:x": plain("1") }));
    expect(notes).toEqual(["a:x: it is set where the change goes to, and only there"]);
  });
});

describe("an image", () => {
  const runs = (reference: string, sha?: string) => ({ app: { reference, digest: sha } });

  test("in a setting is named by the digest that ran, wherever it stands", () => {
    const setting = { images: ["web:2", "other:1"], main: "web:2" };
    const { settings } = plan(
      environment({ "a:x": plain(setting) }, runs("web:2", digest)),
      environment({}, runs("web:1")),
      { from: { "a:x": setting } },
    );
    const exact = `web:2@${digest}`;
    expect(settings).toEqual({ "a:x": { images: [exact, "other:1"], main: exact } });
  });

  test("whose tag was moved is named by its digest in the project's own setting", () => {
    const same = { "a:x": plain("web:1") };
    const { settings, notes } = plan(
      environment(same, runs("web:1", moved)),
      environment(same, runs("web:1", digest)),
      { project: { "a:x": "web:1", "a:y": 7 } },
    );
    expect({ settings, notes }).toEqual({ settings: { "a:x": `web:1@${moved}` }, notes: [] });
  });

  test("that the program names is left to a person, with what to write", () => {
    const { notes } = plan(environment({}, runs("web:2", digest)), environment({}, runs("web:1")));
    expect(notes).toEqual([`web:2: the program names it; write web:2@${digest} there`]);
  });

  test("without a digest is said to be one", () => {
    const { notes } = plan(environment({}, runs("web:2")), environment({}));
    expect(notes).toEqual(["web:2: no digest is known; the tag alone says what it is"]);
  });

  test("that runs has run, also where both stacks have it", () => {
    const images = { ...runs("web:1", digest), db: { reference: "db:1", digest: undefined } };
    expect(plan(environment({}, images), environment({}, images)).proven).toEqual([
      "db:1",
      `web:1@${digest}`,
    ]);
  });
});
