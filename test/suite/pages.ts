import { describe, expect, test } from "vitest";
import { docker } from "../support/containers";
import { type Answer, ask, sendRaw } from "../support/http";
import { pause, waitFor } from "../support/wait";
import { both, type Deployed, first } from "./deployment";

/** What would tell a stranger how the farm is made. */
const inside = /haproxy|traefik|nginx|docker|container|gateway|upstream|backend|server|172\.\d|127\.0/i;

/** A page of our own, that says nothing about the inside, and headers that do not either. */
export function expectOwnPage(answer: Answer, status: number): void {
  expect(answer.status).toBe(status);
  expect(answer.headers["content-type"]).toMatch(/^text\/html/);
  expect(answer.text).toMatch(/^<!doctype html>/i);
  expect(answer.text).not.toMatch(inside);
  const { "content-type": _, "content-length": __, date: ___, ...others } = answer.headers;
  expect(JSON.stringify(others)).not.toMatch(inside);
}

/** What a visitor sees where no service answers. */
export const pages = (deployed: Deployed) =>
  describe("own pages", () => {
    test.each([
      "unknown.example.org",
      "example.org",
      "127.0.0.1",
      "localhost:7070",
      "router",
      "web.example.org.evil.net",
    ])("an unknown domain gets a plain 404 page that says nothing about the inside: %s", async (domain) => {
      for (const { http, https } of both(deployed)) {
        expectOwnPage(await ask(http, domain), 404);
        // Over TLS, only a connection for another name gets as far as to ask.
        expectOwnPage(await ask(https, domain, "/", { servername: "web.example.org" }), 404);
      }
    });

    test("a path that no service of the domain has gets the same 404 page, not the router's", async () => {
      for (const { http, https } of both(deployed)) {
        const answer = await ask(https, "apps.example.org", "/neither");
        expectOwnPage(answer, 404);
        expect(answer.text).toBe((await ask(http, "unknown.example.org")).text);
      }
    });

    test.each([404, 500, 502, 503, 504])(
      "an application's own answer of %i passes unchanged: its body may be meant for a program",
      async (code) => {
        const { https } = deployed().environments.prod;
        const answer = await ask(https, "web.example.org", `/status?code=${code}`);
        expect(answer.status).toBe(code);
        expect(answer.text.trim()).toBe("from the application");
      },
    );

    test("a service that is down gives a 503 page of our own while the others go on, and comes back", async () => {
      const { staging, prod } = deployed().environments;
      const container = docker.getContainer((await first(staging, "store")).Id);
      await container.stop({ t: 1 });
      try {
        const down = () => ask(staging.https, "store.example.org", "/", { timeoutSeconds: 20 });
        expectOwnPage(await down(), 503);
        // The router's health check says it in other words than a failed connection.
        await pause(7);
        expectOwnPage(await down(), 503);
        expect((await ask(staging.https, "web.example.org")).status).toBe(200);
        expect((await ask(prod.https, "store.example.org")).status).toBe(200);
      } finally {
        await container.start();
      }
      const back = async () => (await ask(staging.https, "store.example.org")).status === 200;
      await waitFor("the started service", back);
    });

    test.each([
      ["a request without a Host header", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"],
      ["an HTTP/1.0 request without a Host header", "GET / HTTP/1.0\r\n\r\n"],
      [
        "two Host headers",
        "GET / HTTP/1.1\r\nHost: web.example.org\r\nHost: x.example.org\r\nConnection: close\r\n\r\n",
      ],
      ["something that is not HTTP", "SSH-2.0-OpenSSH_9.2\r\n\r\n"],
      [
        "a header over the limit",
        `GET / HTTP/1.1\r\nHost: web.example.org\r\nX-Long: ${"x".repeat(70_000)}\r\n\r\n`,
      ],
    ])("%s reaches no service and is told nothing about the inside", async (_, text) => {
      for (const { http, https } of both(deployed))
        for (const base of [http, https]) {
          const answer = await sendRaw(base, text, { domain: "web.example.org" });
          expect(answer).toMatch(/^(HTTP\/1\.[01] 4\d\d|$)/);
          expect(answer).not.toMatch(inside);
        }
    });
  });
