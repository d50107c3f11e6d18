import { describe, expect, test } from "vitest";
import { IssuerBench } from "./issuerBench";

const two = { domains: ["blog.example.org", "shop.example.org"] };

describe("the deployment's order", () => {
  test("is waited for, or the first tries would fail before the farm sends them on; but not for ever", () => {
    const issuer = new IssuerBench().order("of an earlier issuer", "ba9876543210");
    expect(issuer.run(3000, 300).stdout).toBe("waiting for the deployment to come to its end\n");
    expect(issuer.asked).toEqual([]);
    issuer.run(4000, 300);
    expect(issuer.asked).toHaveLength(1);
  });

  test("has every name tried at once, whatever it waits for, and is answered when all are done", () => {
    const issuer = new IssuerBench(two).write("fails/blog.example.org", "unauthorized");
    issuer.run(1);
    issuer.write("asked").order("second").run(1200);
    expect(issuer.asked.map(({ domain }) => domain)).toEqual(two.domains);
    expect(issuer.read("issuer/attended")).toBe(issuer.read("issuer/order"));
  });
});

describe("one issuer to a directory", () => {
  test("or two would ask for the same names", () => {
    const issuer = new IssuerBench().write("acme/issuer.lock", "another\n");
    expect(issuer.run(600).stdout).toContain("another issuer works in this directory");
    expect(issuer.asked).toEqual([]);
    expect(issuer.read("acme/issuer.lock")).toBe("another");
  });

  test("but not one that crashed, nor this very container before a restart", () => {
    const after = new IssuerBench().write("acme/issuer.lock", "another\n").age("acme/issuer.lock", 300);
    after.run(1);
    expect(after.asked).toHaveLength(1);
    const restarted = new IssuerBench().write("acme/issuer.lock", "me\n");
    restarted.run(1);
    expect(restarted.asked).toHaveLength(1);
  });
});
