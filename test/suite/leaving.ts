import * as http2 from "node:http2";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { logsOf } from "../support/containers";
import { ask } from "../support/http";
import { leave, protocols, stay, unfinished } from "../support/leaving";
import { secure } from "../support/trust";
import { waitFor } from "../support/wait";
import { both, type Deployed, first } from "./deployment";
import { gateOf } from "./gate";

const domain = "vault.example.org";
const kinds = Object.keys(unfinished) as (keyof typeof unfinished)[];

/** Visitors who go away while an application works for them. */
export const leaving = (deployed: Deployed) =>
  describe("a visitor who goes away", () => {
    test.each(protocols.flatMap((protocol) => kinds.map((kind) => [protocol, kind] as const)))(
      "by %s from %s is missed by the application at once, which is not asked again",
      async (protocol, kind) => {
        for (const { https } of both(deployed)) {
          const visit = await leave(https, domain, protocol, kind);
          expect(visit).toMatchObject({ arrived: 1, state: "gone" });
          expect(visit.after).toBeLessThan(stay + 2_000);
        }
      },
    );

    test.each(kinds)("from %s at the router's own port is missed as well", async (kind) => {
      for (const environment of both(deployed)) {
        const visit = await leave(await gateOf(environment), domain, "HTTP/1.1", kind);
        expect(visit).toMatchObject({ arrived: 1, state: "gone" });
        expect(visit.after).toBeLessThan(stay + 2_000);
      }
    });

    test("is missed though the connection stays, by HTTP/2, where only this request was given up", async () => {
      for (const { https } of both(deployed)) {
        const session = http2.connect(https, secure(https, domain));
        try {
          const id = Math.random().toString(36).slice(2);
          const stream = session.request({ ":authority": domain, ":path": `/linger?ms=9000&id=${id}` });
          stream.on("error", () => {});
          await sleep(stay);
          stream.close(http2.constants.NGHTTP2_CANCEL);
          const visited = async () => (await ask(https, domain, `/visited?id=${id}`)).json();
          await waitFor("its end", async () => (await visited()).state === "gone", 3);
          expect(session.destroyed).toBe(false);
        } finally {
          session.destroy();
        }
      }
    });

    test("is in the log as one who has gone, and not as a fault of the application", async () => {
      for (const environment of both(deployed)) {
        await leave(environment.https, domain, "HTTP/1.1", "an answer that has not begun");
        const { Id } = await first(environment, "farm");
        const lines = async () => (await logsOf(Id)).split("\n").filter((line) => /"\/linger"/.test(line));
        await waitFor("a line in the log of the farm", async () => (await lines()).length > 0);
        // Docker puts eight bytes before each line.
        const all = (await lines()).map((line) => JSON.parse(line.slice(line.indexOf("{"))));
        expect(all).toContainEqual(expect.objectContaining({ status: 400, ended: "CH" }));
        expect(all.every(({ ended }) => ended.startsWith("C"))).toBe(true);
      }
    });
  });
