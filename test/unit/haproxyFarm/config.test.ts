import { describe, expect, test } from "vitest";
import { type FarmConfig, renderFarm } from "../../../components/haproxyFarm/config";
import { farms } from "../cases";
import { expectGolden } from "../golden";

test.each(Object.entries(farms))(
  "the farm %s reads to the letter as HAProxy was shown it",
  (name, config) => {
    expectGolden(`farm/${name}.cfg`, renderFarm(config).text);
  },
);

const shuffled = (config: FarmConfig): FarmConfig => ({
  ...config,
  routers: config.routers.toReversed(),
  domains: config.domains.map((entry) => ({ ...entry, domains: entry.domains.toReversed() })).toReversed(),
});

test("the order of routers and domains changes nothing, or every deployment would reload the farm", () => {
  const config = farms["two-routers"];
  expect(shuffled(config)).not.toEqual(config);
  expect(renderFarm(shuffled(config))).toEqual(renderFarm(config));
});

test("rendering leaves what it was given as it was", () => {
  const config: FarmConfig = structuredClone(farms["two-routers"]);
  renderFarm(config);
  expect(config).toEqual(farms["two-routers"]);
});

const lines = (config: FarmConfig) =>
  renderFarm(config)
    .text.split("\n")
    .map((line) => line.trim());

describe("routing", () => {
  test("every exact name is decided before the first wildcard, whichever routers serve them", () => {
    const decisions = lines(farms["two-routers"]).filter((line) => line.startsWith("use_backend"));
    expect(decisions).toEqual([
      "use_backend router_attic if for_attic",
      "use_backend router_router if for_router",
      "use_backend router_attic if below_attic",
      "use_backend router_router if below_router",
    ]);
  });

  test("an unknown domain is answered before any header is set and any router chosen", () => {
    for (const config of Object.values(farms)) {
      const all = lines(config);
      const refused = all.findIndex((line) => /^http-request return status 404 .* unless served$/.test(line));
      const first = all.findIndex((line) => /^(use_backend|http-request set-header)/.test(line));
      expect(refused).toBeGreaterThan(0);
      expect(first).toBeGreaterThan(refused);
    }
  });

  test("every domain that is served has a router, or a visitor would get an empty answer", () => {
    const all = lines(farms["two-routers"]);
    const matched = (acl: RegExp) =>
      all.filter((line) => acl.test(line)).map((line) => line.split(" ").slice(2).join(" "));
    const served = matched(/^acl served /).sort();
    expect(served).toHaveLength(4);
    expect(matched(/^acl (for|below)_/).sort()).toEqual(served);
  });
});

test("what a client says of forwarding is deleted before the farm says it itself", () => {
  const all = lines(farms["one-router"]);
  for (const name of ["x-forwarded-", "forwarded", "x-real-ip"]) {
    const deleted = all.findIndex((line) => line.startsWith(`http-request del-header ${name}`));
    expect(deleted, name).toBeGreaterThan(0);
    const set = all.findIndex((line) => /^http-request set-header X-/.test(line));
    expect(set).toBeGreaterThan(deleted);
  }
});

test("statistics are refused to the environment's own containers before anything is shown", () => {
  const all = lines(farms["one-router"]);
  const frontend = all.slice(all.indexOf("frontend stats"));
  const denied = frontend.indexOf("http-request deny if { src 172.30.71.0/24 } !admin");
  expect(denied).toBeGreaterThan(0);
  const shown = frontend.findIndex((line) => line.startsWith("http-request use-service prometheus-exporter"));
  expect(shown, "metrics tell every domain and how it is used").toBeGreaterThan(denied);
});

test("the statistics page takes orders from the administrator alone", () => {
  const all = lines(farms["one-router"]);
  expect(all).toContain("acl admin src 127.0.0.0/8 172.30.71.1");
  expect(all).toContain("stats admin if admin");
});

test("the revision stands in the text, and changes with it: the deployment waits for it", () => {
  const { text, revision } = renderFarm(farms.none);
  expect(text).toContain(`content-type text/plain string ${revision}\n`);
  expect(renderFarm({ ...farms.none, publishedPort: 7070 }).revision).not.toBe(revision);
});

describe("the farm's log", () => {
  const format = lines(farms["one-router"]).find((line) => line.startsWith("log-format")) ?? "";

  test("has every request, unless only those that failed are asked for", () => {
    const defaults = (config: FarmConfig) => renderFarm(config).text.split("\nfrontend")[0] ?? "";
    expect(defaults(farms["one-router"])).not.toContain("option dontlog-normal");
    expect(defaults(farms.none)).toContain("option dontlog-normal");
  });

  test("has neither query strings nor headers: both can hold a secret", () => {
    expect(format).not.toMatch(/%(HU|HQ|r|hr|hs|CC|CS)\b|url|query|\.hdr|cook/);
  });

  test("is written at a level that is not left out", () => {
    expect(lines(farms["one-router"])).toContain("log stdout len 8192 format raw daemon info");
  });
});
