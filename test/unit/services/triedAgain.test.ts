import { expect, test } from "vitest";
import type { Probe } from "../../../components/services/probe";
import { transportOf } from "../../../components/services/transport";
import { triedAgain } from "../../../components/services/triedAgain";

const http = { kind: "http", path: "/" } as const;
const route = (protocol: "http" | "h2c" | "https", probe: Probe, keepAliveSeconds?: number) => ({
  service: "app",
  domains: ["app.example.org"],
  protocol,
  probe,
  keepAliveSeconds,
});

// Traefik throws away an answer that comes before it has noted that the request is written: by HTTP/2, it may.
test.each([
  [route("http", http), true, undefined],
  [route("http", { kind: "tcp" }), true, undefined],
  [route("https", http), true, true],
  [route("https", { kind: "tcp" }), false, undefined],
  [route("https", { kind: "tcp" }, 5), false, undefined],
  [route("https", { kind: "tcp" }, 0), true, true],
  [route("h2c", { kind: "grpc" }), false, undefined],
  [route("h2c", http), false, undefined],
  [route("h2c", { kind: "tcp" }), false, undefined],
])("a connection of %j is tried again only where HTTP/2 cannot be spoken", (one, tried, withoutH2) => {
  expect(Object.keys(triedAgain(one))).toEqual(tried ? ["app_retry"] : []);
  expect(transportOf(one)).toEqual(
    withoutH2 === undefined && one.protocol !== "https"
      ? undefined
      : expect.objectContaining({ serverName: "app.example.org" }),
  );
  expect((transportOf(one) as { disableHTTP2?: boolean } | undefined)?.disableHTTP2).toBe(withoutH2);
});
