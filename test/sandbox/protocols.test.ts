import { beforeAll, describe, expect, test } from "vitest";
import { routesDirectory } from "../../components/router/config";
import type { Route } from "../../components/services/route";
import { buildTestImages } from "../images/build";
import { grpcImage, testImages } from "../images/tags";
import { makeCertificate } from "../support/certificates";
import { ask } from "../support/http";
import { events, websocketEcho } from "../support/streams";
import { trust } from "../support/trust";
import { visit } from "../support/visit";
import { routes } from "../unit/cases";
import { docker, inside } from "./alone";
import { call } from "./calls";
import { type Road, road } from "./road";

/** What containers may speak, each by the whole road: farm, router, container. */

beforeAll(() => buildTestImages(() => {}));

const name = "app.example.org";
const deploy = { readySeconds: 20, drainSeconds: 0 };
const route: Route = { ...routes.exact, service: "app", domains: [name] };

describe("a gRPC server", () => {
  const served = { domains: [{ router: "router", domains: [name], h2: true }] };
  const rpc: Route = { ...route, protocol: "h2c", probe: { kind: "grpc" }, servers: ["rpc:9000"] };

  const called = ({ port, root }: Road, ...words: string[]) =>
    call(`127.0.0.1:${port}`, name, root.pem, ...words);

  const calls = [
    "health",
    "empty_unary",
    "large_unary",
    "client_streaming",
    "server_streaming",
    "ping_pong",
    "empty_stream",
    "timeout_on_sleeping_server",
    "cancel_after_begin",
    "cancel_after_first_response",
    "custom_metadata",
    "status_code_and_message",
    "special_status_message",
  ];

  test("is asked for its health before it gets a call, and answers every kind of call", async () => {
    const way = await road([name], served);
    way.start("rpc", grpcImage, "-e", "READY_AFTER_SECONDS=2", "--", "serve");
    expect(way.publish({ ...deploy, route: rpc })).toEqual({ status: 0, said: "" });
    expect(inside(way.router, `ls ${routesDirectory}`).said).not.toContain("_probe");
    expect(called(way, ...calls)).toEqual({
      status: 0,
      said: expect.stringContaining("special_status_message"),
    });
  });

  test("is heard whenever it answers, also before it has been told everything", async () => {
    const way = await road([name], served);
    way.start("rpc", grpcImage, "--", "serve");
    expect(way.publish({ ...deploy, route: rpc })).toEqual({ status: 0, said: "" });
    const often = Array.from({ length: 100 }, () => ["cancel_after_first_response", "custom_metadata"]);
    expect(called(way, ...often.flat(), "empty_unary")).toEqual({
      status: 0,
      said: expect.stringMatching(/empty_unary\n$/),
    });
  });

  test("may be silent for longer than others, on both sides", async () => {
    const timeouts = { connect: 5, request: 10, keepAlive: 5, client: 1, server: 1, tunnel: 60 };
    const way = await road([name], { ...served, timeouts });
    way.start("rpc", grpcImage);
    expect(way.publish({ ...deploy, route: rpc })).toEqual({ status: 0, said: "" });
    expect(called(way, "--quiet", "4s", "stay_quiet")).toEqual({ status: 0, said: "stay_quiet\n" });
  });

  test("that does not serve is told, as is one without the health service", async () => {
    const way = await road([name], served);
    way.start("rpc", grpcImage, "-e", "READY_AFTER_SECONDS=600", "--", "serve");
    way.start("plain", grpcImage, "-e", "WITHOUT_HEALTH=yes", "--", "serve");
    const refused = (server: string) =>
      way.publish({ ...deploy, readySeconds: 6, route: { ...rpc, servers: [`${server}:9000`] } });
    expect(refused("rpc")).toEqual({ status: 1, said: "rpc\nNOT_SERVING\n" });
    expect(refused("plain")).toEqual({
      status: 1,
      said: expect.stringMatching(/^plain\n.*grpc-status: 12/i),
    });
    expect(refused("nobody")).toEqual({ status: 1, said: expect.stringMatching(/^nobody\n.*bad address/) });
  });
});

test("under a name that goes by HTTP/2, what a router says by itself is the farm's page, and what an application says is not", async () => {
  const way = await road([name], { domains: [{ router: "router", domains: [name], h2: true }] });
  const [base, probe] = [`https://127.0.0.1:${way.port}`, { kind: "http", path: "/health" } as const];
  trust(base, way.root.pem);
  const said = async (path: string) => {
    const { status, text, headers } = await ask(base, name, path);
    return [status, headers["retry-after"], /<h1>.*<\/h1>/.exec(text)?.[0]];
  };
  const page = [503, "60", "<h1>Not available</h1>"];
  expect(await said("/")).toEqual(page);
  const echo = way.start("echo", testImages.echo);
  const plain: Route = { ...route, probe, servers: ["echo:8080"] };
  expect(way.publish({ ...deploy, route: plain })).toEqual({ status: 0, said: "" });
  expect(await said("/status?code=503")).toEqual([503, undefined, undefined]);
  expect(await said("/status?code=404")).toEqual([404, undefined, undefined]);
  docker(["rm", "-f", echo]);
  expect(await said("/")).toEqual(page);
});

