import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { acmeMount, credentialsDirectory } from "../../components/front/certificates/issuer/layout";
import { buildTestImages } from "../images/build";
import { inspect } from "../support/containers";
import { pause, waitFor } from "../support/wait";
import { AcmeBench } from "./acme/bench";
import { expectValid } from "./acme/judge";

/** The issuer's container against an ACME server, which asks for what it is shown as Let's Encrypt would. */

let bench: AcmeBench;
beforeAll(async () => {
  await buildTestImages(() => {});
  bench = await AcmeBench.start({ refused: ["refused.example.org"] });
});
afterAll(() => bench?.stop());

/** How often the server was asked for a certificate of this name. */
const orders = async (domain: string) =>
  (await bench.pebble.logs()).split("\n").filter((line) => line.includes(domain) && /order/i.test(line))
    .length;

const http = () => ({ ...bench.source, challenge: { kind: "http-01" } }) as const;
const dns = () => ({ ...bench.source, challenge: bench.dns }) as const;

describe.concurrent("HTTP-01, through a farm", () => {
  test("each name gets its certificate; one that is refused and one that leads elsewhere leave the others alone", async () => {
    await bench.pebble.pointTo("elsewhere.example.org", "127.0.0.1");
    const domains = ["refused.example.org", "blog.example.org", "elsewhere.example.org", "shop.example.org"];
    const issuer = await bench.issuer({ source: http(), domains, alias: "issuer" });
    const said = await issuer.order();
    expect(said).toMatch(/^warning: refused\.example\.org: .*rejectedIdentifier/m);
    expect(said).toMatch(/^warning: elsewhere\.example\.org: .*connection/m);
    expect(said).not.toMatch(/blog|shop/);
    const root = await bench.pebble.rootPem();
    for (const domain of ["blog.example.org", "shop.example.org"])
      expectValid(await issuer.published(domain), domain, root);
    expect(
      await issuer.run(
        `stat -c '%u:%g %a' ${acmeMount}/live/blog.example.org ${acmeMount}/live/blog.example.org/*.pem`,
      ),
    ).toBe("0:0 700\n0:0 600\n0:0 600\n");

    // Failed ones wait; what was the matter is put right, and the record removed: then they do not.
    const failed = await issuer.status("elsewhere.example.org");
    expect(failed).toMatchObject({ failures: 1 });
    const asked = await orders("elsewhere.example.org");
    await bench.pebble.pointBack("elsewhere.example.org");
    await pause(12);
    expect(await orders("elsewhere.example.org")).toBe(asked);
    await issuer.run(`rm ${acmeMount}/status/elsewhere.example.org.json`);
    expectValid(await issuer.published("elsewhere.example.org"), "elsewhere.example.org", root);
    expect(await issuer.logs()).toContain("elsewhere.example.org: certificate obtained");
    await issuer.stop();
  });
});

describe.concurrent("DNS-01", () => {
  test("proves a wildcard, with credentials that only root in the container can read", async () => {
    const domains = ["*.shops.example.org", "shops.example.org"];
    const issuer = await bench.issuer({ source: dns(), domains });
    expect(await issuer.order()).toBe("");
    const root = await bench.pebble.rootPem();
    for (const domain of domains) expectValid(await issuer.published(domain), domain, root);
    const { HTTPREQ_PASSWORD: password = "" } = bench.dns.credentials;
    expect(JSON.stringify(await inspect(issuer.id))).not.toContain(password);
    expect(await issuer.logs()).not.toContain(password);
    expect(await issuer.run(`stat -c '%u:%g %a' ${credentialsDirectory}/HTTPREQ_PASSWORD`)).toBe("0:0 600\n");
    await issuer.stop();
  });

  test("with credentials that are wrong says so, and takes corrected ones with the next deployment", async () => {
    const domain = "corrected.example.org";
    const issuer = await bench.issuer({ source: dns(), domains: [domain] });
    expect(await issuer.order({ HTTPREQ_PASSWORD: "not-the-password" })).toMatch(
      /^warning: corrected\.example\.org: .*401/,
    );
    expect(await issuer.order()).toBe("");
    expectValid(await issuer.published(domain), domain, await bench.pebble.rootPem());
    expect(await issuer.status(domain)).toBeUndefined();
    await issuer.stop();
  });

  test("two environments with a directory each get certificates of the same name at the same time", async () => {
    const domain = "both.example.org";
    const issuers = await Promise.all([1, 2].map(() => bench.issuer({ source: dns(), domains: [domain] })));
    expect(await Promise.all(issuers.map((issuer) => issuer.order()))).toEqual(["", ""]);
    const root = await bench.pebble.rootPem();
    const serials = await Promise.all(
      issuers.map(async (issuer) => expectValid(await issuer.published(domain), domain, root).serialNumber),
    );
    expect(serials[0]).not.toBe(serials[1]);
    await Promise.all(issuers.map((issuer) => issuer.stop()));
  });
});

