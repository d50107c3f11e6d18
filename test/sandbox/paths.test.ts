import fc from "fast-check";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { renderFarm } from "../../components/front/farm/config";
import { partlyServed } from "../../components/front/farm/unclaimed";
import { renderApply } from "../../components/front/haproxy/apply";
import { renderStart } from "../../components/front/haproxy/start";
import {
  renderRouterCommand,
  routerGroup,
  routerPorts,
  routerUser,
  routesDirectory,
} from "../../components/router/config";
import { renderReady } from "../../components/router/ready";
import { renderPublish } from "../../components/services/publish";
import type { Route } from "../../components/services/route";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { farms, passwords, routes } from "../unit/cases";
import { anyPath } from "../unit/services/paths";
import { isBelow, readAs, readings } from "../unit/services/readings";
import { containerWith, docker, inside } from "./alone";
import { type RawAnswer, type RawRequest, sendAll } from "./rawRequests";
import { withoutAgain } from "./withoutAgain";

/** What of a path reaches a service, through a real farm and a real router, and at the router without a farm. */

beforeAll(() => buildTestImages(() => {}));

const host = "apps.example.org";
const doors = { farm: 8443, router: routerPorts.web } as const;
type Door = keyof typeof doors;
const bothDoors = Object.keys(doors) as Door[];

interface Served extends Pick<Route, "pathPrefix" | "stripPrefix" | "allow" | "users" | "usersExcept"> {
  readonly askPreflights?: boolean;
}

/** A farm, its router and services under one domain, in one network without any other. */
function home(services: Record<string, Partial<Served>>): string {
  const options = ["--user", `${routerUser}:${routerGroup}`, "--tmpfs", `${routesDirectory}:mode=755`];
  const command = renderRouterCommand({
    trusted: ["127.0.0.1"],
    dashboard: false,
    logLevel: "ERROR",
    accessLog: "failures",
  });
  const id = containerWith(options, testImages.traefik, 'exec traefik "$@"', ...command);
  expect(inside(id, renderReady(["127.0.0.1"]))).toEqual({ status: 0, said: "" });
  const all = Object.entries(services);
  for (const [at, [service, served]] of all.entries()) {
    const port = 9000 + at;
    beside(id, ["-e", `PORT=${port}`, "-e", `ANSWER=${service}`, testImages.echo]);
    const route = { ...routes.exact, ...served, service, domains: [host], servers: [`127.0.0.1:${port}`] };
    const sh = ["exec", "-i", "-u", `0:${routerGroup}`, id, "sh"];
    expect(docker(sh, renderPublish({ route, readySeconds: 20, drainSeconds: 0 }))).toEqual({
      status: 0,
      said: "",
    });
  }
  const claims = all.map(([, { pathPrefix }]) => ({
    domains: [host],
    pathPrefix,
    routers: [{ routerName: "router" }],
  }));
  const farm = beside(id, ["--entrypoint", "sh", testImages.haproxy, "-c", renderStart(false)]);
  const { text, ...rest } = renderFarm({
    ...farms["one-router"],
    tls: { ...farms["one-router"].tls, ends: undefined },
    domains: [{ router: "router", domains: [host] }],
    partly: partlyServed(claims),
  });
  // The same rules on a port without TLS, and without the engine's DNS.
  const plain = withoutAgain(text)
    .replace(/bind :443 ssl .*/, `bind :${doors.farm}`)
    .replace(/bind :80$/m, "bind :8000")
    .replace(/server router .*/, `server router 127.0.0.1:${routerPorts.web}`);
  expect(docker(["exec", "-i", farm, "sh"], renderApply({ ...rest, text: plain }))).toEqual({
    status: 0,
    said: "",
  });
  return id;
}

function beside(id: string, words: string[]): string {
  const { status, said } = docker(["run", "-d", "--rm", "--network", `container:${id}`, ...words]);
  if (status !== 0) throw new Error(said);
  onTestFinished(() => void docker(["rm", "-f", said.trim()]));
  return said.trim();
}

type Asked = Partial<Omit<RawRequest, "port" | "host">> & { readonly target: string };
const askAll = (id: string, door: Door, all: readonly Asked[]): RawAnswer[] =>
  sendAll(
    id,
    all.map((one) => ({ port: doors[door], host, ...one })),
  );

const basic = `Authorization: Basic ${Buffer.from(`anna:${passwords.anna}`).toString("base64")}`;
const { users } = routes.guarded;

const asSent = [
  ..."/ //a /a/../b /a//b/./c /%61%7e%2f%2F%20 /a%5c%5C /a%00b /a%0041 /a;b/..;/c /a%252fb /..//../ /a/. /a'()!*[]:,@&=+$".split(
    " ",
  ),
  ..."/%2e%2e/x /x%2f..%2fy /100%25 /a%c3%a4%E2%82%ac /?q /a? /a??b=%zz&c=|{}^ /%41?%41 /a%3b%3f%23".split(
    " ",
  ),
];

