import { describe, expect, test } from "vitest";
import { passwordRules, passwordSections } from "../../../../components/front/haproxy/passwordRules";
import { perAddressOf, perAddressSchema } from "../../../../components/front/haproxy/perAddress";
import { connectionRules, requestRules } from "../../../../components/front/haproxy/perAddressRules";

describe("limits for each address", () => {
  test("follow the number of connections, where nothing is said", () => {
    expect(perAddressOf(2048, { requests: 7 })).toEqual({
      connections: 1229,
      newConnections: 1500,
      requests: 7,
      websockets: 1024,
      wrongPasswords: 30,
      except: [],
    });
  });

  test("let an office of fifty browsers with twenty websockets each, and its programs, have what they need", () => {
    const { connections, requests, websockets, newConnections } = perAddressOf(2048);
    expect(Number(websockets)).toBeGreaterThanOrEqual(50 * 20);
    expect(Number(connections)).toBeGreaterThan(50 * 20 + 50 + 16);
    expect(Number(newConnections)).toBeGreaterThan(50 * 20 + 50 + 16);
    expect(Number(requests)).toBeGreaterThan(50 * 6 + 16);
  });

  const problems = (limits: unknown) =>
    (perAddressSchema.safeParse(limits).error?.issues ?? []).map(({ path, message }) =>
      [...path, message].join(" "),
    );

  test.each([{}, { connections: "off" }, { requests: 1, except: ["10.0.0.7", "2001:db8::/32"] }])(
    "may be %j",
    (limits) => expect(problems(limits)).toEqual([]),
  );

  test.each([
    [{ requests: 0 }, 'requests 0 is not a whole number of requests (1–1000000), or "off"; example: 400'],
    [{ connections: "on" }, 'connections "on" is not a whole number of connections (1–1000000), or "off"'],
    [{ wrongPasswords: 1.5 }, "wrongPasswords 1.5 is not a whole number of passwords"],
    [{ except: ["10.0.0.300"] }, 'except 0 "10.0.0.300"'],
    ["off", '"off" is not a group of limits; example: { requests: 400 }'],
    [{ request: 5 }, "request"],
  ])("%j is refused", (limits, expected) => {
    const [problem, ...more] = problems(limits);
    expect(more).toEqual([]);
    expect(problem).toContain(expected);
  });
});

describe("rules", () => {
  const limits = perAddressOf(100);
  const none = perAddressOf(100, {
    connections: "off",
    newConnections: "off",
    requests: "off",
    websockets: "off",
    wrongPasswords: "off",
  });

  test("refuse nothing where there is no limit", () => {
    const all = [...connectionRules(none), ...requestRules(none), ...passwordRules(none)].join("\n");
    expect(all).not.toMatch(/reject|set-var|table guesses/);
    expect(passwordSections(none)).toEqual([]);
  });

  test("count a connection that a hairpin passes on for who has called, and once", () => {
    const rules = connectionRules(limits, { each: ["{ src 172.30.71.251 }"], many: [] });
    expect(
      rules.filter((rule) => rule.includes("session")).every((rule) => rule.includes("{ fc_rcvd_proxy }")),
    ).toBe(true);
    expect(rules[0]).toContain("!{ src 172.30.71.251 }");
    expect(connectionRules(limits).join("\n")).not.toContain("session");
  });

  test("count nobody who is excepted", () => {
    const excepted = perAddressOf(100, { except: ["10.0.0.7"] });
    const counting = [...connectionRules(excepted), ...requestRules(excepted)].filter((rule) =>
      rule.includes("track-sc"),
    );
    expect(counting.length).toBe(3);
    for (const rule of counting) expect(rule).toContain("!{ src 10.0.0.7 }");
    expect(passwordRules(excepted)[1]).toContain("!{ src 10.0.0.7 }");
  });

  test("keep no password longer than it takes to make its digest", () => {
    const rules = passwordRules(limits);
    const at = (start: string) => rules.findIndex((rule) => rule.startsWith(start));
    expect(at("http-request unset-var(txn.credential)")).toBe(at("http-request track-sc3") + 1);
  });
});
