import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { renderRoute } from "../../../components/services/route";
import { routes } from "../cases";
import { anyPath } from "./paths";
import { isBelow, readAs, readings } from "./readings";
import { fits, fromAnyone, fromFarm } from "./ruleReader";

const ruleOf = (pathPrefix: string): string =>
  parse(renderRoute({ ...routes.exact, pathPrefix }).text).http.routers.blog_refused.rule;

const prefixes = ["/admin", "/a/b", "/v1.0", "/~x_-"];
const rules = new Map(prefixes.map((prefix) => [prefix, ruleOf(prefix)]));
const refuses = (prefix: string, seen: string): boolean => fits(rules.get(prefix) ?? "", seen);
const both = (prefix: string, sent: string) => [
  refuses(prefix, fromFarm(sent)),
  refuses(prefix, fromAnyone(sent)),
];

/** Whether an application that reads in one way or another finds something else than the router. */
const isAmbiguous = (prefix: string, routed: string, sent: string): boolean =>
  readings.some((reading) => isBelow(readAs(sent, reading), prefix) !== isBelow(routed, prefix));

describe("a path that may be read as one of another service", () => {
  const prefix = fc.constantFrom(...prefixes);

  test("is refused, however it is written and whichever way an application reads it", () => {
    fc.assert(
      fc.property(prefix, anyPath, (given, sent) => {
        if (isAmbiguous(given, sent, sent)) expect(refuses(given, fromFarm(sent))).toBe(true);
      }),
      { numRuns: 4_000 },
    );
  });

  test("is refused, too, by a router that was asked without a farm, and has decoded some of it", () => {
    fc.assert(
      fc.property(prefix, anyPath, (given, sent) => {
        const seen = fromAnyone(sent);
        const passedOn = seen.replaceAll(/\0([0-9a-f]{2})/gi, "%$1");
        if (isAmbiguous(given, seen, passedOn)) expect(refuses(given, seen)).toBe(true);
      }),
      { numRuns: 4_000 },
    );
  });

  test.each([
    ..."//admin /./admin /x/../admin /%2e/admin /x%2f..%2fadmin /admin%2f.. /ADMIN /Admin/x \\admin /admin;x /;/admin".split(
      " ",
    ),
    ..."/admin/.. /admin/../x /admin/x/../../y /admin/..;/x /admin/%2e%2e/x /admin/..%2fx /admin/..%5cx /admin%5cx".split(
      " ",
    ),
    ..."/%2561dmin /%252e/admin /x%252f..%252fadmin /admin%00 /admin%00.css /admin%3fx /admin%23x /x/..%00/admin".split(
      " ",
    ),
    ..."/../admin /x/..;a=b/admin /x/%2e./admin /admin/%252e%252e/x /%25%36%31dmin /.//admin/x /x//../admin".split(
      " ",
    ),
  ])("is refused: %s", (sent) => {
    expect(both("/admin", sent)).toEqual([true, true]);
  });

  test("is refused where letters are encoded; without a farm the router has read them as they are meant", () => {
    expect(both("/admin", "/%61dmin")).toEqual([true, false]);
    expect(fromAnyone("/%61dmin")).toBe("/admin");
  });
});

describe("every other path passes as it was sent", () => {
  test.each([
    ..."/ /admin /admin/ /admin//x /admin/./x /admin/x/ /admin/a/../b /admin/a/b/../../c /admin/a/./b/../c/..".split(
      " ",
    ),
    ..."/administrator /adm /x /x/admin /x//admin //x /x/./y /x/../y /x/../../y /x%2fadmin /.well-known/x * /admin. /admin...".split(
      " ",
    ),
    ..."/a%5cb /a%00b /100%25 /100%25%20off /a%252fb /x;y=1/z /admin/x;y /admin/a%2fb /admin/%2e /x/..y /x/y.. /admin/...".split(
      " ",
    ),
  ])("%s", (sent) => {
    expect(both("/admin", sent)).toEqual([false, false]);
  });

  test("a name of any letters does, as clients encode it", () => {
    const segment = fc
      .string({ unit: "grapheme", minLength: 1 })
      .filter((name) => !/^(\.{0,2}|admin)$/i.test(name));
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 5 }), (segments) => {
        const sent = `/${segments.map(encodeURIComponent).join("/")}`;
        expect(both("/admin", sent)).toEqual([false, false]);
        expect(both("/admin", `/admin${sent}`)).toEqual([false, false]);
      }),
    );
  });

  test("a service that has all paths of its names refuses none", () => {
    expect(renderRoute(routes.exact).text).not.toMatch(/refuse/);
  });
});
