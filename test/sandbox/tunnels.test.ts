import * as tls from "node:tls";
import { beforeAll, expect, test } from "vitest";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { routes } from "../unit/cases";
import { road } from "./road";

/** Ways in which a connection could become one that nobody looks at any more: what follows on it is nobody's. */

const [blog, admin] = ["blog.example.org", "admin.example.org"];
const hidden = `GET /behind HTTP/1.1\r\nHost: ${admin}\r\nX-Forwarded-For: 10.66.66.66\r\nConnection: close\r\n\r\n`;

beforeAll(() => buildTestImages(() => {}));

async function home() {
  const way = await road([blog], { domains: [{ router: "router", domains: [blog] }] });
  way.start("echo", testImages.echo);
  const route = { ...routes.tcp, service: "all", domains: [blog, admin], servers: ["echo:8080"] };
  const plain = { ...route, probe: { kind: "http", path: "/health" } as const };
  const published = way.publish({ readySeconds: 20, drainSeconds: 0, route: plain });
  expect(published).toEqual({ status: 0, said: "" });
  return way;
}

/** All that is said on one connection, on which a part follows when something has been heard. */
const conversation = (port: number, parts: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    let text = "";
    const left = [...parts];
    const to = { host: "127.0.0.1", port, servername: blog, rejectUnauthorized: false };
    const next = () => left.length > 0 && socket.write(left.shift() ?? "");
    const socket = tls.connect(to, next);
    socket.setTimeout(10_000, () => socket.destroy());
    socket.on("data", (more) => {
      text += more.toString("latin1");
      next();
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(text));
  });

test.each([
  ["CONNECT", [`CONNECT ${blog}:443 HTTP/1.1\r\nHost: ${blog}:443\r\n\r\n`, hidden]],
  ["CONNECT, all at once", [`CONNECT ${blog}:443 HTTP/1.1\r\nHost: ${blog}:443\r\n\r\n${hidden}`]],
  [
    "an upgrade to HTTP/2",
    [
      `GET / HTTP/1.1\r\nHost: ${blog}\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n`,
      hidden,
    ],
  ],
  [
    "an upgrade to a websocket that the service does not make",
    [
      `GET / HTTP/1.1\r\nHost: ${blog}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 777\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n`,
      hidden,
    ],
  ],
])("nothing gets past the farm by %s", async (_, parts) => {
  const said = await conversation((await home()).port, parts);
  expect(said).toMatch(/^HTTP\/1.1 [24]\d\d /);
  expect(said).not.toMatch(/HTTP\/1.1 101 |10\.66\.66\.66|"path":"\/behind"/);
});

test("what the farm says of a visitor reaches the service, though the visitor calls it a matter of this connection", async () => {
  const { port } = await home();
  const named = "close, X-Forwarded-For, X-Real-IP, X-Forwarded-Proto, X-Forwarded-Host";
  const said = await conversation(port, [`GET / HTTP/1.1\r\nHost: ${blog}\r\nConnection: ${named}\r\n\r\n`]);
  for (const one of ["x-forwarded-for", "x-real-ip", "x-forwarded-proto", "x-forwarded-host"])
    expect(said.toLowerCase()).toContain(`"${one}":`);
});
