import { describe, expect, test } from "vitest";
import { reviewOf } from "../../../../commands/preview/model/review";
import { renderNote } from "../../../../commands/preview/render/note";
import { readMarkdown } from "../../../support/markdown";
import { digest, reviewOptions, service, steps } from "./fixtures";

const many = (number: number) =>
  reviewOf(
    [
      digest(
        Array.from({ length: number }, (_, at) =>
          steps({
            type: "container",
            name: `s${at}-0`,
            parent: service(`s${at}`),
            ops: ["create"],
            now: { image: `registry.example.org/${"long/".repeat(20)}s${at}:1`, memory: 64 },
          }),
        ).flat(),
      ),
    ],
    reviewOptions,
  );

describe("a note that would be too long", () => {
  test.each([
    [7_500, 1_000_000],
    [600, 65_536],
    [600, 20_000],
  ])("%i services in %i characters: leaves out details, closed all the same", (services, limit) => {
    const note = renderNote(many(services), { limit });
    expect(note.length).toBeLessThanOrEqual(limit);
    expect(note.length).toBeGreaterThan(limit * 0.4);
    expect(note).toContain(`${services} services added`);
    const parts = readMarkdown(note).map(({ type, content }) => `${type} ${content}`);
    expect(parts.filter((part) => part.includes("<details>")).length).toBe(
      parts.filter((part) => part.includes("</details>")).length,
    );
    expect(note).toMatch(/\n# \d+ more: the job's log has them all\n```\n/);
  });

  test("is cut at the end of a line where even that does not help", () => {
    const note = renderNote(many(300), { limit: 2_000 });
    expect(note.length).toBeLessThanOrEqual(2_000);
    expect(note).toMatch(/\|\n\nThe rest is in the job's log\.\n$/);
  });

  test("keeps the end of an image, where its version is", () => {
    expect(renderNote(many(1))).toMatch(/`…[a-z/]*\/long\/s0:1`/);
  });

  test("is whole where nobody asks for less", () => {
    const note = renderNote(many(1_000));
    expect(note).toContain("Container s999-0");
    expect(note).not.toContain("more: the job's log");
  });
});
