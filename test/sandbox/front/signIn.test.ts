import { beforeAll, expect, test } from "vitest";
import type { Route } from "../../../components/services/route";
import { buildTestImages } from "../../images/build";
import { signInRecipes } from "../../images/recipes";
import { oauth2ProxyImage, oidcImage } from "../../images/tags";
import { waitFor } from "../../support/wait";
import { routes } from "../../unit/cases";
import { docker } from "../alone";
import { type Road, road } from "../road";
import { startApplication } from "./application";
import { type Browser, browser } from "./browser";

/** An application that visitors get to by a sign-in: oauth2-proxy, which asks a provider of OpenID Connect. */

const at = (name: string, path = "") => `https://${name}.example.org:7544${path}`;
const deploy = { readySeconds: 60, drainSeconds: 0 };
const routeOf = (service: string, server: string, path: string, more: Partial<Route> = {}): Route => ({
  ...routes.exact,
  service,
  domains: [`${service}.example.org`],
  servers: [server],
  probe: { kind: "http", path },
  ...more,
});

let way: Road;
let auth: string;
beforeAll(async () => {
  await buildTestImages(() => {});
  await buildTestImages(
    () => {},
    signInRecipes.map(({ tag }) => tag),
  );
  const ends: (() => void)[] = [];
  const names = ["desk.example.org", "auth.example.org", "id.example.org"];
  way = await road(
    names,
    { domains: [{ router: "router", domains: names }] },
    { atEnd: (end) => ends.unshift(end) },
  );
  startApplication(way, "app");
  const told = {
    ISSUER: at("id"),
    CLIENT_SECRET: "a secret for tests",
    REDIRECT: at("auth", "/oauth2/callback"),
  };
  way.start(
    "id",
    oidcImage,
    ...Object.entries(told).flatMap(([name, value]) => ["-e", `${name}=${value}`]),
    "--",
  );
  auth = way.start("auth", oauth2ProxyImage, "--", ...proxyOptions(told.CLIENT_SECRET));
  const signIn = {
    server: "auth:4180",
    path: "/",
    headers: ["X-Auth-Request-User", "X-Auth-Request-Email", "X-Auth-Request-Preferred-Username"],
  };
  for (const route of [
    routeOf("id", "id:9000", "/.well-known/openid-configuration"),
    routeOf("auth", "auth:4180", "/ping"),
    routeOf("desk", "app:8080", "/health", { signIn }),
  ])
    expect(way.publish({ ...deploy, route })).toEqual({ status: 0, said: "" });
  return () => {
    for (const end of ends) end();
  };
});

const proxyOptions = (secret: string) => [
  "--provider=oidc",
  "--client-id=homeport",
  `--client-secret=${secret}`,
  "--cookie-secret=0123456789abcdef0123456789abcdef",
  `--oidc-issuer-url=${at("id")}`,
  "--skip-oidc-discovery",
  `--login-url=${at("id", "/auth")}`,
  "--redeem-url=http://id:9000/token",
  "--oidc-jwks-url=http://id:9000/jwks",
  `--redirect-url=${at("auth", "/oauth2/callback")}`,
  "--scope=openid email profile",
  "--email-domain=*",
  "--cookie-domain=.example.org",
  "--whitelist-domain=.example.org:7544",
  "--skip-provider-button",
  "--upstream=static://202",
  "--reverse-proxy",
  "--set-xauthrequest",
  "--http-address=0.0.0.0:4180",
];

/** Says a name and agrees, on the provider's own pages. */
async function signIn(visitor: Browser, url: string) {
  let shown = await visitor.open(url);
  for (const body of ["prompt=login&login=anna&password=x", "prompt=consent"]) {
    const action = /<form[^>]* action="([^"]+)"/.exec(shown.text)?.[1];
    if (action === undefined)
      throw new Error(`there is no form at ${shown.url}: ${shown.text.slice(0, 500)}`);
    shown = await visitor.open(new URL(action.replaceAll("&amp;", "&"), shown.url).href, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: Buffer.from(body),
    });
  }
  return shown;
}

/** What everyone could say of himself. */
const claims = {
  "X-Auth-Request-User": "eve",
  "X-Auth-Request-Email": "eve@example.org",
  "X-Auth-Request-Groups": "admins",
  "X-Auth-Request-Redirect": "https://evil.example.net/",
  "X-Forwarded-User": "eve",
  "X-Forwarded-Uri": "/elsewhere",
  "Remote-User": "eve",
  "remote-groups": "admins",
  "X-Remote-User": "eve",
};

test("a stranger is led to who knows people, and after that to the page that was asked for, with a name", async () => {
  const visitor = browser(way);
  const { status, headers } = await visitor.ask(at("desk", "/a%2fb?c=d"));
  expect(status).toBe(302);
  expect(headers.location).toContain(at("id", "/auth"));
  const shown = await signIn(visitor, at("desk", "/a%2fb?c=d"));
  expect([shown.status, shown.url]).toEqual([200, at("desk", "/a%2fb?c=d")]);
  const { url, headers: got } = JSON.parse(shown.text);
  expect(url).toBe("/a%2fb?c=d");
  expect(got).toMatchObject({
    "x-auth-request-user": "anna",
    "x-auth-request-email": "anna@example.org",
    "x-auth-request-preferred-username": "anna",
  });

  // What is said beside it never arrives, whoever says it.
  const claimed = await visitor.ask(at("desk", "/"), { headers: claims });
  expect(claimed.status).toBe(200);
  const { cookie: _ofAnySigns, ...heard } = JSON.parse(claimed.text).headers;
  expect(JSON.stringify(heard)).not.toMatch(/eve|admins|evil|elsewhere/);
  expect(heard["x-auth-request-user"]).toBe("anna");
});

test.each([{}, { method: "POST", body: Buffer.from("x") }, { method: "OPTIONS" }, { headers: claims }])(
  "nobody gets in by saying who he is: %o",
  async (wanted) => {
    const got = await browser(way).ask(at("desk", "/"), wanted);
    expect(got.status).toBe(302);
    expect(got.text).not.toContain('"received"');
    expect(decodeURIComponent(got.headers.location ?? "")).not.toMatch(/evil|elsewhere/);
  },
);

test("while the sign-in is away nobody gets in, also who was in; when it is back, all is as before", async () => {
  const visitor = browser(way);
  await signIn(visitor, at("desk", "/"));
  expect((await visitor.ask(at("desk", "/"))).status).toBe(200);
  expect(docker(["stop", "-t", "1", auth]).status).toBe(0);
  for (const one of [visitor, browser(way)]) {
    const { status, text } = await one.ask(at("desk", "/"));
    expect(status).toBeGreaterThanOrEqual(500);
    expect(text).not.toContain('"received"');
  }
  expect(docker(["start", auth]).status).toBe(0);
  await waitFor("the sign-in", async () => (await visitor.ask(at("desk", "/"))).status === 200, 60);
});