describe("a domain of one service", () => {
  test("has its application asked for what the visitor sent, byte for byte", () => {
    const id = home({ whole: {} });
    const answers = askAll(
      id,
      "farm",
      asSent.map((target) => ({ target })),
    );
    expect(answers.map(({ echo }) => echo?.path)).toEqual(asSent);
    for (const { echo } of answers) expect(Object.keys(echo?.headers ?? {})).not.toContain("x-replaced-path");
    const long = ["/", "%d0%b6".repeat(2_400)].join("");
    const [answer, tooLong] = askAll(id, "farm", [{ target: long }, { target: long + long }]);
    expect(answer?.echo?.path === long, "as long as other servers take it").toBe(true);
    expect(tooLong?.status).toBe(414);
  });

  test("has characters encoded that no path may have, and nothing beside them changed", () => {
    const id = home({ whole: {} });
    const [answer] = askAll(id, "farm", [{ target: '/x%2f|"<>^`{}\\%5c' }]);
    expect(answer?.echo?.path).toBe("/x%2f%7C%22%3C%3E%5E%60%7B%7D%5C%5c");
  });

  test("gets a path alone where the visitor has named the whole address", () => {
    const id = home({ whole: {} });
    const [answer] = askAll(id, "farm", [{ target: `http://${host}//a/../%2f?b` }]);
    expect(answer?.echo?.path).toBe("//a/../%2f?b");
  });

  test("is not asked for what is no path, and the visitor gets a page", () => {
    const id = home({ whole: {} });
    const odd = ["/%zz", "/100%", "/%4", "/a#b", "x", "@evil.example/", "*"].map((target) => ({ target }));
    const answers = askAll(id, "farm", odd);
    for (const { status, echo } of answers) expect([status, echo]).toEqual([400, undefined]);
    for (const { text } of answers.slice(0, 3)) expect(text).toContain("The request is not valid.");
  });

  test("gets it from the router itself with encoded characters as Traefik writes them, and nothing resolved", () => {
    const id = home({ whole: {} });
    const sent = ["//a", "/a/../b", "/a%2fb", "/%61", "/a%5cb", "/a;b/..;/c", "/%252e"];
    const got = askAll(
      id,
      "router",
      sent.map((target) => ({ target })),
    ).map(({ echo }) => echo?.path);
    expect(got).toEqual(["//a", "/a/../b", "/a%2Fb", "/a", "/a%5Cb", "/a;b/..;/c", "/%252e"]);
  });

  test("has its prefix taken off, and what is left passed on as it was sent", () => {
    const id = home({ part: { pathPrefix: "/part", stripPrefix: true } });
    const sent = ["/part", "/part/", "/part//x", "/part/a%2fb/%61", "/part/a/../b", "/part/x;y?a=/part/z"];
    const got = askAll(
      id,
      "farm",
      sent.map((target) => ({ target })),
    ).map(({ echo }) => echo?.path);
    expect(got).toEqual(["/", "/", "//x", "/a%2fb/%61", "/a/../b", "/x;y?a=/part/z"]);
  });
});

describe("two services under one domain, one for some users", () => {
  const two = { open: {}, admin: { pathPrefix: "/admin", users } };
  const paths = [...new Set([...fc.sample(anyPath, { numRuns: 250, seed: 33 }), "/ADMIN", "//admin"])];

  test.each(bothDoors)("no spelling gets past the users at the door of the %s", (door) => {
    const answers = askAll(
      home(two),
      door,
      paths.map((target) => ({ target })),
    );
    const seen = new Set<number>();
    for (const [at, { status, echo }] of answers.entries()) {
      seen.add(status);
      const sent = paths[at] ?? "";
      if (echo === undefined) expect([400, 401], sent).toContain(status);
      else {
        expect([echo.answer, status], sent).toEqual(["open", 200]);
        for (const reading of readings)
          expect(isBelow(readAs(echo.path, reading), "/admin"), `${sent} ${JSON.stringify(reading)}`).toBe(
            false,
          );
        if (door === "farm") expect(echo.path).toBe(sent.replaceAll("\\", "%5C"));
      }
    }
    expect(seen).toEqual(new Set([200, 400, 401]));
  });

  test.each(bothDoors)(
    "with the password, no path leads out of the service at the door of the %s",
    (door) => {
      const below = paths.map((path) => `/admin${path}`);
      const answers = askAll(
        home(two),
        door,
        below.map((target) => ({ target, headers: [basic] })),
      );
      for (const [at, { status, echo }] of answers.entries()) {
        if (echo === undefined) expect(status, below[at]).toBe(400);
        else if (echo.answer === "admin")
          for (const reading of readings)
            expect(isBelow(readAs(echo.path, reading), "/admin"), echo.path).toBe(true);
      }
      expect(answers.filter(({ echo }) => echo?.answer === "admin").length).toBeGreaterThan(20);
    },
  );

  test("what is refused gets a page of the farm's, and without a farm a plain 400", () => {
    const id = home(two);
    const [page] = askAll(id, "farm", [{ target: "//admin" }]);
    expect(page?.text).toContain("The address of this page can be read in more than one way.");
    expect(page?.text).not.toMatch(/x-homeport|traefik|haproxy/i);
    const [plain] = askAll(id, "router", [{ target: "//admin" }]);
    expect(plain?.status).toBe(400);
    expect(plain?.text).toMatch(/\r\nBad Request$/);
  });

  test("a path that no service has is refused or not found, and never served", () => {
    const id = home({ admin: { pathPrefix: "/admin" } });
    const status = askAll(id, "farm", [{ target: "/x" }, { target: "//admin" }, { target: "/admin/.." }]);
    expect(status.map((one) => one.status)).toEqual([404, 400, 400]);
  });
});

