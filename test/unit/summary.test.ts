import { execFileSync } from "node:child_process";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import type { HaproxyFarm } from "../../components/front/farm/component";
import type { DomainService } from "../../components/services/component";
import { describeServices, type ServiceSummary } from "../../components/summary";

const addresses = { https: "https://127.0.0.1:7544", stats: "http://127.0.0.1:8505/stats" };
const farm = { addresses: pulumi.output(addresses) } as unknown as HaproxyFarm;
const privateFarm = { ...farm, authority: pulumi.output("-----BEGIN CERTIFICATE-----") } as HaproxyFarm;

const service = (serviceName: string, domains: string[], pathPrefix?: string, ...routers: string[]) =>
  withWays({
    serviceName,
    domains,
    pathPrefix,
    routers: ["router", ...routers].map((routerName) => ({ routerName })),
  });
const withWays = (...routes: object[]) => ({ deploys: "start-first", routes }) as unknown as DomainService;

const summariesOf = (front: HaproxyFarm, ...services: DomainService[]) =>
  new Promise<Record<string, ServiceSummary>>((resolve) => {
    describeServices(front, services).apply(resolve);
  });
const summaries = (...services: DomainService[]) => summariesOf(farm, ...services);

test("a stack says of each service its domains, how it is deployed and a line to paste", async () => {
  expect(await summaries(service("blog", ["blog.example.org", "www.example.org"]))).toEqual({
    blog: {
      domains: ["blog.example.org", "www.example.org"],
      deploys: "start-first",
      url: "https://blog.example.org:7544/",
      curl: "curl -i --resolve blog.example.org:7544:127.0.0.1 https://blog.example.org:7544/",
    },
  });
});

test("of one on several routers it says which: the line asks only one of them", async () => {
  const { shop } = await summaries(service("shop", ["shop.example.org"], undefined, "cellar"));
  expect(shop?.routers).toEqual(["router", "cellar"]);
});

test("names that lead to one of its domains are named, and asked for by nobody's line", async () => {
  const [domains, redirects] = [["example.org"], { "www.example.org": "example.org" }];
  const { site } = await summaries(withWays({ serviceName: "site", routers: [], domains, redirects }));
  expect(site?.redirects).toEqual(["www.example.org"]);
  expect(site?.curl).not.toContain("www");
});

test("each way into a service is one of its own, and says whether it is asked by gRPC", async () => {
  const own = { routers: [], domains: ["api.example.org"], probe: { kind: "grpc" } };
  const more = { routers: [], domains: ["console.example.org"], probe: { kind: "http", path: "/" } };
  const told = await summaries(
    withWays({ serviceName: "store", ...own }, { serviceName: "store.console", ...more }),
  );
  expect(Object.keys(told)).toEqual(["store", "store.console"]);
  expect([told.store?.grpc, told["store.console"]?.grpc]).toEqual([true, undefined]);
});

test("the line asks below the prefix and by a name that a wildcard covers, or it would answer 404", async () => {
  const { shops, console } = await summaries(
    service("shops", ["*.shops.example.org"]),
    service("console", ["apps.example.org"], "/console"),
  );
  expect(shops?.curl).toContain(" https://any.shops.example.org:7544/");
  expect(console?.curl).toContain(" https://apps.example.org:7544/console/");
});

test("the line is read by a shell as it was meant", async () => {
  const { blog } = await summaries(service("blog", ["blog.example.org"]));
  const words = execFileSync("/bin/sh", ["-c", `curl() { printf '%s\\n' "$@"; }; ${blog?.curl}`], {
    encoding: "utf8",
  });
  expect(words.trim().split("\n")).toEqual([
    "-i",
    "--resolve",
    "blog.example.org:7544:127.0.0.1",
    "https://blog.example.org:7544/",
  ]);
});

test("where the environment has an authority of its own, the line trusts it and nothing else", async () => {
  const { blog } = await summariesOf(privateFarm, service("blog", ["blog.example.org"]));
  expect(blog?.curl).toContain("curl -i --cacert <(pulumi stack output authority --stack stack) --resolve ");
});

test("the line reaches a host that is known by its name", async () => {
  const attic = { ...farm, addresses: pulumi.output({ ...addresses, https: "https://attic.lan:7544" }) };
  const { blog } = await summariesOf(attic as unknown as HaproxyFarm, service("blog", ["blog.example.org"]));
  expect(blog?.curl).toBe(
    "curl -i --connect-to blog.example.org:7544:attic.lan:7544 https://blog.example.org:7544/",
  );
});
