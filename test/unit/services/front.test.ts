import { describe, expect, test } from "vitest";
import { signInProblems, signInsElsewhere } from "../../../components/services/signIn";
import { madeUp } from "../madeUp";
import { refusals, routerOn } from "./refusals";

const names = ["blog.example.org", "*.shops.example.org"];

test.each([
  [{ redirects: { "www.example.org": "blog.example.org", "old.example.net": "one.shops.example.org" } }],
  [{ responseHeaders: { "Content-Security-Policy": "default-src 'self'" }, removeHeaders: ["Server"] }],
  [{ compress: true, timeouts: { server: 900, tunnel: 60 }, bodyLimit: "2GiB" }],
  [{ bodyLimit: "64KiB" }],
])("is taken: %o", (args) => {
  expect(refusals({ domains: names, ...args })).toEqual([]);
});

describe("refused", () => {
  test.each<[object, string]>([
    [{ redirects: {} }, "redirects: it leads nobody anywhere"],
    [{ redirects: ["www.example.org"] }, "redirects: "],
    [
      { redirects: { "*.old.example.org": "blog.example.org" } },
      '"*.old.example.org" is not an exact domain name',
    ],
    [{ redirects: { "WWW.example.org": "blog.example.org" } }, "write it in lower case: www.example.org"],
    [
      { redirects: { "www.example.org": "example.org" } },
      'redirects.www.example.org: "example.org" is none of the service\'s domains; lead to one of them; example: blog.example.org',
    ],
    [
      { redirects: { "blog.example.org": "blog.example.org" } },
      "redirects.blog.example.org: blog.example.org is one of its domains, and is served",
    ],
    [
      { redirects: { "a.example.org": "b.example.org", "b.example.org": "a.example.org" } },
      "redirects.a.example.org: it goes round: a.example.org → b.example.org → a.example.org; have it end at one of domains",
    ],
    [{ redirects: { "a.example.org": "a.example.org" } }, "it goes round: a.example.org → a.example.org"],
    [
      { redirects: { "a.example.org": "b.example.org", "b.example.org": "blog.example.org" } },
      "redirects.a.example.org: b.example.org leads on to blog.example.org, and each visitor would ask three times; lead to blog.example.org at once",
    ],
    [{ responseHeaders: {} }, "responseHeaders: it sets nothing"],
    [{ responseHeaders: { "X-A": "a\nX-B: b" } }, "responseHeaders.X-A: it has a line break"],
    [
      { responseHeaders: { "X-A": "" } },
      "responseHeaders.X-A: it is empty; to take a header off, name it in removeHeaders",
    ],
    [{ responseHeaders: { "X A": "b" } }, '"X A" is not the name of a header'],
    [
      { responseHeaders: { "strict-transport-security": "max-age=1" } },
      "say hstsDays of the farm, as the setting tls.hstsDays does",
    ],
    [{ responseHeaders: { "X-Homeport-Admitted": "yes" } }, "is Homeport's own; choose another name"],
    [{ removeHeaders: ["content-length"] }, "tells what an answer is, where it ends or when it was given"],
    [{ removeHeaders: ["Date"] }, '"Date" tells what an answer is, where it ends or when it was given'],
    [{ removeHeaders: ["X-A", "x-a"] }, 'removeHeaders: "x-a" is named twice, in whatever letter case'],
    [{ removeHeaders: ["Set-Cookie"] }, "is how the application knows its visitors"],
    [{ removeHeaders: [] }, "removeHeaders: it removes nothing"],
    [
      { responseHeaders: { "X-A": "b" }, removeHeaders: ["x-a"] },
      'removeHeaders: "x-a" is in responseHeaders, too, in whatever letter case; leave one of the two',
    ],
    [{ timeouts: {} }, "timeouts: it says nothing; name server or tunnel"],
    [{ timeouts: { server: 0 } }, "timeouts.server: 0 is not at least 1 second"],
    [{ timeouts: { client: 5 } }, "timeouts.client: there is no such argument"],
    [{ bodyLimit: "10MB" }, 'bodyLimit: "10MB" is not an amount above 0 in KiB, MiB or GiB; example: 10MiB'],
    [{ bodyLimit: "2000GiB" }, 'bodyLimit: "2000GiB" is not at most 1024GiB'],
    [{ compress: "yes" }, 'compress: "yes" is not true or false'],
    [{ signIn: { path: "/x" } }, "signIn.service: it is missing, and has to be a DomainService"],
    [
      { also: [{ name: "a", domains: ["a.org"], port: 1, redirects: { "b.org": "c.org" } }] },
      "also.0.redirects.b.org:",
    ],
  ])("%o", (args, message) => {
    expect(refusals({ domains: names, ...args }).join("\n")).toContain(message);
  });
});

test("of a service without a name, what leads to it is refused for that alone", () => {
  expect(refusals({ domains: [], redirects: { "www.example.org": "example.org" } })).toEqual([
    "redirects: domains is empty, and nobody visits the service by HTTP; leave it out, or name a domain",
  ]);
});

describe("a sign-in", () => {
  const attic = routerOn("attic");
  const auth = (protocol = "http") =>
    madeUp("DomainService", { serviceName: "auth", routers: [attic], routes: [{ protocol }] }) as never;

  test("is refused beside users, and where it does not speak plain HTTP", () => {
    const signIn = { service: auth(), path: "/" } as const;
    expect(signInProblems({ signIn })).toEqual([]);
    expect(signInProblems({ signIn, users: { anna: "x" } })[0]?.message).toContain("there are users too");
    const [problem] = signInProblems({ signIn: { service: auth("https"), path: "/" } });
    expect(problem).toMatchObject({
      path: ["signIn", "service"],
      message: expect.stringContaining("auth does not speak plain HTTP"),
    });
  });

  test("is refused where it is not on every router of who asks", () => {
    const ways = { domains: ["a.org"], port: 1, signIn: { service: auth(), path: "/" } } as const;
    expect(signInsElsewhere(ways, [attic])).toEqual([]);
    expect(signInsElsewhere(ways, [attic, routerOn("cellar")])).toEqual([
      { path: ["signIn", "service"], message: expect.stringContaining("auth is not on the router cellar") },
    ]);
  });

  test.each(["oauth2/auth", "//evil.org:1 x", "/a b", "/a#b"])("is not asked at %s", (path) => {
    expect(refusals({ signIn: { service: auth(), path } }).join("\n")).toContain("signIn.path:");
  });

  test.each(["X User", "", "X_User"])("gives no header %j", (header) => {
    expect(refusals({ signIn: { service: auth(), path: "/", headers: [header] } }).join("\n")).toContain(
      "signIn.headers.0:",
    );
  });
});
