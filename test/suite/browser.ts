import { describe, expect, test } from "vitest";
import { browserMissing, lookAt } from "../support/browser";
import { both, type Deployed } from "./deployment";

/** What a person sees in a real browser, where this machine has one. */
export const browser = (deployed: Deployed) => {
  const missing = browserMissing();
  describe.skipIf(missing)(`in Chromium${missing ? ` (skipped: no ${missing})` : ""}`, () => {
    const urlAt = (https: string) => `https://web.example.org:${new URL(https).port}/`;

    test("with the environment's root imported, a name has the lock and the environment's own answer", async () => {
      for (const { https, authority, name } of both(deployed)) {
        const { security, text } = await lookAt(urlAt(https), authority);
        expect(security).toBe("secure");
        expect(JSON.parse(text)).toMatchObject({ answer: name });
      }
    });

    test("without the root there is a warning instead, and with that of the other environment too", async () => {
      const { prod, staging } = deployed().environments;
      for (const authority of [undefined, prod.authority])
        expect(await lookAt(urlAt(staging.https), authority)).toMatchObject({
          security: "insecure-broken",
          error: "net::ERR_CERT_AUTHORITY_INVALID",
        });
    });
  });
};
