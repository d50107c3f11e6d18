import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileNameOf } from "../../../components/front/certificates/list";
import { buildTestImages } from "../../images/build";
import { expectApart, expectBounded, expectOneNetwork } from "../../suite/hardening";
import { docker } from "../../support/containers";
import { ask } from "../../support/http";
import { start } from "../../support/load";
import { losses } from "../../support/loadReport";
import { handshake } from "../../support/tls";
import { waitFor } from "../../support/wait";
import { type AcmeHomes, startAcmeHomes } from "./acme";
import type { RunningHome } from "./homes";

const refused = "refused.example.org";
const domain = "blog.example.org";
const leastConnections = 2_000;

/** The whole home with certificates by ACME, proven by HTTP: production issues, staging reads along. */
describe("certificates by HTTP-01", () => {
  let home: AcmeHomes;
  let root: string;
  let prod: RunningHome;
  let staging: RunningHome;

  beforeAll(async () => {
    await buildTestImages(() => {});
    home = await startAcmeHomes({
      names: ["shop.example.org", refused],
      refused: [refused],
      // Shorter than a day, and a day is left for renewal: every check renews, and nothing expires meanwhile.
      certificateSeconds: 3_600,
      certificates: () => ({ challenge: { kind: "http-01" }, renewDays: 1, checkSeconds: 20 }),
    });
    root = await home.pebble.rootPem();
    ({ prod, staging } = home.homes);
  });
  afterAll(() => home?.stop());

  test("both farms show the same certificate of each name, and answer for themselves", async () => {
    for (const name of [domain, "shop.example.org"]) {
      await waitFor(`one certificate of ${name} in both`, async () => {
        const [own, other] = await Promise.all([prod, staging].map((one) => one.serialOf(name, root)));
        return own === other;
      });
      for (const { https, stack } of [prod, staging])
        expect((await ask(https, name, "/", { ca: root })).json()).toMatchObject({ answer: stack });
    }
  });

  test("the environment behind port 80 has an issuer, the other one none", async () => {
    expect(
      [await prod.running("issuer"), await staging.running("issuer")].map(({ length }) => length),
    ).toEqual([1, 0]);
  });

  test("keeper and issuer can do no more than they have to: what of the host they see is the one exception", async () => {
    const found = [
      await prod.running("keeper"),
      await prod.running("issuer"),
      await staging.running("keeper"),
    ];
    for (const container of found.flat()) {
      for (const expectation of [expectApart, expectOneNetwork, expectBounded]) expectation(container);
      const { HostConfig, Config, Mounts, Name } = container;
      const isKeeper = Config.Labels["homeport.component"] === "keeper";
      expect(HostConfig.ReadonlyRootfs, Name).toBe(true);
      expect(HostConfig.CapAdd ?? [], Name).toEqual(isKeeper ? ["CAP_CHOWN"] : []);
      const seen = Mounts.filter(({ Type }) => Type === "bind").map(({ Source, RW }) => [Source, RW]);
      const own = [home.directory.directory, !isKeeper];
      expect(Object.fromEntries(seen), Name).toEqual(
        Object.fromEntries(isKeeper ? [own] : [own, [home.pebble.authorityFile, false]]),
      );
    }
  });

  test("a name that is refused leaves the others alone: a warning tells it", async () => {
    expect(home.warnings.prod).toMatch(/^warning: refused\.example\.org: .*rejectedIdentifier/);
    expect(home.warnings.prod).not.toMatch(/blog|shop/);
    for (const { https } of [prod, staging])
      expect(await handshake(https, refused, { unverified: true })).toHaveProperty("refused");
  });

  test("the farms' private port tells when each name's certificate ends, and what failed", async () => {
    const soon = Date.now() / 1_000 + 3_600;
    for (const one of [prod, staging]) {
      const said = /^homeport_certificate_expiry_timestamp_seconds\{domain="blog.example.org"\} (\d+)$/m;
      // A farm that has just started tells it within a second or two.
      const text = await waitFor("an end", async () => {
        const metrics = await one.metrics();
        return said.test(metrics) && metrics;
      });
      expect(Math.abs(Number(said.exec(text)?.[1]) - soon)).toBeLessThan(300);
      expect(text).toContain(`homeport_certificate_problem{domain="${domain}"} 0`);
      expect(text).toContain(`homeport_certificate_problem{domain="${refused}"} 1`);
      expect(text).toContain(`homeport_certificate_issue_failures{domain="${refused}"} 1`);
      expect(text).not.toContain(`expiry_timestamp_seconds{domain="${refused}"}`);
    }
  });

  test("renewal goes live in both farms by itself: no connection fails, no request is lost", async () => {
    // Above what a busy machine can open, connections are lost without any renewal too.
    const loads = [prod, staging].map(({ https }) =>
      start({ origin: https, host: domain, ca: root, rate: 40, newConnections: true }),
    );
    const before = await prod.serialOf(domain, root);
    const delays = await Promise.all([prod, staging].map((one) => secondsUntilLive(one, before)));
    await waitFor(
      "enough connections to both",
      async () => loads.every((load) => load.report().connections >= leastConnections),
      120,
    );
    const reports = await Promise.all(loads.map((load) => load.stop()));
    console.table(
      reports.map(({ connections, notConnected, failed, certificates, p99, seconds }, at) => ({
        stack: [prod, staging][at]?.stack,
        connections,
        notConnected,
        lost: failed,
        certificates: Object.keys(certificates).length,
        p99,
        seconds,
        "s until live": delays[at],
      })),
    );
    for (const report of reports) {
      expect([report.failed, report.notConnected], losses(report)).toEqual([0, 0]);
      expect(Object.keys(report.certificates).length).toBeGreaterThanOrEqual(2);
    }
    expect(Math.max(...delays)).toBeLessThan(15);
  });

  /** From the second in which the issuer has written the new pair. */
  async function secondsUntilLive(one: RunningHome, before: string): Promise<number> {
    await one.serialAfter(before, domain, root, 60);
    const seen = Date.now() / 1_000;
    return Math.round(
      seen - Number(home.directory.sh(`stat -c %Y live/${fileNameOf(domain)}/fullchain.pem`)),
    );
  }

  test("without the issuer and its server both go on, also with a farm that is started again", async () => {
    const [issuer] = await prod.running("issuer");
    await docker.getContainer(issuer?.Id ?? "").stop();
    await home.pebble.stop();
    const [farm] = await staging.running("farm");
    await docker.getContainer(farm?.Id ?? "").restart();
    const after = await staging.serialOf(domain, root);
    expect(await prod.serialOf(domain, root)).toBe(after);
    expect((await ask(staging.https, domain, "/", { ca: root })).json().answer).toBe("staging");
  });
});
