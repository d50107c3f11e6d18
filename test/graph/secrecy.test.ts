import { beforeAll, describe, expect, test } from "vitest";
import { certified, everything, hashes, named, secrets, zoneSecret } from "./graph";
import { issuedBy } from "./issued";
import { type Place, placesIn, placesOf } from "./places";
import type { Recording } from "./recording";

let recording: Recording;
beforeAll(async () => {
  recording = await everything();
});

const everywhere = (text: string, graph = recording): Place[] => placesIn(graph, text);

test.each(secrets)(
  "%s is known to its service's containers and to what blots it out of logs: nowhere else",
  (secret) => {
    const places = everywhere(secret).map(({ path }) => path.replace(/\.envs\.\d+$/, ".envs.<n>"));
    expect(places.sort()).toEqual([
      "command:local:Command shop-route.inputs.environment.HOMEPORT_HIDDEN",
      "docker:index/container:Container shop-0.inputs.envs.<n>",
      "docker:index/container:Container shop-1.inputs.envs.<n>",
    ]);
  },
);

test.each(hashes)(
  "%s is known to the command that writes it for the router, on its input: nowhere else",
  (hash) => {
    expect(everywhere(hash).map(({ path }) => path)).toEqual([
      "command:local:Command office-route.inputs.stdin",
    ]);
  },
);

test.each([...secrets, ...hashes])(
  "%s is a secret wherever it stands, or the state and every preview would show it",
  (secret) => {
    const places = everywhere(secret);
    expect(places.length).toBeGreaterThan(0);
    expect(places.filter(({ hidden }) => !hidden)).toEqual([]);
  },
);

describe("a certificate's key", () => {
  test("is written into its HAProxy's store, and goes nowhere else", () => {
    const places = everywhere("-----BEGIN PRIVATE KEY-----");
    expect(places.filter(({ hidden }) => !hidden)).toEqual([]);
    expect(places.map(({ path }) => path).sort()).toEqual([
      "command:local:Command front-certificates.inputs.stdin",
      "command:local:Command front-wire.inputs.stdin",
      "command:local:Command stable-gate-wire.inputs.stdin",
    ]);
    const { shop, database, plain } = issuedBy(recording, "front");
    for (const names of [shop, database, plain]) expect(names).toContain("DNS:");
  });

  test("is beside nothing that tells of it: a preview reads when each certificate ends, and a fingerprint", () => {
    const { environment } = named(recording, "command:local:Command front-certificates").inputs;
    const told = Object.entries(environment as Record<string, unknown>).filter(([name]) =>
      name.startsWith("HOMEPORT_CERTIFICATE_"),
    );
    expect(told.map(([name]) => name)).toContain("HOMEPORT_CERTIFICATE_shop");
    for (const [, value] of told) expect(value).toMatch(/^\d{4}-\d\d-\d\dT00:00:00\.000Z [0-9a-f]{12}$/);
  });

  test("that of the authority leaves Pulumi's state for no machine at all", () => {
    const places = everywhere("key-of-front-authority");
    expect(places.length).toBeGreaterThan(0);
    for (const { path, hidden } of places) {
      expect(hidden, path).toBe(true);
      expect(path).toMatch(/^tls:index\//);
    }
  });

  test("hides nothing else: the farm's configuration stays readable, and the root is to be passed on", () => {
    const config = everywhere("frontend web").map(({ path, hidden }) => ({ path, hidden }));
    expect(config).toEqual([{ path: "command:local:Command front-config.inputs.stdin", hidden: false }]);
    expect(recording.outputs.authority).toContain("certificate-of-front-authority");
  });
});

test("a DNS provider's secret goes to the issuer on a command's input: nowhere else", async () => {
  expect(everywhere(zoneSecret, await certified("dns-01"))).toEqual([
    { path: "command:local:Command farm-issued.inputs.stdin", hidden: true },
  ]);
});

test("no secret is among the stack's outputs or warnings, and no output is hidden: it is to be pasted", () => {
  expect(JSON.stringify(recording.outputs)).toContain("shop.example.org");
  const told = JSON.stringify([recording.outputs, recording.warnings]);
  for (const secret of [...secrets, ...hashes, "key-of-"]) expect(told).not.toContain(secret);
  expect(told).not.toContain('"secret":');
});

test("a value that is not secret stays readable: a preview shows what changes", () => {
  const places = everywhere("CHARSET=utf-8");
  expect(places).toHaveLength(2);
  expect(places.filter(({ hidden }) => hidden)).toEqual([]);
});

test("the route of a service without users stays readable: a preview shows what changes", () => {
  const places = everywhere("Host(`plain.example.org`)");
  expect(places).toEqual([{ path: "command:local:Command plain-route.inputs.stdin", hidden: false }]);
});

test("the search would find a secret in a text, in a name and outside its wrapping", () => {
  const value = { a: ["x-hush-y", { secret: "hush" }], b: { hushed: 1 } };
  expect(placesOf("hush", value)).toEqual([
    { path: ".a.0", hidden: false },
    { path: ".a.1", hidden: true },
    { path: ".b.hushed (its name)", hidden: false },
  ]);
});
