import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { ask } from "../support/http";
import { waitFor } from "../support/wait";
import { both, type Deployed, type Environment } from "./deployment";
import { gateOf } from "./gate";

const domain = "vault.example.org";

/** Both doors of each environment. */
const doors = async (deployed: Deployed): Promise<string[]> =>
  (
    await Promise.all(
      both(deployed).map(async (environment: Environment) => [environment.https, await gateOf(environment)]),
    )
  ).flat();

/** What is neither packed nor unpacked on the way, and connections that are not kept for too long. */
export const asSent = (deployed: Deployed) =>
  describe("answers as they were sent", () => {
    test("who does not say which encodings are welcome gets what is not encoded, with its length and ETag", async () => {
      for (const door of await doors(deployed)) {
        const { headers, text } = await ask(door, domain, "/packed");
        expect(headers).toMatchObject({
          etag: '"plain"',
          "content-length": "10000",
          "accept-ranges": "bytes",
        });
        expect(headers).not.toHaveProperty("content-encoding");
        expect(text).toHaveLength(10_000);
      }
    });

    test.each([undefined, "", "identity", "gzip", "br;q=1.0, gzip;q=0.5", "*;q=0"])(
      "an application is told that %o is welcome, or nothing but what is not encoded",
      async (encodings) => {
        const headers: Record<string, string> =
          encodings === undefined ? {} : { "accept-encoding": encodings };
        for (const door of await doors(deployed)) {
          const told = (await ask(door, domain, "/", { headers })).json().headers["accept-encoding"];
          expect(told).toBe(encodings || "identity");
        }
      },
    );

    test("who welcomes gzip gets it as the application has packed it", async () => {
      for (const door of await doors(deployed)) {
        const { headers } = await ask(door, domain, "/packed", { headers: { "accept-encoding": "gzip" } });
        expect(headers).toMatchObject({ etag: '"packed"', "content-encoding": "gzip" });
        expect(headers).toHaveProperty("content-length");
      }
    });

    test("a part of an answer is that part, and HEAD tells the length", async () => {
      for (const door of await doors(deployed)) {
        const part = await ask(door, domain, "/packed", { headers: { range: "bytes=5-14" } });
        expect(part).toMatchObject({ status: 206, text: "ytes.ten b" });
        expect(part.headers["content-range"]).toBe("bytes 5-14/10000");
        const head = await ask(door, domain, "/packed", { method: "HEAD" });
        expect(head.headers).toMatchObject({ etag: '"plain"', "content-length": "10000" });
      }
    });

    test("a connection to an application is kept for the next request, and for no longer than a second without one", async () => {
      for (const { https } of both(deployed)) {
        const connection = async () => (await ask(https, domain, "/connection", { method: "POST" })).text;
        const isKept = async (milliseconds: number) => {
          const before = await connection();
          await sleep(milliseconds);
          return (await connection()) === before;
        };
        // The router's own question may come in between, on the same connection.
        await waitFor("a connection that is kept", () => isKept(10));
        await waitFor("one that is not", async () => !(await isKept(1_500)));
      }
    });
  });
