import { beforeAll, describe, expect, test } from "vitest";
import { changeScript, listScript, parseList } from "../../../commands/maintenance/script";
import { maintainedPath } from "../../../components/front/farm/maintained";
import { farmPorts } from "../../../components/front/farm/ports";
import { redirectsOf } from "../../../components/front/farm/redirects";
import { ordersPort } from "../../../components/front/haproxy/live";
import type { Route } from "../../../components/services/route";
import { buildTestImages } from "../../images/build";
import { pause, waitFor } from "../../support/wait";
import { routes } from "../../unit/cases";
import { docker, inside } from "../alone";
import { type Road, road } from "../road";
import { startApplication } from "./application";
import { visit, type Wanted } from "./visitor";

/** What people ask of a front, by what a visitor sees: farm, router and application on one road. */

const names = ["blog.example.org", "www.example.org", "other.example.org"];
const deploy = { readySeconds: 30, drainSeconds: 0 };
const blog: Route = {
  ...routes.exact,
  service: "blog",
  domains: ["blog.example.org"],
  servers: ["app:8080"],
};
const other: Route = { ...blog, service: "other", domains: ["other.example.org"] };
const served = {
  domains: [{ router: "router", domains: ["blog.example.org", "other.example.org"] }],
  redirects: redirectsOf([
    { serviceName: "blog", domains: blog.domains, redirects: { "www.example.org": "blog.example.org" } },
  ]),
  places: [
    { service: "blog", domain: "blog.example.org" },
    { service: "blog.hooks", domain: "blog.example.org", prefix: "/hooks" },
    { service: "uploads", domain: "blog.example.org", prefix: "/upload" },
    { service: "other", domain: "other.example.org" },
  ],
  ownLimits: [
    { service: "uploads", routers: ["router"], timeouts: { server: 1 }, bodyLimit: "1MiB" as const },
    { service: "blog", routers: ["router"], timeouts: { tunnel: 2 } },
  ],
};

/** As a router takes it for a question about itself, and for one that it does not understand. */
const words = 'to {{ env "PATH" }} or {{{ not `to` }} {{';

let way: Road;
let port: number;
let ends: (() => void)[] = [];
beforeAll(async () => {
  await buildTestImages(() => {});
  way = await road(names, served, { atEnd: (end) => ends.unshift(end) });
  startApplication(way, "app");
  port = way.port;
  for (const route of [
    {
      ...blog,
      responseHeaders: {
        "Content-Security-Policy": "default-src 'self'",
        "Content-Language": "nl",
        "X-Words": words,
      },
      removeHeaders: ["X-Answer"],
      compress: true,
    },
    other,
  ])
    expect(way.publish({ ...deploy, route })).toEqual({ status: 0, said: "" });
  return () => {
    for (const end of ends) end();
    ends = [];
  };
});

const ask = (host: string, path: string, wanted: Wanted = {}) =>
  visit({ root: way.root, port }, host, path, wanted);

describe("a name that leads to another", () => {
  test.each(["GET", "POST", "HEAD"])(
    "sends %s on with its own certificate, to the same path and query",
    async (method) => {
      const { status, headers } = await ask("www.example.org", "/a%2fb//c?d=e&f", { method });
      expect([status, headers.location]).toEqual([308, "https://blog.example.org:7544/a%2fb//c?d=e&f"]);
    },
  );
});

describe("headers of answers", () => {
  test("are set in the place of the application's, and taken off, of one service alone", async () => {
    const own = await ask("blog.example.org", "/words");
    expect(own.headers).toMatchObject({
      "content-security-policy": "default-src 'self'",
      "content-language": "nl",
      "x-words": words,
    });
    expect(own.headers).not.toHaveProperty("x-answer");
    const others = await ask("other.example.org", "/words");
    expect(others.headers).toMatchObject({ "content-language": "en", "x-answer": "yes" });
    expect(others.headers).not.toHaveProperty("content-security-policy");
  });
});

