import { describe, expect, test } from "vitest";
import { IssuerBench } from "./issuerBench";

const day = 86_400;
const refusal = `Could not obtain certificates:
	error: one or more domains had a problem:
[blog.example.org] acme: error: 403 :: "unauthorized" :: C:\\ 404`;
const two = { domains: ["blog.example.org", "shop.example.org"] };

const failing = (more = {}) => new IssuerBench({ ...two, ...more }).write("fails/blog.example.org", refusal);

describe("a name that fails", () => {
  test("is recorded with the reason in one line and the time of its next try, and the others are served", () => {
    const issuer = failing();
    const { stdout } = issuer.run(1);
    const { nextTry, ...rest } = issuer.status("blog.example.org");
    const error =
      "Could not obtain certificates: error: one or more domains had a problem: [blog.example.org] acme: error: 403 :: 'unauthorized' :: C:/ 404";
    expect(rest).toEqual({ domain: "blog.example.org", failures: 1, error });
    expect(nextTry - 1_000_000).toBeGreaterThanOrEqual(3600);
    expect(nextTry - 1_000_000).toBeLessThanOrEqual(3960);
    expect(stdout).toContain(
      `blog.example.org: failed (1 in a row), next try in ${nextTry - 1_000_000} s: ${error}`,
    );
    expect(issuer.read("acme/live/shop.example.org/privkey.pem")).not.toBe("");
    expect(issuer.status("shop.example.org")).toBeNull();
  });

  test("waits twice as long each time, up to a day: no server is stormed", () => {
    const issuer = failing({ domains: ["blog.example.org"] });
    issuer.run(4 * day, 1800);
    const times = issuer.asked.map(({ at }) => at);
    const gaps = times.slice(1).map((at, before) => at - (times[before] ?? 0));
    const expected = [1, 2, 4, 8, 16, 24, 24].map((hours) => hours * 3600);
    expect(gaps.length).toBeGreaterThanOrEqual(5);
    gaps.forEach((gap, at) => {
      expect(gap).toBeGreaterThanOrEqual(expected[at] ?? 0);
      expect(gap).toBeLessThanOrEqual((expected[at] ?? 0) * 1.1 + 1800);
    });
  });

  test("keeps its wait over a restart, however often the container comes back", () => {
    const issuer = failing();
    issuer.run(1);
    issuer.write("asked");
    for (const _ of [1, 2, 3]) issuer.run(1);
    expect(issuer.asked.filter(({ domain }) => domain === "blog.example.org")).toEqual([]);
    issuer.run(2 * 3600);
    expect(issuer.asked.filter(({ domain }) => domain === "blog.example.org")).toHaveLength(1);
    expect(issuer.status("blog.example.org").failures).toBe(2);
  });

  test("is tried again when its record is removed, and forgotten once it is served", () => {
    const issuer = failing();
    issuer.run(1);
    issuer.bench.fake(
      "lego",
      'mkdir -p "$BENCH/acme/certificates"; cd "$BENCH/acme/certificates"; for d in blog shop; do echo x > $d.example.org.crt; echo y > $d.example.org.key; done',
    );
    issuer.write("clock", String(issuer.status("blog.example.org").nextTry));
    expect(issuer.run(1).stdout).toContain("blog.example.org: certificate obtained");
    expect(issuer.status("blog.example.org")).toBeNull();
  });

  test("does not wait for ever where the clock was wrong when it failed", () => {
    const issuer = failing().write(
      "acme/status/blog.example.org.json",
      '{ "domain": "blog.example.org", "failures": 3, "nextTry": 9000000, "error": "none" }\n',
    );
    issuer.run(1);
    expect(issuer.asked.map(({ domain }) => domain)).toContain("blog.example.org");
  });

  test("has a certificate that stays in place", () => {
    const issuer = new IssuerBench(two);
    issuer.run(1);
    issuer.write("fails/blog.example.org", refusal).run(day, 3600);
    expect(issuer.read("acme/live/blog.example.org/privkey.pem")).toBe("key 1");
    expect(issuer.status("blog.example.org").failures).toBeGreaterThanOrEqual(1);
  });

  test("because the account is gone makes another with its next try", () => {
    const issuer = new IssuerBench();
    issuer.run(1);
    issuer
      .write("fails/blog.example.org", "Account  is not registered. Use 'run' to register a new account.")
      .run(1);
    expect(issuer.status("blog.example.org").failures).toBe(1);
    issuer.write("clock", String(issuer.status("blog.example.org").nextTry)).run(1);
    expect(issuer.asked.map(({ task }) => task)).toEqual(["run", "renew", "run"]);
  });

  test("because lego crashed is recorded without the places in its code", () => {
    const issuer = new IssuerBench();
    issuer.bench.fake(
      "lego",
      "printf 'Saved key\\npanic: no authority in the file\\n\\ngoroutine 1 [running]:\\nlego.go:1\\n'; exit 2",
    );
    issuer.run(1);
    expect(issuer.status("blog.example.org").error).toBe("panic: no authority in the file ");
  });

  test("without a word of lego says how it ended", () => {
    const issuer = new IssuerBench();
    issuer.bench.fake("lego", "exit 3");
    issuer.run(1);
    expect(issuer.status("blog.example.org").error).toBe("lego ended with status 3");
  });
});

describe("no request is made", () => {
  test("again and again by an issuer that crashes in every try: three of them count as a failure", () => {
    const issuer = new IssuerBench().write("acme/status/blog.example.org.begun", "3\n");
    issuer.run(1);
    expect(issuer.asked).toEqual([]);
    expect(issuer.status("blog.example.org")).toMatchObject({ failures: 1, error: "it was cut off 3 times" });
    issuer.run(2 * 3600);
    expect(issuer.asked).toHaveLength(1);
  });

  test("where its outcome could not be kept", () => {
    const issuer = new IssuerBench().write("acme/status", "a file where a directory should be");
    expect(issuer.run(600).stdout).toContain("nothing can be written to the directory of the certificates");
    expect(issuer.asked).toEqual([]);
  });
});

test("credentials that a provider repeats are in no log and no record", () => {
  const issuer = failing().write("issuer/credentials/DUCKDNS_TOKEN", "f00-ba4-5ecret");
  issuer.write(
    "fails/blog.example.org",
    "Get https://www.duckdns.org/update?token=f00-ba4-5ecret&txt=1: 500",
  );
  const { stdout, stderr } = issuer.run(1);
  expect(stdout + stderr + issuer.read("acme/status/blog.example.org.json")).not.toContain("5ecret");
  expect(issuer.status("blog.example.org").error).toBe(
    "Get https://www.duckdns.org/update?token=[secret]&txt=1: 500",
  );
});
