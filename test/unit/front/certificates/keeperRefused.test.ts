import { beforeAll, expect, test } from "vitest";
import { type Issuer, makeCertificate } from "../../../support/certificates";
import { waitFor } from "../../../support/wait";
import { ask, fileText, Keeping } from "./keeping";

let long: Issuer;
let short: Issuer;
let next: Issuer;
beforeAll(async () => {
  long = await makeCertificate({ until: 90 });
  short = await makeCertificate({ until: 20 });
  next = await makeCertificate({ until: 120 });
});

const path = "/etc/letsencrypt/live";
const endOf = (one: Issuer) => one.certificate.notAfter.getTime() / 1000;
const expiry = (one: Issuer) =>
  `homeport_certificate_expiry_timestamp_seconds{domain="blog.example.org"} ${endOf(one)}\n`;

test.each([
  ["ca key too small", "take one of an authority whose key has 2048 bits or more"],
  ["ee key too small", "issue it anew with P-256 or RSA of 2048 bits"],
  ["ca md too weak", "issue it anew with SHA-256"],
  ["OCSP auto-update set to 'on'", "put its issuer's certificate below it in fullchain.pem"],
  ["words of another version", "issue it anew"],
])("what HAProxy refuses with %j is told with a way out", async (reason, wayOut) => {
  const keeping = new Keeping().issue("blog", long);
  keeping.farm.refused.set(fileText(long), reason);
  const { url } = await keeping.start(["blog.example.org"]);
  expect(await ask(url, "/problems")).toEqual({
    status: 200,
    text: `blog.example.org: HAProxy does not take ${path}/blog/fullchain.pem (${reason}); ${wayOut}\n`,
  });
  expect((await ask(url, "/metrics")).text).toContain(
    'homeport_certificate_problem{domain="blog.example.org"} 1\n',
  );
  expect(keeping.events("problem")).toHaveLength(1);
});

test("until the farm has said what it thinks, nothing is answered", async () => {
  const keeping = new Keeping().issue("blog", long);
  keeping.farm.judge = () => {};
  const { url } = await keeping.start(["blog.example.org"]);
  expect((await fetch(`${url}/problems`)).status).toBe(503);
  expect((await fetch(`${url}/offered`)).status).toBe(200);
  expect((await ask(url, "/metrics")).text).not.toContain("seconds{");
});

test("the end that is told is that of what the farm has loaded, and not of what lies on the disk", async () => {
  const keeping = new Keeping().issue("blog", short);
  const { url } = await keeping.start(["blog.example.org"]);
  await ask(url, "/problems");
  keeping.farm.refused.set(fileText(next), "ee key too small");
  keeping.issue("blog", next);
  await keeping.happened("problem");
  expect((await ask(url, "/metrics")).text).toContain(expiry(short));
  expect(keeping.events("live")).toEqual([
    { domain: "blog.example.org", until: short.certificate.notAfter.toISOString() },
  ]);

  keeping.farm.refused.clear();
  await waitFor("the verdict", async () => (await ask(url, "/problems")).text === "");
  await waitFor("the other end", async () => (await ask(url, "/metrics")).text.includes(expiry(next)));
});

test("of two that cover a name, the next best is offered where the best is refused, and stays", async () => {
  const keeping = new Keeping().issue("blog", long).issue("blog-0001", short);
  keeping.farm.refused.set(fileText(long), "ee key too small");
  const { url } = await keeping.start(["blog.example.org"]);
  expect((await ask(url, "/problems")).text).toBe("");
  expect(keeping.kept("blog.example.org.pem")).toBe(fileText(short));
  await keeping.happened("live");
  expect(keeping.events("certificate")).toHaveLength(2);
  expect((await ask(url, "/metrics")).text).toContain(expiry(short));
});
