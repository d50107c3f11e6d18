import { describe, expect, test } from "vitest";
import { planStore } from "../../../../components/front/certificates/plan";
import { keptLines } from "../../../../components/front/certificates/provideKept";

const shops = { service: "shops", domains: ["*.shops.example.org", "shops.example.org"], chain: "shops" };
const clientAuthority = "-----BEGIN CERTIFICATE-----";
const inner = {
  service: "inner",
  domains: ["inner.shops.example.org", "a.inner.shops.example.org", "inner.example.org"],
  chain: "inner",
  clientAuthority,
};
const fair = { service: "fair", domains: ["fair.shops.example.org"], chain: "fair" };

describe("a wildcard's line leaves out names below it whose visitors are asked otherwise", () => {
  const lineOf = (list: string, name: string) =>
    list.split("\n").find((line) => line.split(" ").includes(name)) ?? "";

  test("of its own certificates", () => {
    const { text } = planStore([shops, inner, fair]).list;
    expect(lineOf(text, "*.shops.example.org")).toMatch(
      / \*\.shops\.example\.org shops\.example\.org !inner\.shops\.example\.org$/,
    );
    expect(text.match(/!/g)).toHaveLength(1);
  });

  test("of those that are kept", () => {
    const lines = keptLines([shops, inner, fair]);
    expect(lines["*.shops.example.org"]).toBe(
      "/certificates/_.shops.example.org.pem *.shops.example.org !inner.shops.example.org",
    );
    expect(Object.values(lines).join().match(/!/g)).toHaveLength(1);
  });

  test("also where the wildcard asks and the name does not", () => {
    const lines = keptLines([{ ...shops, clientAuthority }, inner, fair]);
    expect(lines["*.shops.example.org"]).toMatch(
      /\[verify required .*\] \*\.shops\.example\.org !fair\.shops\.example\.org$/,
    );
  });
});