describe("a service that packs", () => {
  const long = "/words?words=2000";
  test.each(["zstd", "br", "gzip"])(
    "gives text by %s to who understands it, and the same text",
    async (encoding) => {
      const plain = await ask("blog.example.org", long);
      const packed = await ask("blog.example.org", long, { headers: { "Accept-Encoding": encoding } });
      expect(packed.headers["content-encoding"]).toBe(encoding);
      expect(packed.headers.vary).toMatch(/accept-encoding/i);
      expect(packed.bytes).toBeLessThan(plain.bytes / 2);
      if (encoding !== "zstd") expect(packed.text).toBe(plain.text);
      expect(plain.headers).not.toHaveProperty("content-encoding");
    },
  );

  test("leaves short and other answers as they are, and those of other services", async () => {
    const all = { headers: { "Accept-Encoding": "zstd, br, gzip" } };
    for (const [host, path] of [
      ["blog.example.org", "/words?words=10"],
      ["blog.example.org", "/bytes"],
      ["other.example.org", long],
    ] as const)
      expect((await ask(host, path, all)).headers).not.toHaveProperty("content-encoding");
  });

  test.each(["words=10", "words=10&chunked=yes", "words=2000", "words=2000&chunked=yes"])(
    "keeps the application's own page for a fault, however it is sent: %s",
    async (how) => {
      const { status, text } = await ask("blog.example.org", `/words?code=404&${how}`, {
        headers: { "Accept-Encoding": "br" },
      });
      expect([status, text.slice(0, 5)]).toEqual([404, "word "]);
    },
  );

  test("sends events one by one all the same", async () => {
    const { times } = await ask("blog.example.org", "/events?every=400", {
      headers: { "Accept-Encoding": "br" },
    });
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(600);
  });
});

describe("a service with limits of its own", () => {
  const mebibyte = 1024 * 1024;

  test("takes as much as it says, and answers more with a page at once", async () => {
    const sent = (size: number, host = "blog.example.org") =>
      ask(host, "/upload", { method: "POST", body: Buffer.alloc(size) });
    expect(JSON.parse((await sent(mebibyte)).text)).toMatchObject({ received: mebibyte });
    const more = await sent(mebibyte + 1);
    expect([more.status, more.headers["content-type"]]).toEqual([413, "text/html; charset=utf-8"]);
    expect(more.text).toContain("<h1>Too large</h1>");
    expect((await sent(mebibyte + 1, "other.example.org")).status).toBe(200);
  });

  test.each(["http/1.1", "h2"] as const)("asks by %s for the length of what says none", async (protocol) => {
    const chunked = (path: string) =>
      ask("blog.example.org", path, { method: "POST", body: Buffer.alloc(10), chunked: true, protocol });
    expect((await chunked("/upload")).status).toBe(411);
    expect((await chunked("/hooks")).status).toBe(200);
    // What has no body at all needs no length.
    for (const method of ["GET", "DELETE", "MOVE", "PROPFIND"])
      expect((await ask("blog.example.org", "/upload", { method, protocol })).status, method).toBe(200);
  });

  test("does not wait long for who tells by HTTP/2 neither a length nor an end", async () => {
    const silent = { method: "POST", silent: true, protocol: "h2" } as const;
    expect((await ask("blog.example.org", "/upload", silent)).status).toBe(408);
  });

  test("is waited for as long as it says, and others longer", async () => {
    expect((await ask("blog.example.org", "/upload/late")).status).toBe(504);
    expect((await ask("other.example.org", "/late")).status).toBe(200);
  });
});

test("pages of one's own take the place of the farm's, and none of the application's", async () => {
  const configure = (more = {}) => way.configure(way.shown, { ...served, ...more });
  await configure({ errorPages: { 404: "<p>Geen pagina</p>", 413: `<p>Te "groot", 'helaas'</p>\n` } });
  const upload = () =>
    ask("blog.example.org", "/upload", { method: "POST", body: Buffer.alloc(2 * 1024 * 1024) });
  expect(await upload()).toMatchObject({ status: 413, text: `<p>Te "groot", 'helaas'</p>\n` });
  expect((await ask("other.example.org", "/words?code=404")).text).toContain("word word");
  await configure({ errorPages: { 413: "<p>Nog steeds te groot</p>" } });
  expect((await upload()).text).toBe("<p>Nog steeds te groot</p>\n");
  expect(inside(way.farm, "ls /var/lib/haproxy/live | grep html").said).toMatch(/^413\.\w+\.html\n$/);
  await configure();
  expect((await upload()).text).toContain("<h1>Too large</h1>");
});

