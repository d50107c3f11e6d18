import { expect, test } from "vitest";
import { renderEnds } from "../../../../components/front/certificates/ends";

test("each name of the environment's own authority has its end, in the form that Prometheus reads", () => {
  expect(
    renderEnds([
      { domains: ["shop.example.org", "*.shops.example.org"], validUntil: "2027-11-21T00:00:00Z" },
      { domains: ["blog.example.org"], validUntil: "2027-02-01T10:00:00.5Z" },
    ]),
  ).toBe(`# HELP homeport_certificate_expiry_timestamp_seconds End of the validity of the certificate that the farm shows.
# TYPE homeport_certificate_expiry_timestamp_seconds gauge
homeport_certificate_expiry_timestamp_seconds{domain="blog.example.org"} 1801476000
homeport_certificate_expiry_timestamp_seconds{domain="shop.example.org"} 1826755200
homeport_certificate_expiry_timestamp_seconds{domain="*.shops.example.org"} 1826755200
`);
});

test("a page that HAProxy would not take for its length keeps the names that end first", () => {
  const names = Array.from({ length: 1000 }, (_, at) => `name-${at}.example.org`);
  const text = renderEnds([
    { domains: names, validUntil: "2028-01-01T00:00:00Z" },
    { domains: ["first.example.org"], validUntil: "2027-01-01T00:00:00Z" },
  ]);
  expect(text.length).toBeLessThanOrEqual(30_000);
  expect(text.split("\n")[2]).toContain("first.example.org");
  expect(text.endsWith("\n")).toBe(true);
});
