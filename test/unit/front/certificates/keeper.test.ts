import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type Issuer, makeCertificate } from "../../../support/certificates";
import { waitFor } from "../../../support/wait";
import { aFewLooks, ask, fileText, Keeping } from "./keeping";

let blog: Issuer;
let renewed: Issuer;
let wild: Issuer;
beforeAll(async () => {
  blog = await makeCertificate({ until: 20 });
  renewed = await makeCertificate({ until: 90 });
  wild = await makeCertificate({ names: ["*.shops.example.org"], until: 50 });
});

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
    await keeping.becomes("list", "line of blog.example.org\nline of *.shops.example.org\n");
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
    await keeping.becomes("blog.example.org.pem", fileText(renewed));
    await keeping.happened("certificate", 2);
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
    await keeping.becomes("blog.example.org.pem", fileText(renewed));
    expect((await ask(again.url, "/problems")).text).toBe("");
    await keeping.happened("solved");
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
  await keeping.happened("removed");
  expect(keeping.events("removed")).toEqual([{ file: "_.shops.example.org.pem" }]);
});

test("a file that somebody took away or opened to others is put in order", async () => {
  const keeping = new Keeping().issue("blog", blog);
  await keeping.start(["blog.example.org"]);
  keeping.write("certificates/blog.example.org.pem", fileText(blog), 0o644);
  const mode = async () => statSync(join(keeping.folder, "certificates/blog.example.org.pem")).mode & 0o777;
  await waitFor("the file to be closed again", async () => (await mode()) === 0o600);
  keeping.remove("certificates/blog.example.org.pem");
  await keeping.becomes("blog.example.org.pem", fileText(blog));
});

test("the log has no key in it, whatever happened", async () => {
  const keeping = new Keeping().issue("blog", blog).issue("wild", wild);
  await keeping.start(["blog.example.org", "*.shops.example.org"]);
  keeping.write("source/live/blog/fullchain.pem", blog.key).write("source/live/wild/privkey.pem", "garbage");
  await keeping.happened("problem", 2);
  for (const { key } of [blog, wild])
    for (const line of key.split("\n").filter((line) => line.length > 20 && !line.startsWith("-----")))
      expect(keeping.log).not.toContain(line);
});

test("SIGTERM ends it at once, though it is the first process of its container", async () => {
  const { stop } = await new Keeping().start([]);
  expect(await stop("SIGTERM")).toBe(0);
});
