import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildTestImages } from "../../images/build";
import { wordpressImage } from "../../images/tags";
import { expectOwnPage } from "../../suite/pages";
import { browserMissing, lookAt } from "../../support/browser";
import { docker } from "../../support/containers";
import { ask, type Question } from "../../support/http";
import { Author } from "../../support/persons/author";
import { trust } from "../../support/trust";
import { pause, waitFor } from "../../support/wait";
import { type RunningHome, type RunningHomes, startHomes } from "../homes/homes";
import { rawAnswers } from "./raw";

/** Longer than two looks of the router's health check, and the time that it may take for one. */
const twoLooksSeconds = 14;

let homes: RunningHomes;
let both: RunningHome[];

beforeAll(async () => {
  await buildTestImages(() => {});
  homes = await startHomes({
    program: path.join(__dirname, "../fixtures/asked/index.ts"),
    config: { "asked:wordpress": wordpressImage },
  });
  both = [homes.prod, homes.staging];
  for (const { https, authority } of both) trust(https, authority);
}, 600_000);
afterAll(() => homes?.stop());

const at = ({ https }: RunningHome, name: string, path = "/", question: Question = {}) =>
  ask(https, `${name}.example.org`, path, question);

describe("applications that answer only what they expect", () => {
  test("are up, and still when the router has looked again", async () => {
    await pause(twoLooksSeconds);
    for (const home of both) {
      expect((await at(home, "named", "/any")).json()).toMatchObject({ answer: home.stack });
      expect((await at(home, "one.tenants")).json()).toMatchObject({ answer: home.stack });
      expect((await at(home, "below", "/below/x")).json()).toMatchObject({ path: "/x" });
      expect((await at(home, "own", "/x")).json()).toMatchObject({ answer: home.stack });
      const moved = await at(home, "moved");
      expect([moved.status, moved.headers.location]).toEqual([301, "https://elsewhere.example.net/"]);
      expect((await at(home, "locked")).status, "asks for a password").toBe(401);
    }
  });

  test("are asked the same by whoever asks, which is what a visitor's request looks like", async () => {
    for (const [name, prefix] of [["named"], ["one.tenants"], ["below", "/below"], ["locked"]] as const) {
      const seen = (await at(homes.prod, name, `${prefix ?? ""}/asked`)).json() as Seen[];
      expect(new Set(seen.map(comparable)).size, `${name}: ${JSON.stringify(seen)}`).toBe(1);
      // The probe closes its connection, the health check does not.
      expect(seen.map(({ headers }) => [headers.connection, headers["accept-encoding"]])).toEqual(
        expect.arrayContaining([
          ["close", "identity"],
          [undefined, "identity"],
        ]),
      );
      const visitor = (await at(homes.prod, name, `${prefix ?? ""}/x`)).json() as Seen;
      const [question] = seen;
      for (const header of ["x-forwarded-proto", "x-forwarded-prefix"])
        expect(question?.headers[header]).toBe(visitor.headers[header]);
      for (const header of Object.keys(visitor.headers).filter((one) => /^x-(forwarded|real)/.test(one)))
        if (header !== "x-forwarded-server") expect(question?.headers, header).toHaveProperty(header);
    }
  });

  test("are asked with the query, the name and the port that were chosen", async () => {
    const [locked] = (await at(homes.prod, "locked", "/asked")).json() as Seen[];
    expect(locked).toMatchObject({ path: "/?from=check&x=%2F", host: "locked.example.org" });
    const [tenants] = (await at(homes.prod, "one.tenants", "/asked")).json() as Seen[];
    expect(tenants).toMatchObject({
      host: "one.tenants.example.org:7443",
      headers: { "x-forwarded-host": "one.tenants.example.org:7443", "x-forwarded-port": "7443" },
    });
  });
});

interface Seen {
  readonly path: string;
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
}
const comparable = ({ path, host, headers }: Seen) => {
  const { connection: _, "accept-encoding": __, ...others } = headers;
  return JSON.stringify([path, host, Object.entries(others).sort()]);
};

