import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildTestImages } from "../../images/build";
import { ask } from "../../support/http";
import { type AcmeHomes, startAcmeHomes } from "./acme";

const wildcard = "*.shops.example.org";

/** The whole home with certificates by ACME, proven by DNS: each environment issues for itself. */
describe("certificates by DNS-01", () => {
  let home: AcmeHomes;
  beforeAll(async () => {
    await buildTestImages(() => {});
    home = await startAcmeHomes({
      names: ["shop.example.org", wildcard],
      certificates: ({ dns }) => ({
        challenge: { kind: "dns-01", ...dns, credentials: Object.keys(dns.credentials) },
      }),
      config: ({ dns }) =>
        Object.fromEntries(
          Object.entries(dns.credentials).map(([name, value]) => [`secrets:${name}`, value]),
        ),
    });
  });
  afterAll(() => home?.stop());

  test.each(["blog.example.org", "any.shops.example.org"])(
    "%s has a certificate of its own in each environment, issued at the same time by the same server",
    async (domain) => {
      const ca = await home.pebble.rootPem();
      const { prod, staging } = home.homes;
      const serials = await Promise.all([prod, staging].map((one) => one.serialOf(domain, ca)));
      expect(serials[0]).not.toBe(serials[1]);
      for (const { https, stack } of [prod, staging])
        expect((await ask(https, domain, "/", { ca })).json()).toMatchObject({ answer: stack });
    },
  );

  test("no name failed, and nobody had to wait for the other", () => {
    expect(home.warnings).toEqual({ prod: "", staging: "" });
  });

  test("account and certificates of each are in a directory of its own", () => {
    expect(home.directory.sh("ls")).toBe("prod\nstaging\n");
    for (const stack of ["prod", "staging"])
      expect(home.directory.sh(`ls ${stack}/live; find ${stack}/accounts -name '*.key' | wc -l`)).toBe(
        "_.shops.example.org\nblog.example.org\nshop.example.org\n1\n",
      );
  });
});
