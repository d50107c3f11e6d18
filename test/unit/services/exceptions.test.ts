import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type Route, renderRoute } from "../../../components/services/route";
import { routes } from "../cases";
import { anyPath } from "./paths";
import { isBelow, readAs, readings } from "./readings";
import { refusals } from "./refusals";
import { fits, fromAnyone, fromFarm } from "./ruleReader";

interface Router {
  rule: string;
  priority: number;
  middlewares: string[];
}
const routersOf = (route: Route): Record<string, Router> => parse(renderRoute(route).text).http.routers;
const { hooked, guarded } = routes;
const users = { anna: guarded.users.anna };

describe("a path that is exempt from users", () => {
  const open = routersOf({ ...hooked, usersExcept: ["/hook"] }).builds_open?.rule ?? "";

  test("is below the one that is named, whichever way an application reads it", () => {
    fc.assert(
      fc.property(anyPath, fc.constantFrom(fromFarm, fromAnyone), (sent, door) => {
        const seen = door(sent);
        if (!fits(open, seen)) return;
        const passedOn = seen.replaceAll(/\0([0-9a-f]{2})/gi, "%$1");
        for (const reading of readings) expect(isBelow(readAs(passedOn, reading), "/hook")).toBe(true);
      }),
      { numRuns: 4_000 },
    );
  });

  test.each("/hook /hook/ /hook/a /hook/a/b/ /hook/a%20b /hook/v1.2/x.json /hook/%c3%a4".split(" "))(
    "is open: %s",
    (sent) => {
      expect([fits(open, fromFarm(sent)), fits(open, fromAnyone(sent))]).toEqual([true, true]);
    },
  );

  test.each([
    ..."/ /hooks /hook.d /HOOK /x/hook //hook /hook// /hook/../admin /hook/%2e%2e/admin /hook//..//admin".split(
      " ",
    ),
    ..."/hook%2f..%2fadmin /hook/..;/admin /hook;x /hook/a%2fb /hook\\..\\admin /hook/%5c.. /hook/%252e%252e/x /hook/. /hook%00".split(
      " ",
    ),
  ])("asks for the password: %s", (sent) => {
    expect([fits(open, fromFarm(sent)), fits(open, fromAnyone(sent))]).toEqual([false, false]);
  });

  test("passes all that a request of the service passes but the users, and its own password reaches the application", () => {
    const { wall, wall_open, wall_wildcard_open } = routersOf(routes["hooked-strictly"]);
    expect(wall?.middlewares).toEqual(["wall_allow", "wall_users", "wall_admitted", "wall_retry"]);
    expect(wall_open?.middlewares).toEqual(["wall_allow", "wall_retry"]);
    expect(wall_wildcard_open?.middlewares).toEqual(["wall_allow", "wall_retry"]);
  });

  test("is asked where a header names another path", () => {
    for (const header of ["Destination", "X-Original-URL", "X-Rewrite-URL"])
      expect(open).toContain(`!HeaderRegexp(\`${header}\`, \`^\`)`);
  });
});

describe("the order of exemptions", () => {
  test("is before the users of the service, and behind each longer prefix of another one", () => {
    const { guarded: own, guarded_preflight } = routersOf(guarded);
    const { guarded: longer } = routersOf({ ...guarded, pathPrefix: "/a" });
    expect(guarded_preflight?.priority).toBeGreaterThan(own?.priority ?? 0);
    expect(guarded_preflight?.priority).toBeLessThan(longer?.priority ?? 0);
  });

  test("is behind what is refused: an exempt path cannot lead out of its service", () => {
    const { wall_open, wall_refused } = routersOf(routes["hooked-strictly"]);
    expect(wall_open?.priority).toBeLessThan(wall_refused?.priority ?? 0);
  });
});

describe("a preflight", () => {
  test("is not asked, has no body, and can be told next to nothing", () => {
    const { middlewares } = parse(renderRoute(guarded).text).http;
    expect(routersOf(guarded).guarded_preflight?.middlewares).toEqual(["guarded_preflight", "guarded_retry"]);
    expect(middlewares.guarded_preflight).toEqual({
      buffering: { maxRequestBodyBytes: 1, maxResponseBodyBytes: 16 },
    });
  });

  test("is asked where the program says so, and where nobody else is asked there is nothing to exempt", () => {
    expect(renderRoute({ ...guarded, askPreflights: true }).text).not.toContain("OPTIONS");
    expect(renderRoute(routes.exact).text).not.toContain("OPTIONS");
  });
});

describe("exemptions that cannot be meant are refused", () => {
  test.each([
    [["webhook"], 'usersExcept.0: "webhook" is not a path: it begins with "/"'],
    [["/"], 'usersExcept.0: "/" is not a path'],
    [["/webhook/"], 'usersExcept.0: "/webhook/" is not a path'],
    [["/a/../b"], 'usersExcept.0: "/a/../b" is not a path'],
    [["/a/."], 'usersExcept.0: "/a/." is not a path'],
    [["/a%2fb"], 'usersExcept.0: "/a%2fb" is not a path'],
    ["/webhook", 'usersExcept: "/webhook" is not a list of paths; example: ["/webhook"]'],
    [[], "usersExcept: it exempts nothing; name at least one path, or leave usersExcept out"],
  ])("%j", (usersExcept, expected) => {
    const [problem, ...more] = refusals({ users, usersExcept });
    expect(more).toEqual([]);
    expect(problem).toContain(expected);
  });

  test("without users", () => {
    expect(refusals({ usersExcept: ["/webhook"], askPreflights: true })).toEqual([
      'usersExcept: ["/webhook"]: there are no users, and nobody is asked; name users, or leave it out',
      "askPreflights: true: there are no users, and nobody is asked; name users, or leave it out",
    ]);
  });

  test("outside of the service", () => {
    expect(refusals({ users, pathPrefix: "/ci", usersExcept: ["/ci/hook", "/ci", "/cinema"] })).toEqual([
      'usersExcept.2: "/cinema" is not below the pathPrefix /ci; write it as a visitor sends it; example: /ci/cinema',
    ]);
  });

  test("and a prefix that goes up", () => {
    for (const pathPrefix of ["/..", "/a/./b", `/${"a".repeat(200)}`])
      expect(refusals({ pathPrefix })[0]).toContain("is not a prefix: it begins with");
    expect(refusals({ pathPrefix: "/.well-known/..x" })).toEqual([]);
  });
});
