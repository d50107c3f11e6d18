import { describe, expect, test } from "vitest";
import { renderFarm } from "../../../../components/front/farm/config";
import type { FarmConfig } from "../../../../components/front/farm/farmConfig";
import { farms } from "../../cases";
import { expectGolden } from "../../golden";
import { lines, sectionOf } from "./sections";

test.each(Object.entries(farms))(
  "the farm %s reads to the letter as HAProxy was shown it",
  (name, config) => {
    const { text, live = [] } = renderFarm(config);
    const files = live.map((file) => `# ${file.path}\n${file.text}`);
    expectGolden(`farm/${name}.cfg`, [text, ...files].join("\n"));
  },
);

const shuffled = (config: FarmConfig): FarmConfig => ({
  ...config,
  routers: config.routers.toReversed(),
  domains: config.domains.map((entry) => ({ ...entry, domains: entry.domains.toReversed() })).toReversed(),
  spread: config.spread
    .map((one) => ({ ...one, routers: one.routers.toReversed(), domains: one.domains.toReversed() }))
    .toReversed(),
  containers: config.containers.toReversed(),
});

test.each(["two-routers", "several-routers", "own-containers"] as const)(
  "the order of what the farm %s is told changes nothing, or every deployment would reload it",
  (name) => {
    const config = farms[name];
    expect(shuffled(config)).not.toEqual(config);
    expect(renderFarm(shuffled(config))).toEqual(renderFarm(config));
  },
);

test("rendering leaves what it was given as it was", () => {
  const config: FarmConfig = structuredClone(farms["two-routers"]);
  renderFarm(config);
  expect(config).toEqual(farms["two-routers"]);
});

const web = (config: FarmConfig) => sectionOf(config, "frontend web");

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
      const all = web(config);
      const refused = all.findIndex((line) => /^http-request return status 404 .* unless served$/.test(line));
      const first = all.findIndex((line) => /^(use_backend|http-request set-header)/.test(line));
      expect(refused).toBeGreaterThan(0);
      expect(first).toBeGreaterThan(refused);
    }
  });

  test("every domain that is served has a router, or a visitor would get an empty answer", () => {
    const all = web(farms["two-routers"]);
    const matched = (acl: RegExp) =>
      all.filter((line) => acl.test(line)).flatMap((line) => line.split(" ").slice(5));
    const served = matched(/^acl served /).sort();
    expect(served).toHaveLength(4);
    expect(matched(/^acl (for|below)_/).sort()).toEqual(served);
  });
});

test("no line has more words than HAProxy reads, and none of a hundred names is left out", () => {
  const names = Array.from({ length: 101 }, (_, at) => `service-${at}.example.org`);
  const wildcards = names.map((name) => `*.${name}`);
  const { text, live = [] } = renderFarm({
    ...farms["one-router"],
    domains: [{ router: "router", domains: [...names, ...wildcards] }],
  });
  for (const line of text.split("\n")) expect(line.trim().split(" ").length).toBeLessThan(64);
  for (const kind of ["str", "reg"]) {
    const { text: served = "" } = live.find(({ path }) => path.includes(`/served.${kind}-`)) ?? {};
    expect(new Set(served.trim().split("\n")).size).toBe(101);
  }
});

