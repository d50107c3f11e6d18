import type { KeyObject } from "node:crypto";
import * as path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { graphOf, named, programs } from "./graph";
import { storedCertificates } from "./issued";
import { placesIn } from "./places";
import type { Recording } from "./recording";

/** A farm and a router that it reaches over a wire. */
let recording: Recording;
beforeAll(async () => {
  recording = await graphOf({ program: "wired", project: path.dirname(programs.wired), stack: "wired" });
});

const command = (name: string) => named(recording, `command:local:Command ${name}`).inputs;

/** Certificates of the farm's end and of the gate's. */
const ends = () => ["farm-wire", "other-gate-wire"].map((store) => storedCertificates(recording, store)[0]);

describe("the keys of a wire", () => {
  test("are written into each end's own HAProxy's store, and go nowhere else", () => {
    const places = placesIn(recording, "-----BEGIN PRIVATE KEY-----");
    expect(places.filter(({ hidden }) => !hidden)).toEqual([]);
    expect(places.map(({ path }) => path).sort()).toEqual([
      "command:local:Command farm-certificates.inputs.stdin",
      "command:local:Command farm-wire.inputs.stdin",
      "command:local:Command other-gate-wire.inputs.stdin",
    ]);
    const [farm, gate] = ends();
    expect(farm?.publicKey.equals(gate?.publicKey as KeyObject)).toBe(false);
  });

  test("the authority's leaves Pulumi's state for no machine at all", () => {
    const places = placesIn(recording, "key-of-other-wire-authority");
    expect(places.length).toBeGreaterThan(0);
    for (const { path, hidden } of places) {
      expect(hidden, path).toBe(true);
      expect(path).toMatch(/^tls:index\//);
    }
  });

  test("hide nothing else: both configurations stay readable", () => {
    expect(command("farm-config").stdin).toContain("backend router_other");
    expect(command("other-gate-config").stdin).toContain("listen web");
  });
});

test("each end takes the other's certificate for its own purpose alone", () => {
  const [farm, gate] = ends();
  expect([farm?.keyUsage, farm?.subjectAltName]).toEqual([["1.3.6.1.5.5.7.3.2"], undefined]);
  expect([gate?.keyUsage, gate?.subjectAltName]).toEqual([
    ["1.3.6.1.5.5.7.3.1"],
    "DNS:*.port.internal, DNS:other.internal",
  ]);
});

test("the router believes its farms' addresses and nobody else, one without a wire the farm beside it alone", () => {
  const trusted = (name: string) =>
    (named(recording, name).inputs.command as string[]).filter((option) =>
      option.includes("forwardedHeaders.trustedIPs"),
    );
  expect(trusted("other-traefik")).toEqual([
    "--entryPoints.web.forwardedHeaders.trustedIPs=10.213.5.254,10.213.5.1",
  ]);
  expect(trusted("own-traefik")).toEqual(["--entryPoints.web.forwardedHeaders.trustedIPs=10.213.4.254"]);
});

test("only the router on another network is reached over the wire", () => {
  const servers = String(command("farm-config").stdin).match(/^ +server .* check .*$/gm) ?? [];
  expect(servers).toHaveLength(2);
  expect(servers[0]).toMatch(/server other 172\.17\.0\.1:27188 ssl /);
  expect(servers[1]).toMatch(/server own own-traefik:80 check port 8082 .* resolvers engine /);
});
