import { readdirSync, statSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type Issuer, makeCertificate } from "../../support/certificates";
import { pause, waitFor } from "../../support/wait";
import { Keeping } from "./keeping";

let blog: Issuer;
let renewed: Issuer;
let wild: Issuer;
beforeAll(async () => {
  blog = await makeCertificate({ until: 20 });
  renewed = await makeCertificate({ until: 90 });
  wild = await makeCertificate({ names: ["*.shops.example.org"], until: 50 });
});

const fileText = ({ chain, key }: Issuer) => chain + key;
const aFewLooks = () => pause(0.4);
const ask = async (url: string, page: string) => {
  const answer = await fetch(url + page);
  return { status: answer.status, text: await answer.text() };
};
const statusFrom = (url: string, localAddress: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    get(url, { localAddress }, (answer) => resolve(answer.resume().statusCode)).on("error", reject);
  });
const happened = (keeping: Keeping, event: string, times = 1) =>
  waitFor(`${event} in the log`, async () => keeping.events(event).length >= times);
const becomes = (keeping: Keeping, file: string, text: string | undefined) =>
  waitFor(`another ${file}`, async () => keeping.kept(file) === text);

describe("what HAProxy finds", () => {
  test("is one file for each domain, a star written as an underscore, and the list of their lines", async () => {
    const keeping = new Keeping().issue("blog.example.org", blog).issue("wild", wild);
    const { url } = await keeping.start(["*.shops.example.org", "a.shops.example.org", "blog.example.org"]);
    expect(keeping.kept("blog.example.org.pem")).toBe(fileText(blog));
    expect(keeping.kept("_.shops.example.org.pem")).toBe(fileText(wild));
    expect(keeping.kept("a.shops.example.org.pem")).toBe(fileText(wild));
    expect(keeping.kept("list")).toBe(
      "line of *.shops.example.org\nline of a.shops.example.org\nline of blog.example.org\n",
    );
    expect(await ask(url, "/problems")).toEqual({ status: 200, text: "" });
  });

  test("belongs to the farm's user, who alone reads keys, and nothing is left beside it", async () => {
    const keeping = new Keeping().issue("blog", blog);
    await keeping.start(["blog.example.org"]);
    const farm = statSync(join(keeping.folder, "farm"));
    const directory = join(keeping.folder, "certificates");
    const file = statSync(join(directory, "blog.example.org.pem"));
    expect([file.mode & 0o777, file.uid, file.gid]).toEqual([0o600, farm.uid, farm.gid]);
    expect(statSync(join(directory, "list")).mode & 0o777).toBe(0o644);
    expect(readdirSync(directory).sort()).toEqual([".kept.json", "blog.example.org.pem", "list"]);
    expect(statSync(join(directory, ".kept.json")).mode & 0o777).toBe(0o600);
  });

  test("leaves out a domain without a certificate until there is one, and the others are served", async () => {
    const keeping = new Keeping().issue("blog", blog);
    await keeping.start(["blog.example.org", "*.shops.example.org"]);
    expect(keeping.kept("list")).toBe("line of blog.example.org\n");
    keeping.issue("wild", wild);
    await becomes(keeping, "list", "line of blog.example.org\nline of *.shops.example.org\n");
    expect(keeping.kept("_.shops.example.org.pem")).toBe(fileText(wild));
  });

  test("is not touched where nothing has changed: each change is a reload", async () => {
    const keeping = new Keeping().issue("blog", blog);
    await keeping.start(["blog.example.org"]);
    const files = ["blog.example.org.pem", "list", ".kept.json"];
    const states = () =>
      files.map((file) => {
        const { ino, mtimeMs } = statSync(join(keeping.folder, "certificates", file));
        return [ino, mtimeMs];
      });
    const before = states();
    await aFewLooks();
    expect(states()).toEqual(before);
    await keeping.start(["blog.example.org"]);
    expect(states()).toEqual(before);
  });
});