describe("a router on another host", () => {
  const backend = sectionOf(farms["far-router"], "backend router_cellar");
  const server = backend.find((line) => line.startsWith("server ")) ?? "";

  test("is known by its name and its authority, or whoever holds its address would be told everything", () => {
    expect(server).toContain(" verify required ca-file /var/lib/haproxy/wire/cellar-authority-");
    expect(server).toContain(" verifyhost cellar.internal ");
    expect(server).toContain(" ssl-min-ver TLSv1.3 ");
  });

  test("is no name of the engine's DNS, and has nothing to ping", () => {
    expect(server).toContain("server cellar 10.0.0.2:99 ");
    expect(backend.join("\n")).not.toMatch(/resolvers|httpchk|8082/);
  });

  test("is told of by the same pages as any other", () => {
    const told = (lines: string[]) => lines.filter((line) => /^(acl|http-response)/.test(line));
    expect(told(backend)).toEqual(told(sectionOf(farms["far-router"], "backend router_router")));
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

test("the revision stands where HAProxy looks it up, and changes with everything: the deployment waits for it", () => {
  const { text, revision, live = [] } = renderFarm(farms.none);
  const file = live.find((one) => one.text === `revision ${revision}\n`);
  expect(text).toContain(`lf-string %[str(revision),map_str(${file?.path})]\n`);
  expect(renderFarm({ ...farms.none, publicPorts: { https: 7443 } }).revision).not.toBe(revision);
  const named = { ...farms["one-router"], domains: [{ router: "router", domains: ["other.example.org"] }] };
  expect(renderFarm(named).revision).not.toBe(renderFarm(farms["one-router"]).revision);
});

describe("without TLS", () => {
  const plain = (config: FarmConfig) => sectionOf(config, "frontend http");

  test("there is nothing but a way to TLS, at the environment's own public port", () => {
    const rules = plain(farms["one-router"]).filter((line) => /redirect|use_backend/.test(line));
    expect(rules).toEqual([
      "http-request redirect code 301 location https://%[var(txn.domain)]:7544%[pathq] if METH_GET",
      "http-request redirect code 308 location https://%[var(txn.domain)]:7544%[pathq] if !METH_GET",
    ]);
  });

  test("the usual port is left out of the address", () => {
    expect(plain(farms.public).join("\n")).toContain("location https://%[var(txn.domain)]%[pathq] ");
  });

  test("a name is proven to its issuer before anything else is said", () => {
    const rules = plain(farms.public).filter((line) => /redirect|return|use_backend/.test(line));
    expect(rules.at(-1)).toBe("use_backend issuer if challenge");
    for (const rule of rules.slice(0, -1)) expect(rule).toMatch(/ !challenge$/);
  });

  test("what another farm may have to prove is asked there, unless it is that one that asks", () => {
    const rules = plain(farms["two-issuers"]).filter((line) => line.startsWith("use_backend"));
    expect(rules).toEqual([
      "use_backend issuers if challenge METH_GET !{ req.hdr(x-homeport-challenge) -m found }",
      "use_backend issuer if challenge",
    ]);
    const both = sectionOf(farms["two-issuers"], "backend issuers");
    expect(both.filter((line) => line.startsWith("server ")).map((line) => line.split(" ")[2])).toEqual([
      "prod-farm-issuer-1a2b3c4:8402",
      "192.168.1.12:7070",
    ]);
    expect(both).toContain("http-request set-header x-homeport-challenge asked");
    expect(sectionOf(farms.public, "backend issuers")).toEqual([""]);
  });
});

test("a certificate shown for one name is none for another on the same connection", () => {
  const all = web(farms.public);
  expect(all).toContain("acl client_checked var(txn.below) -m reg ^[a-z0-9_-]+\\.consoles\\.example\\.org$");
  const refused = all.findIndex((line) =>
    /^http-request return status 421 .* if client_checked !\{ ssl_fc_sni,lower,strcmp\(txn.domain\) eq 0 \}$/.test(
      line,
    ),
  );
  expect(refused).toBeGreaterThan(0);
  expect(all.findIndex((line) => line.startsWith("use_backend"))).toBeGreaterThan(refused);
});

test("an open name below a closed wildcard is asked for no certificate, nor taken for another one below it", () => {
  const all = web(farms["open-below-closed"]);
  const at = (rule: string) => all.findIndex((line) => line.startsWith(rule));
  expect(all).toContain("acl named var(txn.domain) -m str open.example.org");
  expect(all).toContain("http-request set-var(txn.below) var(txn.domain) unless named");
  expect(all.filter((line) => /^acl client_checked /.test(line))).toEqual([
    "acl client_checked var(txn.below) -m reg ^[a-z0-9_-]+\\.example\\.org$",
  ]);
  expect(at("http-request set-var(txn.below)")).toBeGreaterThan(at("http-request set-var(txn.domain)"));
  expect(all.filter((line) => line.includes("-m reg ^[a-z0-9_-]+"))).toSatisfy((lines: string[]) =>
    lines.every((line) => line.includes("var(txn.below)")),
  );
});

test("browsers are bound to TLS only where a setting says so", () => {
  expect(web(farms["one-router"]).join("\n")).not.toContain("Strict-Transport-Security");
  expect(web(farms.public)).toContain("http-response set-header Strict-Transport-Security max-age=31536000");
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

describe("a container of the program's own", () => {
  const checks = (service: string) =>
    sectionOf(farms["own-containers"], `backend container_${service}`).filter((line) =>
      /chk|check /.test(line),
    );

  test("is asked as a visitor of it by https, and its answer taken by the rule that was chosen", () => {
    const visitor = (host: string, port: number) =>
      `hdr Host ${host} hdr Accept-Encoding identity hdr User-Agent homeport hdr X-Forwarded-For 172.30.71.254 hdr X-Forwarded-Host ${host} hdr X-Forwarded-Port ${port} hdr X-Forwarded-Proto https hdr X-Real-IP 172.30.71.254`;
    expect(checks("forum")).toEqual([
      "option httpchk",
      `http-check send meth GET uri / ver HTTP/1.1 ${visitor("forum.example.org", 443)}`,
      "http-check expect status 200-399",
      expect.stringContaining("server forum "),
    ]);
    expect(checks("shop").slice(1, 3)).toEqual([
      `http-check send meth GET uri /health?deep=1 ver HTTP/1.1 ${visitor("shop.example.org:7544", 7544)}`,
      "http-check expect status 401",
    ]);
  });

  test("is asked for an open port where it speaks no HTTP by itself", () =>
    expect(checks("chat")).toEqual([expect.stringMatching(/^server chat .* check inter 1s/)]));
});

describe("the pages of the farm", () => {
  const shown = (backend: string) =>
    sectionOf(farms["http-2"], `backend ${backend}`).flatMap((line) =>
      line.startsWith("acl routers_") || line.startsWith("http-response return")
        ? [line.replace(/content-type .* if /, "if ")]
        : [],
    );
  const counted = "acl routers_words res.hdr(content-length) -m int gt 0";
  const pages = [
    "http-response return status 404 if { status 503 } routers_own routers_words { res.hdr(X-Homeport-Unrouted) -m found } { var(txn.unclaimed) -m bool }",
    "http-response return status 503 if { status 404 500 502:504 } routers_own routers_words",
  ];
  const refused =
    "http-response return status 400 if { status 400 } { res.hdr(X-Homeport-Refused) -m found }";

  test("are shown for a router's own words alone, which it counts behind the date", () =>
    expect(shown("router_router")).toEqual([
      refused,
      "acl routers_own res.hdr_names -m reg (^|,)date,content-length(,|$)",
      counted,
      ...pages,
    ]));

  test.each(["router_router_h2", "router_cellar_h2", "service_store"])(
    "are shown by HTTP/2, too, by which it counts before the date: %s",
    (backend) =>
      expect(shown(backend)).toEqual([
        refused,
        "acl routers_own res.hdr_names -m reg (^|,)content-length,date(,|$)",
        counted,
        ...pages,
      ]),
  );
});
