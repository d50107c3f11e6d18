import { createPrivateKey } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildTestImages } from "../../images/build";
import {
  type CertificateOptions,
  type Issuer,
  makeCertificate,
  type TestCertificate,
} from "../../support/certificates";
import { docker, logsOf } from "../../support/containers";
import { ask } from "../../support/http";
import { start } from "../../support/load";
import { losses } from "../../support/loadReport";
import { pause, waitFor } from "../../support/wait";
import { CertificatesOnHost } from "../certificatesOnHost";
import { EnvironmentError } from "../sandbox";
import { type RunningHome, type RunningHomes, startHomes } from "./homes";

const domain = "blog.example.org";
const connectionsOfEach = 1_000;

/** The whole home with certificates that something else keeps on its host, as certbot does. */
describe("certificates of files", () => {
  const host = new CertificatesOnHost();
  let root: Issuer;
  let homes: RunningHomes;
  let both: RunningHome[];

  const config = (names: readonly string[]) => ({
    "homeport:certificates": { source: "files", directory: host.directory },
    "scenario:names": names,
  });
  const serials = () => Promise.all(both.map((one) => one.serialOf(domain, root.pem)));

  beforeAll(async () => {
    await buildTestImages(() => {});
    root = await makeCertificate({ names: ["root.example.org"] });
    host.issue(domain, await makeCertificate({ by: root }));
    host.issue("shops", await makeCertificate({ names: ["*.shops.example.org"], key: "rsa", by: root }));
    homes = await startHomes({ config: config(["*.shops.example.org"]) });
    both = [homes.prod, homes.staging];
  });
  afterAll(async () => {
    await homes?.stop();
    host.remove();
  });

  test("both farms show the same certificate, and answer for themselves", async () => {
    const [own, other] = await serials();
    expect(own).toBe(other);
    for (const { https, stack } of both)
      for (const name of [domain, "any.shops.example.org"])
        expect((await ask(https, name, "/", { ca: root.pem })).json()).toMatchObject({ answer: stack });
  });

  test("a renewed pair is live in both within ten seconds by itself: nothing is lost", async () => {
    const [before = ""] = await serials();
    const loads = both.map(({ https }) =>
      start({ origin: https, host: domain, ca: root.pem, rate: 40, newConnections: true }),
    );
    await pause(1);
    host.issue(domain, await makeCertificate({ by: root, until: 80 }));
    const issued = performance.now();
    const delays = await Promise.all(
      both.map(async (one) => {
        await one.serialAfter(before, domain, root.pem);
        return Math.round(performance.now() - issued) / 1_000;
      }),
    );
    const enough = () => loads.every((load) => load.report().connections >= connectionsOfEach);
    await waitFor("enough connections", async () => enough(), 60);
    const reports = await Promise.all(loads.map((load) => load.stop()));
    console.table(
      reports.map(({ connections, notConnected, failed, p99 }, at) => ({
        stack: both[at]?.stack,
        connections,
        notConnected,
        lost: failed,
        p99,
        "s until live": delays[at],
      })),
    );
    for (const report of reports) {
      expect([report.failed, report.notConnected], losses(report)).toEqual([0, 0]);
      expect(Object.keys(report.certificates)).toHaveLength(2);
    }
    expect(Math.max(...delays)).toBeLessThan(15);
  });

  test("a new certificate with another one's key is told of, and the one before goes on", async () => {
    const before = await serials();
    const [{ chain }, { key }] = [await makeCertificate({ by: root }), await makeCertificate({ by: root })];
    host.issue(domain, { pem: chain, chain, key });
    for (const one of both)
      await waitFor("the problem", async () =>
        (await one.metrics()).includes(`homeport_certificate_problem{domain="${domain}"} 1`),
      );
    await pause(3);
    expect(await serials()).toEqual(before);
    host.issue(domain, await makeCertificate({ by: root }));
    for (const [at, one] of both.entries()) await one.serialAfter(before[at] ?? "", domain, root.pem);
  });

  /** Pairs of the shops that cannot be shown, and what is said of each. */
  const bad: Record<string, () => Promise<{ pair: TestCertificate; said: RegExp }>> = {
    "a leaf without its issuer that names whom to ask": async () => {
      const made = await shops({ ocsp: "http://ocsp.example.org/" });
      return { pair: { ...made, chain: made.pem }, said: /OCSP.*; put its issuer's certificate below it/ };
    },
    "an authority of 1024 bits": async () => {
      const weak = await makeCertificate({ names: ["weak.example.org"], key: "short-rsa" });
      return { pair: await shops({ by: weak }), said: /\(.*ca key too small\); take one of an authority/ };
    },
    "a key of 1024 bits": async () => ({
      pair: await shops({ key: "short-rsa" }),
      said: /rsa 1024.*P-256 or RSA of 2048 bits/,
    }),
    "a key behind a password": async () => {
      const made = await shops();
      const options = { type: "pkcs8", format: "pem", cipher: "aes-128-cbc", passphrase: "secret" } as const;
      return {
        pair: { ...made, key: createPrivateKey(made.key).export(options).toString() },
        said: /without a password/,
      };
    },
    "an empty file": async () => ({ pair: { ...(await shops()), chain: "" }, said: /holds no certificate/ }),
    "half of a file": async () => {
      const made = await shops();
      return { pair: { ...made, chain: made.chain.slice(0, -200) }, said: /is cut off/ };
    },
    "its issuer first": async () => {
      const made = await shops();
      return { pair: { ...made, chain: root.pem + made.pem }, said: /put the site's own certificate first/ };
    },
  };
  const shops = (options: CertificateOptions = {}) =>
    makeCertificate({ names: ["*.shops.example.org"], by: root, ...options });
  const shopSerials = () => Promise.all(both.map((one) => one.serialOf("any.shops.example.org", root.pem)));
  const problem = 'homeport_certificate_problem{domain="*.shops.example.org"}';

  describe.each(Object.entries(bad))("%s", (_, make) => {
    test("is told by its name, the last good one is shown, and the other name is renewed", async () => {
      const before = await shopSerials();
      const [blogs = ""] = await serials();
      const { pair, said } = await make();
      host.issue("shops", pair);
      for (const one of both)
        await waitFor("the problem", async () => {
          const [keeper] = await one.running("keeper");
          return (await one.metrics()).includes(`${problem} 1`) && said.test(await logsOf(keeper?.Id ?? ""));
        });
      host.issue(domain, await makeCertificate({ by: root, until: 70 }));
      for (const one of both) await one.serialAfter(blogs, domain, root.pem);
      expect(await shopSerials()).toEqual(before);
    });

    test("does not keep the farms from starting", async () => {
      const before = [await serials(), await shopSerials()];
      for (const one of both) {
        const [farm] = await one.running("farm");
        await docker.getContainer(farm?.Id ?? "").restart({ t: 1 });
      }
      expect([await serials(), await shopSerials()]).toEqual(before);
    });
  });

  test("the end that is told is that of what the farms have loaded, and a good pair solves the problem", async () => {
    const expiry = async (one: RunningHome) =>
      Number(
        /expiry_timestamp_seconds\{domain="\*\.shops\.example\.org"\} (\d+)/.exec(await one.metrics())?.[1],
      );
    // A farm that has just started tells it within a second or two.
    const before = await Promise.all(
      both.map((one) => waitFor("an end", async () => (await expiry(one)) || false)),
    );
    const made = await shops({ until: 300 });
    const end = made.certificate.notAfter.getTime() / 1000;
    expect(before.every((until) => until > 0 && until < end)).toBe(true);
    host.issue("shops", made);
    for (const one of both) {
      await waitFor("the new end", async () => (await expiry(one)) === end, 30);
      await waitFor("no problem", async () => (await one.metrics()).includes(`${problem} 0`));
    }
  });

  test("what HAProxy alone refuses is told by the update too, by its name and with the way out", async () => {
    const weak = await makeCertificate({ names: ["weak.example.org"], key: "short-rsa" });
    host.issue("weak", await makeCertificate({ names: ["weak.example.org"], by: weak }));
    const error = await startHomes({ config: config(["weak.example.org"]), place: 1 }).then(
      (other) => other.stop(),
      (failure: unknown) => failure,
    );
    expect((error as Error).message).toMatch(
      /weak\.example\.org: HAProxy does not take .*\/live\/weak\/fullchain\.pem \(.*ca key too small\); take one of an authority/,
    );
  });

  test("a home whose files are missing, expired or of other names does not come up, and the one at work goes on", async () => {
    host.issue(
      "late.example.org",
      await makeCertificate({ names: ["late.example.org"], from: -9, until: -1 }),
    );
    const names = ["late.example.org", "missing.example.org", "a.any.shops.example.org"];
    const error = await startHomes({ config: config(names), place: 1 }).then(
      (other) => other.stop(),
      (failure: unknown) => failure,
    );
    expect(error).toBeInstanceOf(EnvironmentError);
    const { message } = error as Error;
    expect(message).toMatch(/late\.example\.org: .* expired on /);
    expect(message).toMatch(/ missing\.example\.org: no certificate in .* is for this name/);
    expect(message).toMatch(/a\.any\.shops\.example\.org: no certificate in .* is for this name/);
    for (const { https, stack } of both)
      expect((await ask(https, domain, "/", { ca: root.pem })).json()).toMatchObject({ answer: stack });
  });
});
