import { get } from "node:http";
import { beforeAll, describe, expect, test } from "vitest";
import { type Issuer, makeCertificate } from "../../../support/certificates";
import { waitFor } from "../../../support/wait";
import { aFewLooks, ask, fileText, Keeping } from "./keeping";

let blog: Issuer;
beforeAll(async () => {
  blog = await makeCertificate({ until: 20 });
});

const statusFrom = (url: string, localAddress: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    get(url, { localAddress }, (answer) => resolve(answer.resume().statusCode)).on("error", reject);
  });

describe("what can be asked", () => {
  const status = (failures: number) =>
    JSON.stringify({
      domain: "shop.example.org",
      failures,
      nextTry: 1_900_000_000,
      error: "no such domain",
    });

  test("problems are one line a domain, with what the issuer met with", async () => {
    const keeping = new Keeping()
      .issue("blog", blog)
      .write("source/status/shop.example.org.json", status(2))
      .write("source/status/half.json", '{ "domain": "blog.ex');
    const { url } = await keeping.start(["blog.example.org", "shop.example.org"]);
    expect(await ask(url, "/problems")).toEqual({
      status: 200,
      text: "shop.example.org: no certificate in /etc/letsencrypt/live is for this name (found: blog.example.org); issue one: certbot certonly -d 'shop.example.org'; 2 attempts to issue it failed, the next is at 2030-03-17T17:46:40.000Z: no such domain\n",
    });
  });

  test("problems are those of now, and not of the last look", async () => {
    const keeping = new Keeping();
    const { url } = await keeping.start(["blog.example.org"], { everySeconds: 600 });
    expect((await ask(url, "/problems")).text).toContain("(found: nothing)");
    keeping.issue("blog", blog);
    expect((await ask(url, "/problems")).text).toBe("");
    expect(keeping.kept("blog.example.org.pem")).toBe(fileText(blog));
  });

  test("metrics have the form that Prometheus reads", async () => {
    const keeping = new Keeping()
      .issue("blog", blog)
      .write("source/status/shop.example.org.json", status(2))
      .write("source/status/other.json", status(1).replace("shop", "other"));
    const { url } = await keeping.start(["blog.example.org", "shop.example.org"]);
    const until = blog.certificate.notAfter.getTime() / 1000;
    await ask(url, "/problems");
    expect((await ask(url, "/metrics")).text).toBe(
      `# HELP homeport_certificate_expiry_timestamp_seconds End of the validity of the certificate that the farm shows.
# TYPE homeport_certificate_expiry_timestamp_seconds gauge
homeport_certificate_expiry_timestamp_seconds{domain="blog.example.org"} ${until}
# HELP homeport_certificate_problem Whether there is no usable certificate where they come from.
# TYPE homeport_certificate_problem gauge
homeport_certificate_problem{domain="blog.example.org"} 0
homeport_certificate_problem{domain="shop.example.org"} 1
# HELP homeport_certificate_issue_failures Attempts in a row that the issuer could not get a certificate by.
# TYPE homeport_certificate_issue_failures gauge
homeport_certificate_issue_failures{domain="shop.example.org"} 2
`,
    );
  });

  test("health is good while looks succeed, and tells why they do not", async () => {
    const keeping = new Keeping().issue("blog", blog);
    const { url } = await keeping.start(["blog.example.org"]);
    expect(await ask(url, "/health")).toEqual({ status: 200, text: "ok\n" });
    keeping.remove("certificates").write("certificates", "a file where the directory was");
    await waitFor("the keeper to be ill", async () => (await ask(url, "/health")).status === 500);
    expect((await ask(url, "/problems")).status).toBe(500);
    expect((await ask(url, "/health")).text).toMatch(/ENOTDIR/);
    await aFewLooks();
    const failures = keeping.events("failure").map(({ failure }) => failure);
    expect(failures).toEqual([...new Set(failures)]);
  });

  test("other pages are none, also those that every object would have", async () => {
    const { url } = await new Keeping().start([]);
    for (const page of ["/", "/toString", "/metrics/x"]) expect((await ask(url, page)).status).toBe(404);
  });

  test("containers that are not the farm are told nothing", async () => {
    const { url } = await new Keeping().start([], { visitors: ["127.0.0.3"] });
    const from = (localAddress: string) => statusFrom(`${url}/metrics`, localAddress);
    expect([await from("127.0.0.1"), await from("127.0.0.2"), await from("127.0.0.3")]).toEqual([
      200, 403, 200,
    ]);
  });
});
