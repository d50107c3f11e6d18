import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildTestImages } from "../../images/build";
import { type Issuer, makeCertificate } from "../../support/certificates";
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
