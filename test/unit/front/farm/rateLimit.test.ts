import { describe, expect, test } from "vitest";
import { renderPage, tooManyPage } from "../../../../components/front/farm/pages";
import {
  defaultRateLimit,
  rateLimitRules,
  rateLimitSchema,
  rateLimitSection,
} from "../../../../components/front/farm/rateLimit";
import { expectGolden } from "../../golden";

describe("the lines of a rate limit", () => {
  test("read to the letter as HAProxy was shown them", () => {
    const lines = [...rateLimitSection(defaultRateLimit), ...rateLimitRules(defaultRateLimit, "challenge")];
    expectGolden("farm/rate-limit.txt", `${lines.join("\n")}\n`);
  });

  test("are none where it is off", () => {
    expect([...rateLimitSection("off"), ...rateLimitRules("off", "challenge")]).toEqual([]);
  });

  test("count every request where no ACL makes an exception", () => {
    expect(rateLimitRules(defaultRateLimit).join("\n")).not.toContain("unless");
  });

  test("refuse before they count: what is refused must not count", () => {
    const rules = rateLimitRules(defaultRateLimit);
    const at = (start: string) => rules.findIndex((rule) => rule.startsWith(start));
    expect(at("http-request track-sc0")).toBeGreaterThan(0);
    expect(at("http-request deny")).toBeGreaterThan(at("http-request track-sc0"));
    expect(at("http-request sc-inc-gpc0")).toBeGreaterThan(at("http-request deny"));
    expect(rules.join()).toContain(renderPage(tooManyPage));
  });
});

describe("a rate limit", () => {
  const problems = (limit: unknown) =>
    (rateLimitSchema.safeParse(limit).error?.issues ?? []).map(({ path, message }) =>
      [...path, message].join(" "),
    );

  test.each(["off", defaultRateLimit, { requests: 1, seconds: 1 }, { requests: 1_000_000, seconds: 3600 }])(
    "may be %j",
    (limit) => expect(problems(limit)).toEqual([]),
  );

  test.each([
    [
      "on",
      '"on" is not a number of requests and of seconds, or "off"; example: { requests: 1000, seconds: 10 }',
    ],
    [100, "100 is not a number of requests and of seconds"],
    [{ requests: 5 }, '{"requests":5} is not a number of requests and of seconds'],
    [{ requests: 5, seconds: 1, minutes: 1 }, "minutes"],
    [{ requests: 0, seconds: 10 }, "requests 0 is not a whole number of requests (1–1000000); example: 1000"],
    [{ requests: 1_000_001, seconds: 10 }, "requests 1000001 is not a whole number of requests"],
    [{ requests: 10, seconds: 3601 }, "seconds 3601 is not a whole number of seconds (1–3600); example: 10"],
    [{ requests: 10, seconds: 0 }, "seconds 0 is not a whole number of seconds"],
  ])("%j is refused", (limit, expected) => {
    const [problem, ...more] = problems(limit);
    expect(more).toEqual([]);
    expect(problem).toContain(expected);
  });
});
