import { expect, test } from "vitest";
import { reviewOf } from "../../../../commands/preview/model/review";
import { renderNote } from "../../../../commands/preview/render/note";
import { digest, limited, reviewOptions, steps, urn } from "./fixtures";

const desk = urn("homeport:index:DomainService", "desk");
const domains = ["desk.example.org"];

/** A note of a service whose container stays, and whose route changes. */
function noteOf(before: Record<string, unknown>, after: Record<string, unknown>): string {
  const labels = [{ label: "homeport.component", value: "service-desk" }];
  const container = steps({
    type: "container",
    name: "desk-0",
    parent: desk,
    ops: ["same"],
    old: { ...limited(256), labels },
  });
  const route = steps({ type: "store", name: "desk-route", parent: desk, ops: ["update"] }).map((step) => ({
    ...step,
    detailedDiff: { stdin: {} },
  }));
  const of = (more: Record<string, unknown>) => ({ inputs: { domains, ...more } });
  const itself = { op: "update", urn: desk, oldState: of(before), newState: of(after) };
  return renderNote(reviewOf([digest([itself, ...container, ...route])], reviewOptions));
}

test("a service that asks nobody any more who gets in is told first, and in its row", () => {
  const note = noteOf({ signIn: "auth" }, {});
  expect(note).toContain(
    "- **`prod`**: `desk` asks nobody any more who gets in: that was `auth`, and now it is whoever reaches it",
  );
  expect(note).toContain("| `desk` | asks no longer `auth` who gets in |");
});

test("so is one that asks another, and a further port of it by its name", () => {
  const also = (signIn?: string) => ({ also: [{ name: "hooks", domains, ...(signIn && { signIn }) }] });
  const note = noteOf({ signIn: "auth", ...also("auth") }, { signIn: "gate", ...also() });
  expect(note).toContain("`desk` asks `gate` who gets in, and no longer `auth`");
  expect(note).toContain("`desk` asks nobody any more who gets in at `hooks`: that was `auth`");
  expect(note).toContain("asks `gate` who gets in; `hooks` asks no longer `auth` who gets in");
});

test("one that begins to ask is no warning", () => {
  const note = noteOf({}, { signIn: "auth" });
  expect(note).toContain("| `desk` | asks `auth` who gets in |");
  expect(note).not.toContain("**`prod`**: `desk` asks");
});

test("one that asks as before is silent, and what is no name is not repeated", () => {
  expect(noteOf({ signIn: "auth" }, { signIn: "auth" })).not.toContain("who gets in");
  expect(noteOf({}, { signIn: "Hunter 2" })).not.toContain("unter");
});