describe("what an application says", () => {
  const answered = (bytes: string, question: Question = {}) =>
    at(
      homes.prod,
      "named",
      `/raw?bytes=${encodeURIComponent(Buffer.from(bytes).toString("base64"))}`,
      question,
    );

  test.each(rawAnswers)("passes as it is: %s", async (_, bytes, status, text) => {
    const answer = await answered(bytes);
    expect([answer.status, answer.text]).toEqual([status, text]);
    // Of a hundred answers to a POST that end with their connection, Go's HTTP client cuts one.
    if (/^(Content-Length|Transfer-Encoding):/m.test(bytes))
      expect((await answered(bytes, { method: "POST", body: "x" })).text).toBe(text);
    const head = await answered(bytes.replace(/\r\n\r\n.*/s, "\r\n\r\n"), { method: "HEAD" });
    expect(head.status).toBe(status);
    expect(head.headers["content-type"]).toBe(answer.headers["content-type"]);
  });

  test("passes too with the header by which a router tells that it has no route", async () => {
    const answer = await answered(
      "HTTP/1.1 503 Service Unavailable\r\nX-Homeport-Unrouted: yes\r\nContent-Length: 4\r\n\r\nmine",
    );
    expect([answer.status, answer.text]).toEqual([503, "mine"]);
  });

  test.each([
    ["http://named.example.org:PORT/x?a=1,2", "https://named.example.org:PORT/x?a=1,2"],
    ["http://named.example.org/x", "http://named.example.org/x"],
    ["http://other.example.org:PORT/x", "http://other.example.org:PORT/x"],
    ["/x", "/x"],
  ])("is sent on to %s, but never from https to http at the same place", async (to, sent) => {
    const { port } = new URL(homes.prod.https);
    const here = (text: string) => text.replace("PORT", port);
    const answer = await answered(
      `HTTP/1.1 302 Found\r\nLocation: ${here(to)}\r\nContent-Length: 0\r\n\r\n`,
      {
        headers: { host: `named.example.org:${port}` },
      },
    );
    expect(answer.headers.location).toBe(here(sent));
  });

  test("is our page where it is no HTTP, as the router has to say something by itself", async () => {
    for (const method of ["GET", "HEAD"])
      expect((await answered("SSH-2.0-OpenSSH_9.2\r\n", { method })).status).toBe(503);
    expectOwnPage(await answered("SSH-2.0-OpenSSH_9.2\r\n"), 503);
  });

  test("is nothing where it is gone: our page, also for a request that has no body to look at", async () => {
    const [moved] = await homes.staging.running("moved");
    const container = docker.getContainer(moved?.Id ?? "");
    await container.stop({ t: 0 });
    try {
      const down = (method = "GET") => at(homes.staging, "moved", "/", { method, timeoutSeconds: 20 });
      expectOwnPage(await down(), 503);
      await pause(twoLooksSeconds);
      expectOwnPage(await down(), 503);
      expect((await down("HEAD")).status).toBe(503);
      expectOwnPage(await at(homes.staging, "below", "/elsewhere"), 404);
      expect((await at(homes.staging, "below", "/elsewhere", { method: "HEAD" })).status).toBe(404);
    } finally {
      await container.start();
    }
    await waitFor("the started service", async () => (await at(homes.staging, "moved")).status === 301);
  });
});

describe("WordPress, as Debian packages it", () => {
  let authors: Author[];

  test("is installed by its own page, in both environments under one name", async () => {
    authors = both.map(({ https, stack }) => new Author(https, `Notes of ${stack}`));
    for (const author of authors) {
      const first = await author.get("/");
      expect([first.status, first.headers.location]).toEqual([302, `${author.origin}/wp-admin/install.php`]);
      const installed = await author.install();
      expect([installed.status, installed.text.includes("wp-login.php")]).toEqual([200, true]);
    }
  });

  test("lets its author in, and sends nobody to another port or scheme", async () => {
    for (const author of authors) {
      const { status, headers } = await author.logIn();
      expect([status, headers.location]).toEqual([302, `${author.origin}/wp-admin/`]);
      const admin = await author.get("/wp-admin/");
      expect(admin.status).toBe(200);
      expect(admin.text).toContain(author.title);
      expect((await author.get("/wp-admin")).headers.location).toBe(`${author.origin}/wp-admin/`);
    }
  });

  test("has a post, and files, of each environment's own", async () => {
    for (const author of authors) {
      const body = JSON.stringify({ title: author.title, content: author.title, status: "publish" });
      const headers = { "content-type": "application/json" };
      const post = await author.rest("/wp/v2/posts", { body, headers });
      expect(post.status).toBe(201);
      expect(post.json().link).toBe(`${author.origin}/?p=${post.json().id}`);
      const shown = (await author.get(`/?p=${post.json().id}`)).text;
      expect(shown).toContain(author.title);
      const [first = ""] = /https?:\/\/[^"' ]*\/wp-includes\/[^"' ]+\.(css|js)/.exec(shown) ?? [];
      expect(first.startsWith(author.origin)).toBe(true);
      expect((await author.get(first.slice(author.origin.length))).status).toBe(200);
    }
  });

  test("takes an upload of 20 MB, and gives it back", async () => {
    const [author] = authors;
    const body = Buffer.alloc(20_000_000, "0123456789");
    const uploaded = await author?.rest("/wp/v2/media", {
      body,
      headers: { "content-type": "text/plain", "content-disposition": "attachment; filename=long.txt" },
    });
    expect(uploaded?.status).toBe(201);
    const url = uploaded?.json().source_url as string;
    const back = await author?.get(url.slice(author.origin.length));
    expect([back?.status, back?.text.length]).toEqual([200, body.length]);
  });

  test("is still there when the router has looked again", async () => {
    await pause(twoLooksSeconds);
    for (const author of authors) expect((await author.get("/")).text).toContain(author.title);
  });

  const missing = browserMissing();
  test.skipIf(missing)(`is what a browser shows${missing ? ` (skipped: no ${missing})` : ""}`, async () => {
    for (const [index, home] of both.entries()) {
      const { security, text } = await lookAt(`${authors[index]?.origin}/`, home.authority);
      expect(security).toBe("secure");
      expect(text).toContain(authors[index]?.title);
    }
  });
});
