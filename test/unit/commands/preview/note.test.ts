import { describe, expect, test } from "vitest";
import { renderNote } from "../../../../commands/preview/render/note";
import { expectGolden } from "../../golden";
import { infraHas, recorded, review, reviewText } from "./fixtures";

/** As much as staging has, and as production will have; two merge requests have their environments beside them. */
const guardRails = infraHas(
  6144,
  { environment: "prod", memory: 2048, count: 1 },
  { environment: "staging", memory: 2048, count: 1 },
  { environment: "review-*", memory: 1024, count: 2 },
);

describe("the note for what the real engine says", () => {
  test.each([
    ["new-service", ["staging-new-service"]],
    ["image", ["staging-image"]],
    ["scale-down", ["staging-scale-down"]],
    ["volume-removed", ["staging-volume-removed"]],
    ["host-moved", ["staging-host-moved"]],
    ["moved", ["staging-moved"]],
    ["domain", ["staging-domain"]],
    ["memory", ["staging-memory"]],
    ["service-removed", ["staging-service-removed"]],
    ["public", ["staging-public"]],
    ["subnet", ["staging-subnet"]],
    ["drift", ["staging-drift"]],
    ["unchanged", ["staging-unchanged"]],
    ["failed", ["staging-broken"]],
    ["two-stacks", ["prod-first", "staging-stop-first"]],
    ["several", ["prod-several", "staging-several"]],
    ["changes-only", ["staging-image-short"]],
    ["spread", ["prod-spread"]],
  ])("%s", (name, names) => {
    expectGolden(`preview/${name}.md`, renderNote(review(names, { guardRails })));
  });
});

describe("the note", () => {
  test("tells the same change of two environments once", () => {
    const [staging] = review(["staging-image"]).environments;
    if (!staging) throw new Error("nothing recorded");
    const both = { ...review(["staging-image"]), environments: [{ ...staging, stack: "prod" }, staging] };
    const note = renderNote(both);
    expect(note).toContain("### `prod` and `staging`: 1 service changed");
    expect(note.match(/start-first: no request lost/g)).toHaveLength(1);
  });

  test("tells the same warning of two environments once", () => {
    const [staging] = review(["staging-stop-first"]).environments;
    if (!staging) throw new Error("nothing recorded");
    const both = {
      ...review(["staging-stop-first"]),
      environments: [{ ...staging, stack: "prod" }, staging],
    };
    expect(renderNote(both)).toContain("- **`prod`** and **`staging`**: `notes` is replaced");
  });

  test("says first what was not previewed at all", () => {
    const note = renderNote(review(["staging-unchanged"], { skipped: ["prod"] }));
    expect(note).toContain("1 thing to know first**\n\n- **`prod`** was not previewed");
  });

  test("with a title of its own is another note", () => {
    const [usual, drift] = [{}, { title: "Drift" }].map((options) =>
      renderNote(review(["staging-unchanged"]), options),
    );
    expect(drift?.split("\n")[0]).not.toBe(usual?.split("\n")[0]);
    expect(drift).toContain("## Drift of `homeport`");
  });

  test("counts the program's warnings, and leads to them without repeating a word", () => {
    const preview = JSON.parse(recorded("staging-unchanged"));
    preview.diagnostics = [{ severity: "warning", message: "warning: look out" }];
    const note = renderNote(reviewText(JSON.stringify(preview)), {
      log: "https://gitlab.example.org/-/jobs/7",
    });
    expect(note).toContain("1 warning: see [the job's log](<https://gitlab.example.org/-/jobs/7>)");
    expect(note).not.toContain("look out");
  });
});
