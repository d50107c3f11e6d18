import { execFileSync } from "node:child_process";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import type { DomainService } from "../../components/domainService/component";
import type { HaproxyFarm } from "../../components/haproxyFarm/component";
import { describeServices, type ServiceSummary } from "../../components/summary";

const addresses = { http: "http://127.0.0.1:7171", stats: "http://127.0.0.1:8505/stats" };
const farm = { addresses: pulumi.output(addresses) } as unknown as HaproxyFarm;

const service = (serviceName: string, domains: string[], pathPrefix?: string) =>
  ({ serviceName, domains, pathPrefix, deploys: "start-first" }) as unknown as DomainService;

const summaries = (...services: DomainService[]) =>
  new Promise<Record<string, ServiceSummary>>((resolve) => {
    describeServices(farm, services).apply(resolve);
  });

test("a stack says of each service its domains, how it is deployed and a line to paste", async () => {
  expect(await summaries(service("blog", ["blog.example.org", "www.example.org"]))).toEqual({
    blog: {
      domains: ["blog.example.org", "www.example.org"],
      deploys: "start-first",
      curl: "curl -i -H 'Host: blog.example.org' http://127.0.0.1:7171/",
    },
  });
});

test("the line asks below the prefix and by a name that a wildcard covers, or it would answer 404", async () => {
  const { shops, console } = await summaries(
    service("shops", ["*.shops.example.org"]),
    service("console", ["apps.example.org"], "/console"),
  );
  expect(shops?.curl).toContain("Host: any.shops.example.org");
  expect(console?.curl).toContain(" http://127.0.0.1:7171/console/");
});

test("the line is read by a shell as it was meant", async () => {
  const { blog } = await summaries(service("blog", ["blog.example.org"]));
  const words = execFileSync("/bin/sh", ["-c", `curl() { printf '%s\\n' "$@"; }; ${blog?.curl}`], {
    encoding: "utf8",
  });
  expect(words.trim().split("\n")).toEqual(["-i", "-H", "Host: blog.example.org", "http://127.0.0.1:7171/"]);
});
