import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newAuthority } from "../support/authority";
import { serveSecurely } from "../unit/support/secureServer";
import { answered, readCurl } from "./curl";

let status = 200;
let asked: string | undefined;
const server = http.createServer((request, response) => {
  asked = `${request.headers.host}${request.url}`;
  response.writeHead(status).end("said so");
});
let base: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

it("asks exactly what the printed line asks, so that what is printed is known to work", async () => {
  await answered(`curl -i -H 'Host: blog.example.org' ${base}/a/b?c=d`);
  expect(asked).toBe("blog.example.org/a/b?c=d");
});

it("asks a bare address as a browser would", () => {
  expect(readCurl("http://127.0.0.1:8404/stats")).toEqual({
    base: "http://127.0.0.1:8404",
    path: "/stats",
    host: "127.0.0.1:8404",
  });
});

it.each([404, 503])(
  "prints no address that only answers %d; the error says what it answered",
  async (bad) => {
    status = bad;
    await expect(answered(`curl -i ${base}/`, { seconds: 0.3 })).rejects.toThrow(`${bad}: said so`);
  },
);

it("waits for an address that answers a little later", async () => {
  status = 503;
  setTimeout(() => {
    status = 200;
  }, 300);
  expect(await answered(`curl -i ${base}/`, { seconds: 5 })).toBe(200);
});

describe("a line for an https address", () => {
  const options = "-i --cacert <(npx pulumi stack output authority --stack prod) --resolve";

  it("is asked at the address that it names, for the name that it names", () => {
    expect(
      readCurl(`curl ${options} blog.example.org:7443:127.0.0.1 https://blog.example.org:7443/a?b`),
    ).toEqual({
      base: "https://127.0.0.1:7443",
      path: "/a?b",
      host: "blog.example.org:7443",
    });
  });

  it("reads the authority's file where it names one", () => {
    expect(readCurl("curl --cacert '/tmp/a root.pem' https://127.0.0.1/").caFile).toBe("/tmp/a root.pem");
  });

  it("that would not do what it seems to is refused", () => {
    const line = `curl ${options} blog.example.org:7443:127.0.0.1 https://blog.example.org/`;
    expect(() => readCurl(line)).toThrow("has blog.example.org:443");
  });

  it("works with the authority's certificate only", async () => {
    const {
      server,
      base: secureBase,
      authority,
    } = await serveSecurely(["a.example.org"], (_, response) => {
      response.end("ok");
    });
    const { port } = new URL(secureBase);
    const line = `curl ${options} a.example.org:${port}:127.0.0.1 https://a.example.org:${port}/`;
    expect(await answered(line, { ca: authority.pem })).toBe(200);
    const { pem } = await newAuthority("another");
    await expect(answered(line, { ca: pem, seconds: 0.1 })).rejects.toThrow("the last one was unable to");
    server.close();
  });
});
