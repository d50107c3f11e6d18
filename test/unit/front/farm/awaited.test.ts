import { describe, expect, test } from "vitest";
import { awaited, type ServedService } from "../../../../components/front/farm/awaited";

const blog: ServedService = {
  service: "blog",
  domains: ["blog.example.org"],
  routers: { router: "router-1a2b3c4" },
  clientChecked: false,
};
const shop: ServedService = { ...blog, service: "shop", domains: ["shop.example.org"], pathPrefix: "/shop" };

test("of what is served, nothing known: every service is waited for", () => {
  expect(awaited([blog, shop])).toEqual(["blog", "shop"]);
});

test("in a stack that serves nothing yet, no service keeps the others waiting", () => {
  expect(awaited([blog, shop], [])).toEqual([]);
});

describe("is not waited for", () => {
  test.each<[string, ServedService[], ServedService[]]>([
    ["a service with nothing but new names, beside others", [blog, shop], [blog]],
    [
      "one that goes on as it is, whatever its new version does: its former route is there",
      [blog, shop],
      [blog, shop],
    ],
    [
      "one that gets a name that nobody has served",
      [{ ...blog, domains: ["blog.example.org", "new.example.org"] }],
      [blog],
    ],
    ["one that loses a name", [blog], [{ ...blog, domains: ["blog.example.org", "old.example.org"] }]],
    [
      "one beside a wildcard that covers two levels less",
      [{ ...shop, domains: ["a.b.example.org"] }],
      [{ ...blog, domains: ["*.example.org"] }],
    ],
    ["a new one whose visitors show a certificate", [{ ...blog, clientChecked: true }], [shop]],
  ])("%s", (_, now, before) => {
    expect(awaited(now, before)).toEqual([]);
  });
});

describe("is waited for", () => {
  test.each<[string, ServedService, ServedService]>([
    ["one that moves to another router", { ...blog, routers: { cellar: "cellar-5d6e7f8" } }, blog],
    ["one whose router gets another container", { ...blog, routers: { router: "router-9f8e7d6" } }, blog],
    ["one whose router's container is still to be made", { ...blog, routers: { router: "" } }, blog],
    [
      "one that gets a second router",
      { ...blog, routers: { ...blog.routers, cellar: "cellar-5d6e7f8" } },
      blog,
    ],
    [
      "one that is left with one of two",
      blog,
      { ...blog, routers: { ...blog.routers, cellar: "cellar-5d6e7f8" } },
    ],
    ["one that takes a name over from another", { ...blog, service: "journal" }, blog],
    ["one that takes over what a container without a router had", blog, { ...blog, routers: {} }],
    ["one whose paths change", { ...shop, pathPrefix: "/store" }, shop],
    ["one that gets all paths", { ...shop, pathPrefix: undefined }, shop],
    ["one with a name below another's wildcard", blog, { ...shop, domains: ["*.example.org"] }],
    ["one with a wildcard above another's name", { ...shop, domains: ["*.example.org"] }, blog],
    [
      "one whose visitors need no certificate any more: the version before is not to be without",
      blog,
      { ...blog, clientChecked: true },
    ],
    ["one whose visitors need one from now on", { ...blog, clientChecked: true }, blog],
    [
      "one whose visitors need one, from another authority perhaps",
      { ...blog, clientChecked: true },
      { ...blog, clientChecked: true },
    ],
  ])("%s", (_, now, before) => {
    expect(awaited([now], [before])).toEqual([now.service]);
  });

  test("one with a name of another, also where that one goes", () => {
    const both = { ...blog, domains: ["blog.example.org", "shop.example.org"] };
    expect(awaited([both], [blog, shop])).toEqual(["blog"]);
  });
});