describe("a certificate that changes", () => {
  test("is in place within a look, as a whole new file", async () => {
    const keeping = new Keeping().issue("blog", blog);
    await keeping.start(["blog.example.org"]);
    keeping.issue("blog", renewed);
    await becomes(keeping, "blog.example.org.pem", fileText(renewed));
    await happened(keeping, "certificate", 2);
    expect(keeping.events("certificate")[1]).toEqual({
      domain: "blog.example.org",
      from: "/etc/letsencrypt/live/blog",
      until: renewed.certificate.notAfter.toISOString(),
    });
  });

  test.each<[string, (keeping: Keeping) => void]>([
    ["is broken", (keeping) => keeping.write("source/live/blog/fullchain.pem", "garbage")],
    ["has another's key", (keeping) => keeping.write("source/live/blog/privkey.pem", wild.key)],
    ["vanishes", (keeping) => keeping.remove("source/live/blog")],
    ["vanishes with all the others", (keeping) => keeping.remove("source")],
  ])("to one that %s leaves the last good one in place, and says so once", async (_, spoil) => {
    const keeping = new Keeping().issue("blog", blog);
    const { url, stop } = await keeping.start(["blog.example.org"]);
    spoil(keeping);
    await waitFor("the problem", async () => (await ask(url, "/problems")).text !== "");
    await aFewLooks();
    expect(keeping.events("problem")).toHaveLength(1);

    await stop("SIGKILL");
    const again = await keeping.start(["blog.example.org"]);
    expect(keeping.kept("blog.example.org.pem")).toBe(fileText(blog));
    expect(keeping.kept("list")).toBe("line of blog.example.org\n");
    const { text } = await ask(again.url, "/metrics");
    expect(text).toContain(
      `homeport_certificate_expiry_timestamp_seconds{domain="blog.example.org"} ${blog.certificate.notAfter.getTime() / 1000}\n`,
    );
    expect(text).toContain('homeport_certificate_problem{domain="blog.example.org"} 1\n');

    keeping.issue("blog", renewed);
    await becomes(keeping, "blog.example.org.pem", fileText(renewed));
    expect((await ask(again.url, "/problems")).text).toBe("");
    await happened(keeping, "solved");
    expect(keeping.events("solved")).toEqual([{ domain: "blog.example.org" }]);
  });
});

test("a domain that is no longer served leaves no key behind, and neither does a write that was cut off", async () => {
  const keeping = new Keeping().issue("blog", blog).issue("wild", wild);
  const { stop } = await keeping.start(["blog.example.org", "*.shops.example.org"]);
  await stop("SIGKILL");
  keeping.write("certificates/.blog.example.org.pem.new", "half a key", 0o400);
  await keeping.start(["blog.example.org"]);
  expect(readdirSync(join(keeping.folder, "certificates")).sort()).toEqual([
    ".kept.json",
    "blog.example.org.pem",
    "list",
  ]);
  expect(keeping.kept("list")).toBe("line of blog.example.org\n");
  await happened(keeping, "removed");
  expect(keeping.events("removed")).toEqual([{ file: "_.shops.example.org.pem" }]);
});

test("a file that somebody took away or opened to others is put in order", async () => {
  const keeping = new Keeping().issue("blog", blog);
  await keeping.start(["blog.example.org"]);
  keeping.write("certificates/blog.example.org.pem", fileText(blog), 0o644);
  const mode = async () => statSync(join(keeping.folder, "certificates/blog.example.org.pem")).mode & 0o777;
  await waitFor("the file to be closed again", async () => (await mode()) === 0o600);
  keeping.remove("certificates/blog.example.org.pem");
  await becomes(keeping, "blog.example.org.pem", fileText(blog));
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

test("the log has no key in it, whatever happened", async () => {
  const keeping = new Keeping().issue("blog", blog).issue("wild", wild);
  await keeping.start(["blog.example.org", "*.shops.example.org"]);
  keeping.write("source/live/blog/fullchain.pem", blog.key).write("source/live/wild/privkey.pem", "garbage");
  await happened(keeping, "problem", 2);
  for (const { key } of [blog, wild])
    for (const line of key.split("\n").filter((line) => line.length > 20 && !line.startsWith("-----")))
      expect(keeping.log).not.toContain(line);
});

test("SIGTERM ends it at once, though it is the first process of its container", async () => {
  const { stop } = await new Keeping().start([]);
  expect(await stop("SIGTERM")).toBe(0);
});
