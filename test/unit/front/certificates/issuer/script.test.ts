import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { renderIssuer } from "../../../../../components/front/certificates/issuer/script";
import { waitFor } from "../../../../support/wait";
import { syntaxError } from "../../../bench";
import { expectGolden } from "../../../golden";
import { IssuerBench, settings } from "./issuerBench";

const day = 86_400;
const two = { domains: ["blog.example.org", "shop.example.org"] };

describe("the script reads to the letter, and every shell reads it", () => {
  test.each([
    ["http-01", settings],
    [
      "dns-01",
      {
        ...settings,
        domains: ["*.shops.example.org", "shops.example.org"],
        email: "home@example.org",
        challenge: {
          kind: "dns-01",
          provider: "rfc2136",
          resolvers: ["192.0.2.53:53"],
          propagationSeconds: 20,
        },
        renewDays: 10,
      },
    ],
  ] as const)("%s", (name, issuer) => {
    expectGolden(`issuer/${name}.sh`, renderIssuer(issuer));
    expect(syntaxError(renderIssuer(issuer))).toBe("");
  });
});

describe("a name without a certificate", () => {
  test("gets one, in certbot's layout, which root alone can read", () => {
    const issuer = new IssuerBench({ domains: ["blog.example.org", "*.example.net"] });
    const { status, stdout, calls } = issuer.run(1);
    expect(status).toBe(0);
    expect(stdout).toContain("blog.example.org: certificate obtained\n*.example.net: certificate obtained\n");
    expect(calls.find((call) => call.startsWith("lego"))).toMatch(
      / --http --http.port :8402 --domains blog.example.org run$/,
    );
    expect(issuer.read("acme/live/blog.example.org/fullchain.pem")).toBe("chain 1");
    expect(issuer.read("acme/live/blog.example.org/privkey.pem")).toBe("key 1");
    expect(issuer.read("acme/live/_.example.net/privkey.pem")).toBe("key 2");
    expect(issuer.stat("acme/live/_.example.net/privkey.pem").mode & 0o777).toBe(0o600);
    expect(issuer.stat("acme/live/_.example.net").mode & 0o777).toBe(0o700);
  });

  test("is asked for once, and never twice at a time", () => {
    const issuer = new IssuerBench(two);
    issuer.run(day / 4, 1800);
    expect(issuer.asked.map(({ task, domain }) => `${task} ${domain}`)).toEqual([
      "run blog.example.org",
      "run shop.example.org",
    ]);
  });
});

describe("a certificate", () => {
  test("is checked at the given times, and only a renewed one is published anew", () => {
    const issuer = new IssuerBench();
    issuer.run(1);
    const before = issuer.stat("acme/live/blog.example.org/privkey.pem");
    issuer.run(2 * day, 3600);
    const checks = issuer.asked.slice(2);
    expect(checks.length).toBeGreaterThanOrEqual(2);
    expect(checks.length).toBeLessThanOrEqual(4);
    expect(new Set(checks.map(({ task }) => task))).toEqual(new Set(["renew"]));
    expect(issuer.stat("acme/live/blog.example.org/privkey.pem").ino).toBe(before.ino);

    issuer.write("due/blog.example.org");
    expect(issuer.run(1).stdout).toContain("blog.example.org: certificate renewed");
    const { length } = issuer.asked;
    expect(issuer.read("acme/live/blog.example.org/fullchain.pem")).toBe(`chain ${length}`);
    expect(issuer.read("acme/live/blog.example.org/privkey.pem")).toBe(`key ${length}`);
  });

  test.each([
    [{ server: "https://other.example.org/directory" }, "of another server"],
    [{ email: "other@example.org" }, "of another account"],
  ])("%j: one %s is not renewed there, but replaced", (changed: object, _of: string) => {
    const first = new IssuerBench();
    first.run(1);
    Object.assign(first.issuer, changed);
    first.run(1);
    expect(first.asked.map(({ task }) => task)).toEqual(["run", "run"]);
  });

  test("that was saved by half when its issuer was killed is never published, but obtained again", () => {
    const issuer = new IssuerBench();
    issuer.run(1);
    issuer.write("acme/certificates/blog.example.org.crt", "chain of a key that was not saved");
    issuer.write("acme/status/blog.example.org.begun", "1\n");
    issuer.run(1);
    expect(issuer.asked.map(({ task }) => task)).toEqual(["run", "run"]);
    expect(issuer.read("acme/live/blog.example.org/fullchain.pem")).toBe("chain 2");
    expect(issuer.read("acme/live/blog.example.org/privkey.pem")).toBe("key 2");
    expect(issuer.bench.read("acme/status/blog.example.org.begun")).toBeUndefined();
  });

  test("whose publication was cut between its two files is put right at the next check", () => {
    const issuer = new IssuerBench();
    issuer.run(1);
    issuer.write("acme/live/blog.example.org/fullchain.pem", "of the earlier key");
    issuer.run(1);
    expect(issuer.read("acme/live/blog.example.org/fullchain.pem")).toBe("chain 1");
  });

  test("of a name that is not served any more is left as it is", () => {
    const issuer = new IssuerBench(two);
    issuer.run(1);
    Object.assign(issuer.issuer, { domains: ["shop.example.org"] });
    issuer.write("asked").run(day, 3600);
    expect(new Set(issuer.asked.map(({ domain }) => domain))).toEqual(new Set(["shop.example.org"]));
    expect(issuer.read("acme/live/blog.example.org/privkey.pem")).toBe("key 1");
    expect(issuer.read("acme/certificates/blog.example.org.key")).toBe("key 1");
  });
});

test("a stop ends the issuer at once, also inside lego, and does not count as a failed try", async () => {
  const issuer = new IssuerBench().write("step", "1").write("until", "9999999");
  issuer.bench.fake("lego", 'echo $$ > "$BENCH/pid"; exec /bin/sleep 600');
  const { folder } = issuer.bench;
  const env = { PATH: `${folder}/bin:/usr/bin:/bin`, BENCH: folder };
  const shell = spawn("/bin/sh", ["-c", issuer.script], { env, stdio: "ignore" });
  const pid = await waitFor("lego to run", async () => Number(issuer.read("pid")));
  expect(issuer.read("acme/status/blog.example.org.begun")).toBe("1");
  const asked = performance.now();
  shell.kill("SIGTERM");
  const [status] = await once(shell, "exit");
  expect(status).toBe(0);
  expect(performance.now() - asked).toBeLessThan(60_000);
  await waitFor("lego to end", async () => !isRunning(pid));
  expect(issuer.bench.read("acme/status/blog.example.org.begun")).toBeUndefined();
  expect(issuer.bench.read("acme/issuer.lock")).toBeUndefined();
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
