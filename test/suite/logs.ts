import { describe, expect, test } from "vitest";
import { requestIn } from "../../commands/traffic/request";
import { logsOf } from "../support/containers";
import { ask } from "../support/http";
import { waitFor } from "../support/wait";
import { both, type Deployed, type Environment, first } from "./deployment";

/** What is written of a request, and where. */
export const logs = (deployed: Deployed) =>
  describe("logs", () => {
    /** The lines of a component's log that have this mark, once there are any. */
    const linesOf = async (environment: Environment, component: string, mark: string) => {
      const { Id } = await first(environment, component);
      const found = async () => (await logsOf(Id)).split("\n").filter((line) => line.includes(mark));
      await waitFor(`a line with ${mark} in the log of ${component}`, async () => (await found()).length > 0);
      // Docker puts eight bytes before each line.
      return (await found()).map((line) => JSON.parse(line.slice(line.indexOf("{"))));
    };

    test("the farm logs each request once, with who asked for what and what came of it", async () => {
      for (const environment of both(deployed)) {
        const { status, text } = await ask(environment.https, "Vault.Example.org.", "/once?token=hush");
        expect(await linesOf(environment, "farm", "/once")).toEqual([
          {
            time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
            visitor: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/),
            host: "vault.example.org",
            method: "GET",
            path: "/once",
            status,
            bytes: expect.any(Number),
            milliseconds: expect.any(Number),
            backend: "router_router",
            ended: "--",
          },
        ]);
        expect(text).toBeDefined();
        expect(requestIn(JSON.stringify((await linesOf(environment, "farm", "/once"))[0]))).toMatchObject({
          host: "vault.example.org",
          path: "/once",
          status,
        });
      }
    });

    test("a request that no router gets is logged too, and a long path or a quote breaks no line", async () => {
      for (const environment of both(deployed)) {
        const domain = `${"unknown.".repeat(400)}net`;
        // By TLS, an unknown name does not get that far.
        await ask(environment.http, domain, `/lost"${"x".repeat(4_000)}`);
        const [line] = await linesOf(environment, "farm", "/lost");
        expect(line).toMatchObject({ status: 404, host: domain.slice(0, 255) });
        expect(line.path).toMatch(/^\/lost#22x{1000}/);
      }
    });

    test("no log has a query string, which can hold a secret, and the router's has no request that went well", async () => {
      for (const environment of both(deployed)) {
        await ask(environment.https, "vault.example.org", "/quiet?token=hush");
        await linesOf(environment, "farm", "/quiet");
        for (const component of ["farm", "router"]) {
          const { Id } = await first(environment, component);
          expect(await logsOf(Id)).not.toContain("hush");
        }
        const { Id } = await first(environment, "router");
        expect(await logsOf(Id)).not.toContain('"DownstreamStatus":200');
      }
    });

    test("a request that failed is logged by the router as well, with the service", async () => {
      for (const environment of both(deployed)) {
        await ask(environment.https, "vault.example.org", "/status?code=500");
        expect(await linesOf(environment, "router", '"vault.example.org"')).toEqual([
          expect.objectContaining({ DownstreamStatus: 500, ServiceName: "vault@file" }),
        ]);
      }
    });
  });
