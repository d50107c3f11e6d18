import { describe, expect, test } from "vitest";
import { logsOf } from "../support/containers";
import { ask } from "../support/http";
import { askHttp2 } from "../support/http2";
import { waitFor } from "../support/wait";
import { both, type Deployed, first } from "./deployment";
import { gateOf } from "./gate";
import { expectOwnPage } from "./pages";

const odd = ["//a", "/a/../b", "/%61%2f%2F", "/a%5cb;c/..;/d", "/..%252f%00?q=//%7e", "/a/./"];

/** Spellings of a path below `/console`, and of paths that lead out of there. */
const ambiguous = [
  ..."//console /./console /x/../console /%2e/console /CONSOLE /console;x /x%2f..%2fconsole /console%2f..".split(
    " ",
  ),
  ..."/console/../x /console/%2e%2e/x /console/..;/x /console/..%5cx /%2563onsole //portal/x /portal/../console".split(
    " ",
  ),
];

/** Paths that ask for the password though they begin like one that does not. */
const around =
  "/webhook/../x /webhook/%2e%2e/x /webhook//..//x /webhook%2f..%2fx /webhook/..;/x /webhooks /WEBHOOK".split(
    " ",
  );

/** What an application is asked for. */
export const paths = (deployed: Deployed) =>
  describe("paths", () => {
    test.each(odd)("%s reaches the application as it was sent, by HTTP/1.1 and HTTP/2", async (path) => {
      for (const { https } of both(deployed)) {
        expect((await ask(https, "web.example.org", path)).json().path).toBe(path);
        expect(JSON.parse((await askHttp2(https, "web.example.org", path)).text).path).toBe(path);
      }
    });

    test("a prefix is taken off, and nothing else is changed", async () => {
      for (const { https } of both(deployed))
        for (const path of ["//a", "/%61%2f%2F", "/a/../b", "/a%5cb;c?q=//%7e"])
          expect((await ask(https, "apps.example.org", `/console${path}`)).json().path).toBe(path);
    });

    test("the farm logs the path as it was sent", async () => {
      for (const environment of both(deployed)) {
        const path = "/seen//%61%2f../x";
        await ask(environment.https, "web.example.org", path);
        const { Id } = await first(environment, "farm");
        await waitFor("the line", async () => (await logsOf(Id)).includes(`"${path}"`));
      }
    });

    test.each(ambiguous)("%s could be another service's, and is refused at each door", async (path) => {
      for (const environment of both(deployed)) {
        expectOwnPage(await ask(environment.https, "apps.example.org", path), 400);
        expect((await askHttp2(environment.https, "apps.example.org", path)).status).toBe(400);
        expect((await ask(await gateOf(environment), "apps.example.org", path)).status).toBe(400);
      }
    });

    test("a webhook needs no password and brings its own, and whoever goes on from there needs one", async () => {
      for (const environment of both(deployed)) {
        const headers = { authorization: "Bearer of-the-hook" };
        for (const base of [environment.https, await gateOf(environment)]) {
          const answer = await ask(base, "guarded.example.org", "/webhook/x?y", { headers, method: "POST" });
          expect(answer.json()).toMatchObject({ path: "/webhook/x?y", headers });
          for (const path of around)
            expect((await ask(base, "guarded.example.org", path)).status, path).toBe(401);
        }
        for (const path of around)
          expect((await askHttp2(environment.https, "guarded.example.org", path)).status, path).toBe(401);
      }
    });

    test("a preflight is answered by the application, and tells no more than that", async () => {
      for (const environment of both(deployed)) {
        const headers = { origin: "https://a.example", "access-control-request-method": "PUT" };
        for (const base of [environment.https, await gateOf(environment)]) {
          const question = { headers, method: "OPTIONS" };
          const answer = await ask(base, "guarded.example.org", "/shared", question);
          expect(answer.status).toBe(204);
          expect(answer.headers["access-control-allow-methods"]).toBe("PUT");
          const told = await ask(base, "guarded.example.org", "/", question);
          expect(told.status).toBeGreaterThanOrEqual(500);
          expect(told.text).not.toContain(environment.name);
          expect((await ask(base, "guarded.example.org", "/", { method: "OPTIONS" })).status).toBe(401);
        }
      }
    });
  });
