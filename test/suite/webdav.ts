import { describe, expect, test } from "vitest";
import { ask } from "../support/http";
import { both, type Deployed } from "./deployment";

const servers = [
  ["Debian's Apache", "files.example.org", ""],
  ["a server in Go", "vault.example.org", "/webdav"],
  ["a server in Go behind a stripped prefix", "apps.example.org", "/console/webdav"],
] as const;

/** WebDAV says whole addresses in headers: those by which visitors know the farm. */
export const webdav = (deployed: Deployed) =>
  describe("WebDAV", () => {
    test.each(servers)("%s copies and moves", async (_, domain, folder) => {
      for (const { https } of both(deployed)) {
        const name = `${folder}/${Math.random().toString(36).slice(2)}`;
        const { port } = new URL(https);
        const authority = `${domain}:${port}`;
        const say = (method: string, path: string, to?: string, body?: string) =>
          ask(https, authority, path, { method, body, headers: to ? { destination: to } : {} });
        expect((await say("PUT", `${name}-1`, undefined, "kept")).status).toBe(201);
        expect((await say("COPY", `${name}-1`, `https://${authority}${name}-a%20copy`)).status).toBe(201);
        expect((await say("GET", `${name}-a%20copy`)).text).toBe("kept");
        const shouted = `HTTPS://${authority.toUpperCase()}${name}-2`;
        expect((await say("MOVE", `${name}-1`, shouted)).status).toBe(201);
        expect((await say("GET", `${name}-1`)).status).toBe(404);
        expect((await say("GET", `${name}-2`)).text).toBe("kept");
        const elsewhere = await say("MOVE", `${name}-2`, `https://other.example.org${name}-3`);
        expect(elsewhere.status).toBeGreaterThanOrEqual(400);
        expect((await say("GET", `${name}-2`)).text).toBe("kept");
      }
    });

    test("a destination is told by http, whatever the letters; another one as it was sent", async () => {
      for (const { https } of both(deployed)) {
        const { port } = new URL(https);
        const authority = `web.example.org:${port}`;
        const told = async (destination: string) =>
          (await ask(https, authority, "/", { method: "MOVE", headers: { destination } })).json().headers
            .destination;
        expect(await told(`https://${authority}/a%2Fb?c`)).toBe(`http://${authority}/a%2Fb?c`);
        for (const other of [
          "https://web.example.org/a",
          `https://web.example.org.evil.example:${port}/a`,
          `https://web.example.org:${port}@evil.example/a`,
          `http://${authority}/a`,
          "/a",
        ])
          expect(await told(other)).toBe(other);
      }
    });

    test("what a stripped prefix does not have stays elsewhere", async () => {
      for (const { https } of both(deployed)) {
        const authority = `apps.example.org:${new URL(https).port}`;
        const told = async (destination: string) =>
          (await ask(https, authority, "/console/x", { method: "MOVE", headers: { destination } })).json()
            .headers.destination;
        expect(await told(`https://${authority}/console/y`)).toBe(`http://${authority}/y`);
        expect(await told(`https://${authority}/portal/y`)).toBe(`https://${authority}/portal/y`);
        expect(await told(`https://${authority}/consoles/y`)).toBe(`https://${authority}/consoles/y`);
      }
    });
  });
