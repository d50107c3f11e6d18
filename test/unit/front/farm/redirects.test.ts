import { describe, expect, test } from "vitest";
import { wantedCertificates } from "../../../../components/front/farm/certificates";
import { servedBy } from "../../../../components/front/farm/domains";
import { insideNames } from "../../../../components/front/farm/inside";
import { placesOf } from "../../../../components/front/farm/places";
import { refusalsOf } from "../../refusals";

const service = (
  serviceName: string,
  domains: string[],
  redirects?: Record<string, string>,
  pathPrefix?: string,
) => ({
  ...{ serviceName, domains, redirects, pathPrefix, stickySessions: false },
  routers: [{ routerName: "router" }],
});
const blog = service("blog", ["blog.example.org"], { "www.example.org": "blog.example.org" });

describe("names that lead to others", () => {
  test("are the farm's beside those that are served, those to one together", () => {
    const shop = service("shop", ["*.example.net", "example.net"], {
      "www.example.com": "example.net",
      "example.com": "example.net",
      "old.example.com": "one.example.net",
    });
    expect(servedBy("farm", [shop, blog]).redirects).toEqual([
      { to: "blog.example.org", domains: ["www.example.org"] },
      { to: "example.net", domains: ["example.com", "www.example.com"] },
      { to: "one.example.net", domains: ["old.example.com"] },
    ]);
    expect(servedBy("farm", [service("blog", ["blog.example.org"])])).not.toHaveProperty("redirects");
  });

  test("have a certificate of their own, for which nobody shows one, whatever its service asks", () => {
    expect(wantedCertificates([{ ...blog, clientAuthority: "PEM" }])).toEqual([
      { service: "blog", domains: ["blog.example.org"], clientAuthority: "PEM" },
      { service: "blog_redirects", domains: ["www.example.org"] },
    ]);
  });

  test("lead inside to the farm, too", () => {
    expect(insideNames([blog])).toEqual(["blog.example.org", "www.example.org"]);
  });

  test("are refused where a service serves them, or two lead them", () => {
    const problems = (...services: ReturnType<typeof service>[]) =>
      refusalsOf("farm", () => servedBy("farm", services));
    expect(problems(blog, service("www", ["www.example.org"]))).toEqual([
      "services: blog leads www.example.org to blog.example.org, and www serves it; leave it out of one of the two",
    ]);
    expect(
      problems(blog, service("news", ["news.example.org"], { "www.example.org": "news.example.org" })),
    ).toEqual([
      "services: blog leads www.example.org to blog.example.org, and news to news.example.org; leave it out of one of the two",
    ]);
    // An exact name goes before the wildcard.
    expect(problems(blog, service("all", ["*.example.org"]))).toEqual([]);
  });
});

test("each name and path is the place of the service that gets its requests", () => {
  const places = placesOf([
    service("shop", ["shop.example.org", "*.example.org"]),
    service("till", ["shop.example.org"], undefined, "/till"),
    service("part", ["one.example.org"], undefined, "/part"),
  ]);
  const told = places.map(({ domain, prefix = "", service: name }) => `${domain}${prefix} ${name}`);
  expect(told.sort()).toEqual([
    "*.example.org shop",
    "one.example.org shop",
    "one.example.org/part part",
    "shop.example.org shop",
    "shop.example.org/till till",
  ]);
});