describe.concurrent("an issuer that ends in the middle of a try", () => {
  const slowly = () => ({ ...bench.source, challenge: { ...bench.dns, propagationSeconds: 6 } }) as const;
  const inLego = (issuer: { run(script: string): Promise<string> }) =>
    waitFor("lego to run", async () => (await issuer.run("ps")).includes("/lego --accept-tos"));

  test.each(["killed", "stopped"])("because it is %s goes on when it is started again", async (how) => {
    const domain = `${how}.example.org`;
    const issuer = await bench.issuer({ source: slowly(), domains: [domain] });
    const order = issuer.order();
    await inLego(issuer);
    await pause(2);
    const started = performance.now();
    await (how === "killed" ? issuer.kill() : issuer.stop());
    // Whoever does not end by himself is killed after 10 s.
    expect(performance.now() - started).toBeLessThan(9_000);
    await order;
    await issuer.again();
    expectValid(await issuer.published(domain), domain, await bench.pebble.rootPem());
    expect(await issuer.run(`ls ${acmeMount}/status`)).toBe("");
    await issuer.stop();
  });
});

test.concurrent("a revoked certificate is replaced at the next check: the server says so when it is asked about renewals", async () => {
  const domain = "revoked.example.org";
  const source = { ...dns(), checkSeconds: 5 };
  const issuer = await bench.issuer({ source, domains: [domain] });
  expect(await issuer.order()).toBe("");
  const first = await issuer.published(domain);
  const root = await bench.pebble.rootPem();
  const { serialNumber } = expectValid(first, domain, root);
  await pause(12);
  expect((await issuer.published(domain)).chain).toBe(first.chain);

  const revoke = `/lego --path ${acmeMount} --server ${source.server} --domains ${domain} revoke --keep`;
  await issuer.run(revoke);
  expect(await bench.pebble.statusOf(serialNumber.toLowerCase())).toContain("Revoked");
  const second = await issuer.published(domain, first);
  expect(expectValid(second, domain, root).serialNumber).not.toBe(serialNumber);
  await issuer.stop();
});

test.concurrent("a certificate is renewed before its end, again and again", async () => {
  const shortLived = await AcmeBench.start({ certificateSeconds: 40 });
  try {
    const domain = "blog.example.org";
    const source = { ...shortLived.source, checkSeconds: 4, challenge: { kind: "http-01" } } as const;
    const issuer = await shortLived.issuer({ source, domains: [domain], alias: "issuer" });
    expect(await issuer.order()).toBe("");
    const root = await shortLived.pebble.rootPem();
    let pair = await issuer.published(domain);
    for (const _ of [1, 2]) {
      const end = Date.parse(expectValid(pair, domain, root).validTo);
      pair = await issuer.published(domain, pair, 40);
      expect(Date.now()).toBeLessThan(end);
    }
    expect(await issuer.logs()).toContain(`${domain}: certificate renewed`);
    expect(await issuer.status(domain)).toBeUndefined();
  } finally {
    await shortLived.stop();
  }
});
