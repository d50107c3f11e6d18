import { expect, test } from "vitest";
import {
  endsPage,
  linesFor,
  renderEnds,
  renderEndsFile,
} from "../../../../components/front/certificates/ends";

const ends = renderEnds([
  { domains: ["shop.example.org", "*.shops.example.org"], validUntil: "2027-11-21T00:00:00Z" },
  { domains: ["blog.example.org"], validUntil: "2027-02-01T10:00:00.5Z" },
]);

test("each name of the environment's own authority has its end, in the form that Prometheus reads", () => {
  expect(ends).toEqual([
    'homeport_certificate_expiry_timestamp_seconds{domain="blog.example.org"} 1801476000',
    'homeport_certificate_expiry_timestamp_seconds{domain="shop.example.org"} 1826755200',
    'homeport_certificate_expiry_timestamp_seconds{domain="*.shops.example.org"} 1826755200',
  ]);
});

test("HAProxy finds them by number, and a comment for each that there is room for", () => {
  const found = renderEndsFile(ends)
    .trimEnd()
    .split("\n")
    .map((line) => line.split(" "));
  expect(found.map(([at]) => Number(at))).toEqual(Array.from({ length: 32 }, (_, at) => at));
  const lines = found.map(([, told = ""]) => Buffer.from(told, "base64").toString());
  expect(lines).toEqual([...ends, ...Array(29).fill("#")]);
});

test("one name more is the same number of lines, which the page asks for", () => {
  expect([0, 1, 3, 32, 33].map((length) => linesFor(Array(length).fill("")))).toEqual([0, 32, 32, 32, 64]);
  expect(endsPage({ file: "/ends", lines: 2 })).toBe(
    '"# HELP homeport_certificate_expiry_timestamp_seconds End of the validity of the certificate that the farm shows.\\n' +
      "# TYPE homeport_certificate_expiry_timestamp_seconds gauge\\n" +
      '%[str(0),map_str(/ends),b64dec]\\n%[str(1),map_str(/ends),b64dec]\\n"',
  );
});

test("a page that HAProxy would not take for its length keeps the names that end first", () => {
  const names = Array.from({ length: 1000 }, (_, at) => `name-${at}.example.org`);
  const kept = renderEnds([
    { domains: names, validUntil: "2028-01-01T00:00:00Z" },
    { domains: ["first.example.org"], validUntil: "2027-01-01T00:00:00Z" },
  ]);
  expect(kept.join("\n").length).toBeLessThanOrEqual(20_000);
  expect(kept.length).toBeGreaterThan(200);
  expect(kept[0]).toContain("first.example.org");
});
