import { describe, expect, test } from "vitest";
import { ask } from "../support/http";
import { both, type Deployed } from "./deployment";

/** What the farm says without TLS: nothing but where to go. */
export const redirects = (deployed: Deployed) =>
  describe("without TLS", () => {
    test.each([
      ["GET", 301],
      ["HEAD", 301],
      ["POST", 308],
      ["PUT", 308],
      ["DELETE", 308],
    ])("%s is sent by %d to the environment's own port, with path and query", async (method, status) => {
      for (const { http, https } of both(deployed)) {
        const answer = await ask(http, "web.example.org", "/some/path?a=1&b=%20", { method });
        expect(answer.status).toBe(status);
        const { port } = new URL(https);
        expect(answer.headers.location).toBe(`https://web.example.org:${port}/some/path?a=1&b=%20`);
        expect(answer.headers).not.toHaveProperty("strict-transport-security");
      }
    });

    test.each([
      ["WEB.Example.ORG.:7070", "/", "web.example.org"],
      ["any.shops.example.org", "//other.example.net/", "any.shops.example.org"],
      ["apps.example.org", "/neither", "apps.example.org"],
    ])("%s%s stays with the name that was asked for", async (host, path, name) => {
      for (const { http, https } of both(deployed)) {
        const { location } = (await ask(http, host, path)).headers;
        expect(location).toBe(`https://${name}:${new URL(https).port}${path}`);
      }
    });

    test("who follows gets the same environment's answer: staging never sends anyone to production", async () => {
      for (const { http, https, name } of both(deployed)) {
        const location = new URL(String((await ask(http, "web.example.org", "/x")).headers.location));
        expect(location.port).toBe(new URL(https).port);
        expect((await ask(https, location.host, location.pathname)).json().answer).toBe(name);
      }
    });
  });
