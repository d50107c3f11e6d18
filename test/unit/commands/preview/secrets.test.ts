import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderNote } from "../../../../commands/preview/render/note";
import { recorded, reviewText } from "./fixtures";

const secret = "planted: never to be read";

/** How a secret looks in a state that is not blinded. */
const marked = (value: object) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ...value,
});

/** In every way in which a secret can stand for a value. */
const forms: readonly [string, unknown][] = [
  ["in clear", secret],
  ["marked, in clear", marked({ plaintext: JSON.stringify(secret) })],
  ["marked, encrypted", marked({ ciphertext: secret })],
  ["as a key", { [secret]: secret }],
  ["in a list", [secret, [secret], { value: secret }]],
];

const recordings = [
  "prod-first",
  "staging-new-service",
  "staging-volume-removed",
  "staging-host-moved",
  "staging-subnet",
  "staging-drift",
  "staging-broken",
] as const;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Path = readonly (string | number)[];

const isThing = (value: unknown): value is Record<string, Json> =>
  typeof value === "object" && value !== null;

/** Every place of a value. */
const placesIn = (value: Json, path: Path = []): Path[] =>
  isThing(value)
    ? Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...placesIn(inner, [...path, key])])
    : [];

/** What a state holds: anything may be a secret there, and nothing else in a preview may. */
const mayBeSecret = (path: Path): boolean =>
  ["config", "diagnostics"].includes(String(path[0])) ||
  path.some((key, at) => at > 0 && (key === "inputs" || key === "outputs") && at < path.length - 1);

function planted(preview: Json, path: Path, value: unknown): string {
  const copy = structuredClone(preview);
  const parent = path.slice(0, -1).reduce((at: Json, key) => (at as Record<string, Json>)[key] as Json, copy);
  (parent as Record<string, unknown>)[path.at(-1) as string] = value;
  return JSON.stringify(copy);
}

/** The note, or what is said where the preview cannot be used any more. */
function noteOf(text: string): string {
  try {
    return renderNote(reviewText(text));
  } catch (error) {
    return (error as Error).message;
  }
}

describe.each(recordings)("%s", (name) => {
  const preview: Json = JSON.parse(recorded(name));
  const places = placesIn(preview).filter(mayBeSecret);

  test.each(forms)("tells no secret, wherever it stands %s", (_, value) => {
    fc.assert(
      fc.property(fc.constantFrom(...places), (path) => {
        expect(noteOf(planted(preview, path, value))).not.toContain(secret);
      }),
      { numRuns: 12 },
    );
  });

  test("tells no secret where every text of every state is one", () => {
    const all = JSON.stringify(preview, (_, value) => value);
    const steps = (JSON.parse(all) as { steps: Record<string, Json>[] }).steps.map((step) => ({
      ...step,
      oldState: step.oldState && everywhere(step.oldState),
      newState: step.newState && everywhere(step.newState),
      detailedDiff: { [`envs["${secret}"]`]: { kind: "update" }, [secret]: { kind: "add" } },
      diffReasons: [secret],
    }));
    const note = noteOf(JSON.stringify({ ...(preview as object), steps }));
    expect(note).toContain("Preview of `homeport`");
    expect(note).not.toContain(secret);
  });
});

/** A state in which every text that is a value is a secret, and every group has one more. */
function everywhere(state: Json): Json {
  const within = (value: Json): Json => {
    if (Array.isArray(value)) return [...value.map(within), secret];
    if (isThing(value))
      return {
        ...Object.fromEntries(Object.entries(value).map(([key, one]) => [key, within(one)])),
        [secret]: secret,
      };
    return typeof value === "string" ? secret : value;
  };
  if (!isThing(state)) return state;
  return { ...state, inputs: within(state.inputs ?? {}), outputs: within(state.outputs ?? {}) };
}

test("an error of the program, which has told its passphrase, is not repeated", () => {
  const text = recorded("staging-broken");
  const passphrase = /a program that tells ([0-9a-f]{32})/.exec(text)?.[1] ?? "";
  expect(passphrase).toHaveLength(32);
  expect(noteOf(text)).not.toContain(passphrase);
});

test("an engine's address is told without the password in it", () => {
  const preview = JSON.parse(recorded("staging-host-endpoint"));
  for (const step of preview.steps)
    if (step.urn.endsWith("infra-engine")) step.newState.inputs.host = "tcp://admin:hunter2@10.0.0.12:2376";
  const note = noteOf(JSON.stringify(preview));
  expect(note).toContain("→ `tcp://10.0.0.12:2376`");
  expect(note).not.toContain("hunter2");
});