describe("a service for some users", () => {
  const hooked = { builds: { users, usersExcept: ["/hook"], allow: ["127.0.0.0/8"] } };
  const preflight = ["Origin: https://a.example", "Access-Control-Request-Method: POST"];

  test.each(bothDoors)(
    "asks nobody below an exempt path, and everybody else, at the door of the %s",
    (door) => {
      const paths = fc
        .sample(anyPath, { numRuns: 200, seed: 5 })
        .map((path) => path.replace(/^\/?/, "/hook/"));
      const all = ["/hook", "/hook/x%20y", "/", "/hook/../x", "/hook%2f..%2fx", ...paths];
      const answers = askAll(
        home({ builds: { ...hooked.builds, allow: undefined } }),
        door,
        all.map((target) => ({ target })),
      );
      expect(answers.slice(0, 5).map(({ status }) => status)).toEqual([200, 200, 401, 401, 401]);
      for (const { status, echo } of answers) {
        if (echo)
          for (const reading of readings) expect(isBelow(readAs(echo.path, reading), "/hook")).toBe(true);
        else expect([400, 401]).toContain(status);
      }
    },
  );

  test("passes on the password that a webhook brings for the application, and no other", () => {
    const id = home({ builds: { ...hooked.builds, allow: undefined } });
    const [open, closed] = askAll(id, "farm", [
      { target: "/hook", headers: ["Authorization: Bearer of-the-hook"], method: "POST" },
      { target: "/", headers: [basic] },
    ]);
    expect(open?.echo?.headers.authorization).toBe("Bearer of-the-hook");
    expect(closed?.status).toBe(200);
    expect(closed?.echo?.headers).not.toHaveProperty("authorization");
  });

  test("asks where a header of a request to an exempt path names another one", () => {
    const id = home({ builds: { ...hooked.builds, allow: undefined } });
    const headers = ["X-Original-URL: /x", "X-Rewrite-URL: /x", "destination: https://apps.example.org/x"];
    const answers = askAll(
      id,
      "farm",
      headers.map((header) => ({ target: "/hook", headers: [header] })),
    );
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  });

  test.each(bothDoors)(
    "does not ask a preflight, which can carry next to nothing, at the door of the %s",
    (door) => {
      const id = home({ builds: { users } });
      const ask = (target: string, headers: readonly string[], body = "", method = "OPTIONS") => ({
        target,
        headers,
        body,
        method,
      });
      const statuses = askAll(id, door, [
        ask("/shared", preflight),
        ask("/", preflight),
        ask("/shared", []),
        ask("/shared", preflight.slice(0, 1)),
        ask("/shared", preflight.slice(1)),
        ask("/shared", preflight, "", "GET"),
        ask("/shared", [...preflight, "Upgrade: other", "Connection: Upgrade"]),
        ask("/shared", [...preflight, "X-HTTP-Method-Override: DELETE"]),
        ask("/shared", [...preflight, "Content-Length: 2"], "ab"),
        ask("/shared", [...preflight, "Transfer-Encoding: chunked"], "3\r\nabc\r\n0\r\n\r\n"),
      ]).map(({ status }) => status);
      // The echo server answers every method, with more than a preflight may be told: that is a router's word.
      const tooMuch = door === "farm" ? 503 : 500;
      expect(statuses).toEqual([204, tooMuch, 401, 401, 401, 401, 401, 401, 413, 413]);
    },
  );

  test("asks preflights where the program says so, and lets nobody in from elsewhere", () => {
    const asked = home({ builds: { users, askPreflights: true } });
    const one = [{ target: "/", method: "OPTIONS", headers: preflight }];
    expect(askAll(asked, "farm", one)[0]?.status).toBe(401);
    const elsewhere = home({ builds: { ...hooked.builds, allow: ["192.0.2.0/24"] } });
    expect(askAll(elsewhere, "farm", [...one, { target: "/hook" }]).map(({ status }) => status)).toEqual([
      403, 403,
    ]);
  });
});