test("a router that says nothing for some seconds, as on a busy machine, is waited for", async () => {
  expect(docker(["pause", way.router]).status).toBe(0);
  const asked: Promise<{ readonly status: number }>[] = [];
  for (let time = 0; time < 18; time++) {
    asked.push(ask("other.example.org", "/"));
    await pause(0.25);
  }
  expect(docker(["unpause", way.router]).status).toBe(0);
  expect(new Set((await Promise.all(asked)).map(({ status }) => status))).toEqual(new Set([200]));
});

describe("a service under maintenance", () => {
  const change = (text?: string) => inside(way.farm, changeScript(["blog"], text));
  const configure = (more = {}) => way.configure(way.shown, { ...served, ...more });
  const shows = async (path = "/") => {
    const { status, headers, text } = await ask("blog.example.org", path);
    return { status, retry: headers["retry-after"], text };
  };
  const told = () =>
    inside(way.farm, `wget -q -O - http://127.0.0.1:${farmPorts.stats}${maintainedPath} | grep -v '^#'`)
      .said.trim()
      .split("\n");
  const of = (service: string, value: number) => `homeport_maintenance{service="${service}"} ${value}`;
  const page = {
    status: 503,
    retry: "600",
    text: expect.stringContaining("<p>Back at &lt;eight&gt; &amp; a half, 100%.</p>"),
  };

  test("has a page in its place at once, at all of its ports, and through reload, update and restart, until it ends", async () => {
    const process = () => inside(way.farm, `echo "show info" | nc 127.0.0.1 ${ordersPort} | grep ^Pid`).said;
    const before = process();
    expect(change("Back at <eight> & a half, 100%.")).toEqual({ status: 0, said: "" });
    expect(await shows()).toEqual(page);
    expect(await shows("/hooks/x")).toEqual(page);
    expect((await ask("blog.example.org", "/")).headers["x-homeport-maintenance"]).toBe("yes");
    expect((await ask("other.example.org", "/")).status).toBe(200);
    expect(process()).toBe(before);
    expect(told()).toEqual([of("blog", 1), of("other", 0), of("uploads", 0)]);
    expect(parseList(inside(way.farm, listScript).said)).toEqual({ blog: "Back at <eight> & a half, 100%." });

    await configure({ hardStopSeconds: 60 });
    expect(process()).not.toBe(before);
    expect(await shows()).toEqual(page);

    expect(docker(["restart", "-t", "1", way.farm]).status).toBe(0);
    port = Number(docker(["port", way.farm, "443"]).said.trim().split(":").at(-1));
    await waitFor(
      "the farm",
      async () => (await ask("blog.example.org", "/").catch(() => undefined)) !== undefined,
      60,
    );
    expect(await shows()).toEqual(page);

    expect(change("Soon.")).toEqual({ status: 0, said: "" });
    expect((await shows()).text).toContain("<p>Soon.</p>");
    expect(change()).toEqual({ status: 0, said: "" });
    expect((await shows()).status).toBe(200);
    await configure();
    expect((await shows()).status).toBe(200);
  });

  test("is known by its name: names and services that come to the farm without a reload are as well", async () => {
    const process = () => inside(way.farm, `echo "show info" | nc 127.0.0.1 ${ordersPort} | grep ^Pid`).said;
    const before = process();
    expect(change("Soon.")).toEqual({ status: 0, said: "" });
    const further = {
      places: [
        ...served.places.filter(({ service }) => service !== "other"),
        { service: "blog", domain: "other.example.org" },
        { service: "next", domain: "next.example.org" },
      ],
    };
    await configure(further);
    expect(process()).toBe(before);
    expect(told()).toEqual([of("blog", 1), of("next", 0), of("uploads", 0)]);
    expect((await ask("other.example.org", "/")).status).toBe(503);
    await configure();
    expect(process()).toBe(before);
    expect((await ask("other.example.org", "/")).status).toBe(200);
    expect(change()).toEqual({ status: 0, said: "" });
    expect(told()).toEqual([of("blog", 0), of("other", 0), of("uploads", 0)]);
  });

  test("is seen as ever by who works on it", async () => {
    await configure({ maintenance: { allow: [`${way.prefix}.1`], retrySeconds: 30 } });
    expect(change("Soon.")).toEqual({ status: 0, said: "" });
    expect((await shows()).status).toBe(200);
    await configure({ maintenance: { allow: ["192.0.2.0/24"], retrySeconds: 30 } });
    expect(await shows()).toMatchObject({ status: 503, retry: "30" });
    expect(change()).toEqual({ status: 0, said: "" });
  });
});
