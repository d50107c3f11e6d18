import * as path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { graphOf, named, programs } from "./graph";
import { placesIn } from "./places";
import type { Recording } from "./recording";

/** A farm and a router that it reaches over a wire. */
let recording: Recording;
beforeAll(async () => {
  recording = await graphOf({ program: "wired", project: path.dirname(programs.wired), stack: "wired" });
});

const command = (name: string) => named(recording, `command:local:Command ${name}`).inputs;

describe("the keys of a wire", () => {
  test.each([
    ["the farm's", "other-wire-farm", "farm-wire"],
    ["the gate's", "other-wire-gate", "other-gate-wire"],
  ])("%s is written into its own HAProxy's store, and goes nowhere else", (_, certificate, store) => {
    expect(placesIn(recording, `key-of-${certificate}`)).toEqual([
      { path: `tls:index/certRequest:CertRequest ${certificate}.inputs.privateKeyPem`, hidden: true },
      { path: `command:local:Command ${store}.inputs.stdin`, hidden: true },
    ]);
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
  const uses = (name: string) =>
    named(recording, `tls:index/locallySignedCert:LocallySignedCert ${name}`).inputs.allowedUses;
  expect(uses("other-wire-farm")).toEqual(["digital_signature", "client_auth"]);
  expect(uses("other-wire-gate")).toEqual(["digital_signature", "server_auth"]);
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
  const servers = String(command("farm-config").stdin).match(/^ +server .*$/gm) ?? [];
  expect(servers).toHaveLength(2);
  expect(servers[0]).toMatch(/server other 172\.17\.0\.1:27188 ssl /);
  expect(servers[1]).toMatch(/server own own-traefik:80 check port 8082 .* resolvers engine /);
});
