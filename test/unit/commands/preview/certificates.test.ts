import { describe, expect, test } from "vitest";
import { reviewOf } from "../../../../commands/preview/model/review";
import { renderNote } from "../../../../commands/preview/render/note";
import { digest, reviewOptions, steps } from "./fixtures";

describe("certificates near their end", () => {
  const certificate = (ops: string[], end: string) =>
    steps({ type: "certificate", name: "farm-blog", parent: farm, ops, outputs: { validityEndTime: end } });
  const farm = "urn:pulumi:prod::homeport::homeport:index:HaproxyFarm::farm";
  const endings = (ops: string[], end: string) =>
    reviewOf([digest(certificate(ops, end))], reviewOptions).environments.flatMap(({ ending }) => ending);

  test.each([
    ["2026-12-22T11:59:59.123456Z", 29],
    ["2026-11-22T12:00:01Z", 0],
    ["2026-11-20T12:00:00Z", -2],
  ])("%s: %i days", (end, daysLeft) => {
    expect(endings(["same"], end)).toEqual([{ name: "blog", day: end.slice(0, 10), daysLeft }]);
  });

  test("are no matter with more than 30 days to go", () => {
    expect(endings(["same"], "2026-12-23T12:00:01Z")).toEqual([]);
  });

  test("are no matter where this update renews them", () => {
    const ops = ["create-replacement", "replace", "delete-replaced"];
    expect(endings(ops, "2026-11-23T12:00:00Z")).toEqual([]);
  });

  test("are told with the day", () => {
    const text = (end: string) => renderNote(reviewOf([digest(certificate(["same"], end))], reviewOptions));
    expect(text("2026-12-01T12:00:00Z")).toContain(
      "the certificate of `blog` expires in 9 days, on 2026-12-01, and this update does not renew it",
    );
    expect(text("2026-11-01T12:00:00Z")).toContain("the certificate of `blog` expired on 2026-11-01");
  });
});
