import { describe, expect, test } from "vitest";
import { reviewOf } from "../../../../commands/preview/model/review";
import { renderNote } from "../../../../commands/preview/render/note";
import { digest, reviewOptions, steps } from "./fixtures";

type Told = Readonly<Record<string, unknown>>;

const environment = (certificates: Told) => ({
  environment: Object.fromEntries(
    Object.entries(certificates).map(([service, told]) => [`HOMEPORT_CERTIFICATE_${service}`, told]),
  ),
});
const stored = (op: string, old: Told, now = old) =>
  digest(
    steps({
      type: "store",
      name: "farm-certificates",
      ops: [op],
      old: environment(old),
      now: environment(now),
    }),
  );
const environmentsOf = (told: ReturnType<typeof stored>) => reviewOf([told], reviewOptions).environments;
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const far = "2027-11-22T12:00:00.000Z";

describe("certificates near their end", () => {
  const endings = (op: string, before: string, after = before) =>
    environmentsOf(stored(op, { blog: before }, { blog: after })).flatMap(({ ending }) => ending);

  test.each([
    ["2026-12-22T11:59:59.123456Z", 29],
    ["2026-11-22T12:00:01Z", 0],
    ["2026-11-20T12:00:00Z", -2],
  ])("%s: %i days", (end, daysLeft) => {
    const told = [{ name: "blog", day: end.slice(0, 10), daysLeft }];
    expect(endings("same", `${end} 0123456789ab`)).toEqual(told);
    expect(endings("update", `${end} 0123456789ab`)).toEqual(told);
  });

  test("are no matter with more than 30 days to go", () => {
    expect(endings("same", "2026-12-23T12:00:01Z 0123456789ab")).toEqual([]);
  });

  test("are no matter where this update renews them, or takes them away", () => {
    const ending = "2026-11-23T12:00:00Z 0123456789ab";
    expect(endings("update", ending, `${far} ba9876543210`)).toEqual([]);
    expect(endings("update", ending, unknown)).toEqual([]);
    expect(endings("delete", ending)).toEqual([]);
  });

  test("are told with the day", () => {
    const text = (end: string) =>
      renderNote(reviewOf([stored("same", { blog: `${end} 0123456789ab` })], reviewOptions));
    expect(text("2026-12-01T12:00:00Z")).toContain(
      "the certificate of `blog` expires in 9 days, on 2026-12-01, and this update does not renew it",
    );
    expect(text("2026-11-01T12:00:00Z")).toContain("the certificate of `blog` expired on 2026-11-01");
  });
});

describe("certificates that are issued", () => {
  const issued = (op: string, before: Told, after: Told) =>
    environmentsOf(stored(op, before, after)).flatMap((one) => one.issued);
  const blog = `${far} 0123456789ab`;

  test("are those that are another one after it: the first, one of other names, one of another term", () => {
    expect(issued("create", {}, { blog, shop: blog })).toEqual(["blog", "shop"]);
    expect(issued("update", {}, { blog })).toEqual(["blog"]);
    expect(issued("update", { blog }, { blog, shop: blog })).toEqual(["shop"]);
    expect(issued("update", { blog }, { blog: `${far} ba9876543210` })).toEqual(["blog"]);
    expect(issued("update", { blog, shop: blog }, { blog })).toEqual([]);
  });

  test("are those that nobody knows yet, as of a new authority", () => {
    expect(issued("create", {}, { blog: unknown })).toEqual(["blog"]);
    expect(issued("update", { blog: unknown }, { blog: unknown })).toEqual(["blog"]);
  });

  test("are told by the service's name, and by nothing else that stands there", () => {
    const hostile = { "blog`<b>": blog, UPPER: blog, blog: `${far} <script>`, other: 7 };
    expect(issued("update", {}, hostile)).toEqual(["blog", "other"]);
    const note = renderNote(reviewOf([stored("update", {}, { blog })], reviewOptions));
    expect(note).toContain("a certificate is issued for `blog`");
  });
});
