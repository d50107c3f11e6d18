import { describe, expect, test } from "vitest";
import { renderFarm } from "../../../../components/front/farm/config";
import type { FarmConfig } from "../../../../components/front/farm/farmConfig";
import { farms } from "../../cases";
import { lines, sectionOf } from "./sections";

const several: FarmConfig = farms["several-routers"];
const backend = (service: string, config = several) => sectionOf(config, `backend service_${service}`);
const servers = (section: string[]) => section.filter((line) => line.startsWith("server "));
const names = (section: string[]) => servers(section).map((line) => line.split(" ")[1]);

describe("a service on several routers", () => {
  test("has each of its routers behind one backend, and no other", () => {
    expect(names(backend("blog"))).toEqual(["cellar", "router"]);
    expect(names(backend("shop"))).toEqual(["barn", "cellar", "router"]);
  });

  test("gives each router the same weight, and a request to who has the fewest", () => {
    expect(backend("shop")).toContain("balance leastconn");
    expect(servers(backend("shop")).join()).not.toContain("weight");
  });

  test("is asked of each router for itself, beside any domain: the router alone may be up without it", () => {
    for (const [service, uri] of [
      ["blog", "/?deep=1&all"],
      ["shop", "/"],
    ] as const) {
      expect(backend(service)).toContain("option httpchk");
      expect(backend(service)).toContain(
        `http-check send meth GET uri ${uri} ver HTTP/1.1 hdr Host ${service}_ready`,
      );
    }
    for (const line of servers(backend("shop"))) expect(line).toMatch(/ check (port 8082 )?inter /);
    expect(backend("shop").join(), "of routers in general").not.toContain("/ping");
  });

  test("has each other router tried once where a connection cannot be made, and what only reads sent again", () => {
    expect(backend("blog")).toContain("retries 2");
    expect(backend("shop")).toContain("retries 3");
    for (const service of ["blog", "shop"])
      expect(backend(service)).toEqual(
        expect.arrayContaining([
          "retry-on conn-failure empty-response",
          "http-request disable-l7-retry unless METH_GET",
        ]),
      );
    expect(lines(several)).toContain("option redispatch 1");
  });

  test("loses no router by a bad answer: that has it asked earlier, and nothing more", () => {
    for (const line of servers(backend("shop"))) expect(line).toContain(" on-error fastinter");
    expect(backend("shop").join()).not.toContain("mark-down");
    expect(renderFarm(several).text, "requests that run are left to end").not.toContain("shutdown-sessions");
  });
});

describe("a visitor who is to stay with one router", () => {
  const cookie = backend("shop").find((line) => line.startsWith("cookie ")) ?? "";

  test("has a cookie that no script reads, no other site sends and no cache keeps", () => {
    expect(cookie.split(" ")).toEqual(
      expect.arrayContaining(["insert", "indirect", "nocache", "httponly", "secure", "SameSite=Lax"]),
    );
  });

  test("has one of its own for each service, and beside Traefik's", () => {
    expect(cookie).toContain("cookie homeport_shop_host ");
    expect(backend("basket").join()).toContain("cookie homeport_basket_host ");
  });

  test("is told no router's name, and has the same cookie after every deployment", () => {
    const values = servers(backend("shop")).map((line) => / cookie (\S+)$/.exec(line)?.[1]);
    expect(new Set(values).size).toBe(3);
    for (const value of values) expect(value).toMatch(/^[0-9a-f]{12}$/);
    expect(servers(backend("basket")).map((line) => / cookie (\S+)$/.exec(line)?.[1])).toEqual(values);
  });

  test("is one of a service that asks for it: others set no cookie", () => {
    expect(backend("blog").join()).not.toContain("cookie");
  });
});

describe("services under one domain", () => {
  const chosen = lines(several).filter((line) => line.startsWith("use_backend"));

  test("are told apart by the longer prefix first; what is left is the shorter one's", () => {
    expect(chosen).toEqual([
      "use_backend service_basket if for_service_basket_part { path,concat(/) -m beg /shop/basket/ }",
      "use_backend router_cellar if for_cellar",
      "use_backend service_basket if for_service_basket",
      "use_backend service_shop if for_service_shop",
      "use_backend service_blog if for_service_blog",
      "use_backend service_shop if below_service_shop",
      "use_backend service_blog if below_service_blog",
    ]);
  });

  test("leave no domain without one that takes every path, or a visitor would get an empty answer", () => {
    const web = sectionOf(several, "frontend web");
    const matched = (acl: RegExp) =>
      web.filter((line) => acl.test(line)).flatMap((line) => line.split(" ").slice(5));
    const everything = matched(/^acl (for|below)_(?!\S*_part )/).sort();
    expect(everything).toHaveLength(6);
    expect(matched(/^acl served /).sort()).toEqual(everything);
  });
});

describe("a host that is gone", () => {
  const far = sectionOf(several, "backend router_cellar");

  test("is found out by two connections that together take less than 3 s, and whoever made them is told", () => {
    const tries = (section: string[]) => Number(/retries (\d+)/.exec(section.join("\n"))?.[1]) + 1;
    for (const section of [far, backend("blog")]) {
      const connect = Number(/timeout connect (\d+)ms/.exec(section.join("\n"))?.[1]);
      expect(connect * 2).toBeLessThan(3000);
    }
    expect(tries(backend("blog")), "each router once, and one more").toBe(
      servers(backend("blog")).length + 1,
    );
    // HAProxy has a page for a request that has no server left, and none for one whose last try takes too long.
    expect(servers(far)[0]).toContain(" observe layer4 error-limit 2 on-error mark-down");
    expect(sectionOf(several, "listen again_cellar")).toContain("retries 1");
  });

  test("is waited for no longer than the settings say", () => {
    const impatient = { ...several, timeouts: { ...several.timeouts, connect: 1 } };
    expect(sectionOf(impatient, "backend router_cellar")).toContain("timeout connect 1000ms");
    expect(backend("blog", impatient)).toContain("timeout connect 1000ms");
  });

  test("leaves no request waiting for an answer that cannot come: TCP asks, and gives up before 3 s", () => {
    for (const section of [far, backend("blog")]) {
      expect(section).toEqual(
        expect.arrayContaining(["option srvtcpka", "srvtcpka-idle 1s", "srvtcpka-intvl 1s"]),
      );
      for (const line of servers(section).filter((line) => line.includes(" ssl ")))
        expect(line).toContain(" tcp-ut 2500 ");
    }
  });

  test("is none of the farm's own: a router beside it is reached and asked as ever", () => {
    const [near, alone] = [several, farms["one-router"]].map((config) =>
      sectionOf({ ...config, domains: farms["one-router"].domains }, "backend router_router"),
    );
    expect(near).toEqual(alone);
    expect(near?.join()).not.toMatch(/srvtcpka|tcp-ut/);
  });
});

test("a router that serves nothing alone has no backend of its own", () => {
  expect(lines(several)).not.toContain("backend router_barn");
  expect(lines(several)).toContain("backend router_cellar");
});

test("the log says which router it was where the backend does not", () => {
  const format = (config: FarmConfig) => lines(config).find((line) => line.startsWith("log-format"));
  expect(format(several)).toContain("%(router)s");
  expect(format(farms["far-router"])).not.toContain("%(router)s");
});
