import { describe, expect, test } from "vitest";
import { addressOf, published, runIn } from "../support/containers";
import { ask } from "../support/http";
import { both, type Deployed, type Environment, first } from "./deployment";

/** The router's published port, for farms of other hosts. */
export const gate = (deployed: Deployed) =>
  describe("the router's published port", () => {
    test("gives the environment's own answers, as the farm's does", async () => {
      for (const environment of both(deployed)) {
        const answer = await ask(await gateOf(environment), "web.example.org");
        expect(answer.status).toBe(200);
        expect(answer.json().answer).toBe(environment.name);
      }
    });

    test.each(["/ping", "/metrics", "/api/rawdata", "/dashboard/"])(
      "has nothing of the router's own: %s",
      async (path) => {
        for (const environment of both(deployed)) {
          const base = await gateOf(environment);
          expect((await ask(base, "localhost", path)).status).toBe(404);
          expect((await ask(base, "web.example.org", path)).json().path).toBe(path);
        }
      },
    );

    test("believes nobody's forwarding headers: whoever reaches it could be anyone", async () => {
      for (const environment of both(deployed)) {
        const names = [
          "X-Forwarded-For",
          "X-Real-IP",
          "Forwarded",
          "X-Forwarded-Ssl",
          "X_Forwarded_For",
          "X_Real-IP",
        ];
        const question = { headers: Object.fromEntries(names.map((name) => [name, "for=66.66.66.66"])) };
        const { headers } = (await ask(await gateOf(environment), "web.example.org", "/", question)).json();
        expect(headers["x-forwarded-for"]).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
        expect(JSON.stringify(headers)).not.toContain("66.66");
      }
    });

    test("a container that asks the router itself is not believed either", async () => {
      for (const environment of both(deployed)) {
        const router = addressOf(await first(environment, "router"));
        const spoofed = ["--header", "Host: web.example.org", "--header", "X-Forwarded-For: 66.66.66.66"];
        const words = ["wget", "-q", "-T", "3", "-O", "-", ...spoofed, `http://${router}/`];
        const answer = await runIn(await first(environment, "gate"), words);
        expect(answer).toContain("x-forwarded-for");
        expect(answer).not.toContain("66.66");
      }
    });
  });

/** Base URL of the port. */
export async function gateOf(environment: Environment): Promise<string> {
  const [port] = published(await first(environment, "gate"));
  if (!port) throw new Error(`the router of ${environment.name} has no published port`);
  return `http://${port.ip}:${port.port}`;
}