test.each([
  ["h2c", { kind: "tcp" }],
  ["https", { kind: "http", path: "/" }],
  ["https", { kind: "tcp" }],
] as const)(
  "what answers at once keeps its status, headers and body: %s, asked by %j",
  async (protocol, probe) => {
    const way = await road([name], {
      domains: [{ router: "router", domains: [name], h2: protocol === "h2c" }],
      rateLimit: "off",
    });
    const tls = protocol === "https";
    await nginx(
      way,
      `listen 8443${tls ? " ssl" : ""}; http2 on; add_header X-Own yes always;
     location = / { return 200 ready; } location / { return 403 no; }`,
    );
    expect(way.publish({ ...deploy, route: { ...route, protocol, probe, servers: ["site:8443"] } })).toEqual({
      status: 0,
      said: "",
    });
    const base = `https://127.0.0.1:${way.port}`;
    trust(base, way.root.pem);
    const visitors = Array.from({ length: 4 }, async () => {
      const seen = [];
      for (let at = 0; at < 250; at++) {
        const { status, headers, text } = await ask(base, name, "/one");
        seen.push(`${status} ${headers["x-own"]} ${text}`);
      }
      return seen;
    });
    expect([...new Set((await Promise.all(visitors)).flat())]).toEqual(["403 yes no"]);
  },
);

/** Debian's nginx with a certificate that it signed itself, for a name of its own. */
async function nginx(way: Road, server: string) {
  const own = await makeCertificate({ names: ["inner.example"] });
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (one) => `${one}_temp_path /tmp/${one};`,
  );
  const config = `daemon off; pid /tmp/pid; error_log stderr; events {} http { access_log off;
    map $http_upgrade $connection_upgrade { default upgrade; "" ""; } ${temporary.join(" ")}
    server { ssl_certificate /tmp/c; ssl_certificate_key /tmp/k; ${server} } }`;
  const files = `cat > /tmp/c <<'E'\n${own.chain}\nE\ncat > /tmp/k <<'E'\n${own.key}\nE\ncat > /tmp/n <<'E'\n${config}\nE\n`;
  way.start("site", testImages.site, "--entrypoint", "sh", "--", "-c", `${files}exec nginx -c /tmp/n`);
  return own;
}

describe("an application that speaks HTTPS alone", () => {
  const served = { domains: [{ router: "router", domains: [name] }] };

  const site = (way: Road, more = "") =>
    nginx(
      way,
      `listen 8443 ssl; location / { if ($ssl_server_name !~ example) { return 421; } return 200 "$host"; } ${more}`,
    );
  const https: Route = {
    ...route,
    protocol: "https",
    probe: { kind: "http", path: "/" },
    servers: ["site:8443"],
  };

  test("is asked and served with any certificate, by the name of its domain", async () => {
    const way = await road([name], served);
    await site(way);
    expect(way.publish({ ...deploy, route: https })).toEqual({ status: 0, said: "" });
    expect(await visit(way.port, name, { ca: way.root.pem })).toMatchObject({ status: 200 });
  });

  test("has to show one of the authority for the right name, where there is one", async () => {
    const way = await road([name], served);
    const own = await site(way);
    const strict = (authority: string, serverName?: string) =>
      way.publish({ ...deploy, readySeconds: 2, route: { ...https, authority, serverName } });
    const stranger = await makeCertificate({ names: ["inner.example"] });
    const refused = { status: 1, said: "site\nno answer by https\n" };
    expect(strict(own.pem)).toEqual(refused);
    expect(strict(stranger.pem, "inner.example")).toEqual(refused);
    expect(strict(own.pem, "inner.example")).toEqual({ status: 0, said: "" });
    expect(await visit(way.port, name, { ca: way.root.pem })).toMatchObject({ status: 200 });
  });

  test.each(["", "http2 on;"])("has websockets, and events that arrive one by one: %j", async (http2) => {
    const way = await road([name], served);
    way.start("inner", testImages.echo);
    await site(
      way,
      `${http2} location /inner/ { proxy_pass http://inner:8080/; proxy_http_version 1.1; proxy_buffering off;
           proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade; }`,
    );
    expect(way.publish({ ...deploy, route: https })).toEqual({ status: 0, said: "" });
    const base = `https://127.0.0.1:${way.port}`;
    trust(base, way.root.pem);
    expect(await websocketEcho(base, name, "/inner/ws", ["one", "two"])).toEqual(["one", "two"]);
    const seen = await events(base, name, "/inner/events?count=4&every=300");
    expect(seen.map(({ data }) => data)).toEqual(["1", "2", "3", "4"]);
    expect((seen.at(-1)?.at ?? 0) - (seen[0]?.at ?? 0)).toBeGreaterThan(600);
  });

  test("is told where its program says nothing of it", async () => {
    const way = await road([name], served);
    await site(way);
    const { said } = way.publish({ ...deploy, readySeconds: 1, route: { ...https, protocol: "http" } });
    expect(said).toBe("site\nHTTP/1.1 400 Bad Request\n");
  });
});

test("a service with two ports gets its route when both are ready, and each name has its own", async () => {
  const names = ["api.example.org", "console.example.org"];
  const way = await road(names, { domains: [{ router: "router", domains: names }] });
  way.start("one", testImages.echo);
  const api: Route = {
    ...route,
    service: "store",
    domains: ["api.example.org"],
    probe: { kind: "http", path: "/health" },
    servers: ["one:8080"],
  };
  const console: Route = {
    ...api,
    service: "store.console",
    domains: ["console.example.org"],
    servers: ["two:9001"],
  };
  const publication = { ...deploy, readySeconds: 1, route: api, also: [console] };
  expect(way.publish(publication).said).toMatch(/^two store.console\n/);
  const status = async (name: string) => await visit(way.port, name, { ca: way.root.pem });
  expect(await status("api.example.org")).toMatchObject({ status: 503 });
  way.start("two", testImages.echo, "-e", "PORT=9001", "--");
  expect(way.publish({ ...publication, readySeconds: 20 })).toEqual({ status: 0, said: "" });
  for (const name of names) expect(await status(name)).toMatchObject({ status: 200 });
});
