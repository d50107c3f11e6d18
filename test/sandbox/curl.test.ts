import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
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
    await expect(answered(`curl -i ${base}/`, 0.3)).rejects.toThrow(`${bad}: said so`);
  },
);

it("waits for an address that answers a little later", async () => {
  status = 503;
  setTimeout(() => {
    status = 200;
  }, 300);
  expect(await answered(`curl -i ${base}/`, 5)).toBe(200);
});
