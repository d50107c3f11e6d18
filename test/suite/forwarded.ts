import { describe, expect, test } from "vitest";
import { ask } from "../support/http";
import { both, type Deployed } from "./deployment";

/** What a client could claim about itself. Each value holds a mark that must not come out on the other side. */
const spoofed = {
  "X-Forwarded-For": "66.66.66.66",
  "X-Forwarded-Host": "spoofed.example.net",
  "X-Forwarded-Proto": "https+spoofed",
  "X-Forwarded-Port": "6666",
  "X-Forwarded-Prefix": "/spoofed",
  "X-Forwarded-Server": "spoofed-server",
  "X-Forwarded-Uri": "/spoofed-uri",
  "X-Real-IP": "66.66.66.67",
  Forwarded: "for=66.66.66.68;host=spoofed.example.net;proto=https",
  X_Forwarded_For: "66.66.66.69",
  X_Forwarded_Host: "spoofed.underscore.example.net",
  X_Forwarded_Proto: "spoofed-underscore",
  X_Real_IP: "66.66.66.70",
};
const marks = /spoofed|66\.66\.66|6666/;

/** Forwarding headers: the farm's word alone counts. */
export const forwarded = (deployed: Deployed) =>
  describe("forwarding headers", () => {
    test.each(Object.entries(spoofed))(
      "%s from a client does not reach the service: it would believe it",
      async (name, value) => {
        for (const { https } of both(deployed)) {
          const { headers } = (
            await ask(https, "web.example.org", "/", { headers: { [name]: value } })
          ).json();
          expect(JSON.stringify(headers)).not.toMatch(marks);
        }
      },
    );

    test("said twice, in pieces and all at once, they still do not reach the service", async () => {
      const twice = Object.fromEntries(
        Object.entries(spoofed).map(([name, value]) => [name, [value, value]]),
      );
      for (const { https } of both(deployed)) {
        const { headers } = (await ask(https, "web.example.org", "/", { headers: twice })).json();
        expect(JSON.stringify(headers)).not.toMatch(marks);
      }
    });

    test("a spoofed prefix does not get to a service behind a stripped prefix", async () => {
      const { https } = deployed().environments.prod;
      const headers = { "X-Forwarded-Prefix": "/spoofed" };
      const answer = (await ask(https, "apps.example.org", "/console/x", { headers })).json();
      expect(answer.headers["x-forwarded-prefix"]).toBe("/console");
    });

    test("the service is told who asked, for what name and by which protocol", async () => {
      for (const { https } of both(deployed)) {
        const { headers } = (await ask(https, "web.example.org")).json();
        expect(headers["x-forwarded-for"]).toMatch(/^\d+\.\d+\.\d+\.\d+/);
        expect(headers["x-forwarded-host"]).toBe("web.example.org");
        expect(headers["x-forwarded-proto"]).toBe("https");
        expect(headers["x-forwarded-port"]).toBe(new URL(https).port);
      }
    });

    test("a client cannot have them removed by naming them in its Connection header", async () => {
      const connection = "keep-alive, X-Forwarded-For, X-Forwarded-Host, X-Forwarded-Proto, X-Real-Ip";
      for (const { https } of both(deployed)) {
        const answer = await ask(https, "web.example.org", "/", { headers: { connection } });
        const { headers } = answer.json();
        expect(headers).toHaveProperty("x-forwarded-for");
        expect(headers).toHaveProperty("x-forwarded-host", "web.example.org");
        expect(headers).toHaveProperty("x-forwarded-proto", "https");
      }
    });
  });
