import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { renderPublish, renderWithdraw } from "../../../components/domainService/publish";
import { renderRoute } from "../../../components/domainService/route";
import { routesDirectory } from "../../../components/traefikRouter/config";
import { Bench, syntaxError } from "../bench";
import { publications, routes } from "../cases";
import { expectGolden } from "../golden";

test.each(Object.entries(publications))(
  "the script %s reads to the letter, and every shell reads it",
  (name, one) => {
    expectGolden(`publish/${name}.sh`, renderPublish(one));
    expect(syntaxError(renderPublish(one))).toBe("");
  },
);

const publication = publications.http;
const { text } = renderRoute(publication.route);
const file = `${routesDirectory}/blog.yml`;
const earlier = renderRoute({ ...publication.route, servers: ["prod-blog-0-0000000:8080"] }).text;

/** A router's container whose `wget` gets `answer` from every service, and `taken` from Traefik. */
function router({ answer = "HTTP/1.1 200 OK", taken = "true" } = {}): Bench {
  return new Bench([routesDirectory]).fake(
    "wget",
    `case "$*" in *homeport-revision*) ${taken};;
*) for last; do :; done; { echo "Connecting to x (1.2.3.4:8080)"; echo "  ${answer}"; } >&2; false;; esac`,
  );
}

describe("a service that is ready", () => {
  test("gets its route, and nothing else is left behind", () => {
    const bench = router();
    const { status, stdout, stderr } = bench.sh(renderPublish(publication));
    expect([status, stdout, stderr]).toEqual([0, "", ""]);
    expect(bench.read(file)).toBe(text);
    expect(bench.read(`${file}.new`) ?? bench.read(`${file}.old`)).toBeUndefined();
  });

  test("that was renamed has no second route under its former name, which the router could choose; others stay", () => {
    const named = (service: string, domains: readonly string[]) =>
      renderRoute({ ...publication.route, service, domains }).text;
    const [former, other] = [`${routesDirectory}/journal.yml`, `${routesDirectory}/wiki.yml`];
    const bench = router()
      .write(former, named("journal", publication.route.domains))
      .write(`${routesDirectory}/journal.users`, "anna:hash\n")
      .write(other, named("wiki", [...publication.route.domains, "wiki.example.org"]))
      .write(`${routesDirectory}/dashboard_.yml`, "http: {}\n");
    const { status } = bench.sh(renderPublish(publication));
    expect(status).toBe(0);
    expect(bench.read(former) ?? bench.read(`${routesDirectory}/journal.users`)).toBeUndefined();
    expect(bench.read(other)).toContain("wiki.example.org");
    expect(bench.read(`${routesDirectory}/dashboard_.yml`)).toBeDefined();
    expect(bench.read(file)).toBe(text);
  });

  test("has each of its containers asked, by the name of its domain, before the route changes", () => {
    const bench = router({ taken: `[ -f "$BENCH${file}" ]` });
    const { calls } = bench.sh(renderPublish(publication));
    expect(calls.map((call) => call.replace(/^wget .* (\S+)$/, "$1"))).toEqual([
      "http://prod-blog-0-1a2b3c4:8080/health",
      "http://prod-blog-1-5d6e7f8:8080/health",
      `http://127.0.0.1:8083/homeport-revision/blog/${renderRoute(publication.route).revision}`,
    ]);
    expect(calls[0]).toContain("--header Host: blog.example.org");
  });

  test("under a wildcard is asked by a name that the wildcard covers", () => {
    const { calls } = router().sh(renderPublish(publications["http-wildcard"]));
    expect(calls[0]).toContain("--header Host: probe.shops.example.org");
  });

  test.each(["HTTP/1.1 204 No Content", "HTTP/1.0 200 OK", "HTTP/1.1 302 Found"])("answers %s", (answer) => {
    expect(router({ answer }).sh(renderPublish(publication)).status).toBe(0);
  });

  test("may take its time", () => {
    const bench = router({
      answer: '$(tries=$(grep -c health "$BENCH/calls"); [ "$tries" -gt 9 ] && echo HTTP/1.1 200 OK)',
    });
    expect(bench.sh(renderPublish(publication)).status).toBe(0);
    expect(bench.read(file)).toBe(text);
  });

  test("and has no HTTP is asked for an open port", () => {
    const bench = router().fake("nc", "true");
    const { status, calls } = bench.sh(renderPublish(publications.tcp));
    expect(status).toBe(0);
    expect(calls.slice(0, 2)).toEqual([
      "nc -w 3 prod-blog-0-1a2b3c4 8080 -e true",
      "nc -w 3 prod-blog-1-5d6e7f8 8080 -e true",
    ]);
  });
});

describe("a container that never gets ready fails the deployment, and the earlier version goes on", () => {
  test.each(["HTTP/1.1 503 Service Unavailable", "HTTP/1.1 404 Not Found", "wget: bad address"])(
    "because it says %j",
    (answer) => {
      const bench = router({
        answer: `$(case "$last" in *-0-*) echo HTTP/1.1 200 OK;; *) echo "${answer}";; esac)`,
      });
      bench.write(file, earlier);
      const { status, stdout, stderr, calls } = bench.sh(renderPublish(publication));
      expect(status).toBe(1);
      expect([stdout, stderr], "who it is, and what it answered").toEqual([
        `prod-blog-1-5d6e7f8\n${answer}\n`,
        "",
      ]);
      expect(bench.read(file)).toBe(earlier);
      expect(bench.read(`${file}.new`)).toBeUndefined();
      expect(calls.join()).not.toContain("homeport-revision");
    },
  );

  test("because it sends elsewhere, which is told", () => {
    const answer = "HTTP/1.1 600 Elsewhere";
    const bench = router({ answer: `${answer}"; echo "  Location: https://login.example.org/"; echo "` });
    const { stdout } = bench.sh(renderPublish(publication));
    expect(stdout).toBe(`prod-blog-0-1a2b3c4\n${answer}\nto https://login.example.org/\n`);
  });

  test("because its port stays closed", () => {
    const bench = router().fake("nc", 'echo "nc: connection refused" >&2; false');
    const { status, stdout, stderr } = bench.sh(renderPublish(publications.tcp));
    expect([status, stdout, stderr]).toEqual([1, "prod-blog-0-1a2b3c4\nnc: connection refused\n", ""]);
    expect(bench.read(`${routesDirectory}/wiki.yml`)).toBeUndefined();
  });
});

describe("a route that the router does not take fails the deployment", () => {
  test("and the earlier one is put back", () => {
    const bench = router({ taken: "false" }).write(file, earlier);
    const { status, stdout, stderr, calls } = bench.sh(renderPublish(publication));
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(
      "the router has not taken the route of blog within 30 s; the earlier one is back",
    );
    expect(bench.read(file)).toBe(earlier);
    expect(calls, "nobody is drained").not.toContain("sleep 5");
  });

  test("and a first one is taken away", () => {
    const bench = router({ taken: "false" });
    expect(bench.sh(renderPublish(publication)).status).toBe(1);
    expect(bench.read(file)).toBeUndefined();
  });
});

describe("requests that run in containers that are going", () => {
  test("get time to end once the router has taken the new route", () => {
    const { calls } = router().write(file, earlier).sh(renderPublish(publication));
    expect(calls.at(-1)).toBe("sleep 5");
    expect(calls.at(-2)).toContain("homeport-revision");
  });

  test.each([
    ["none goes", { servers: publication.route.servers.slice(0, 1) }],
    ["only the rest of the route changes", { sticky: true }],
    ["only their order does", { servers: publication.route.servers.toReversed() }],
    ["nothing changes", {}],
  ])("are not waited for where %s: every deployment would take longer", (_, change) => {
    const before = renderRoute({ ...publication.route, ...change }).text;
    const bench = router().write(file, before);
    const { status, calls } = bench.sh(renderPublish(publication));
    expect([status, bench.read(file)]).toEqual([0, text]);
    expect(calls).not.toContain("sleep 5");
    expect(bench.read(`${file}.old`)).toBeUndefined();
  });
});

describe("a service with users", () => {
  const guarded = publications.guarded;
  const own = `${routesDirectory}/guarded`;
  const { text, users } = renderRoute(guarded.route);
  const open = { ...guarded, route: { ...guarded.route, users: undefined } };
  const mode = (bench: Bench, path: string) => statSync(join(bench.folder, path)).mode & 0o777;

  test("has them in place before the route that needs them, for nobody but the router's group", () => {
    const bench = router({ taken: `[ -f "$BENCH${own}.users" ]` });
    expect(bench.sh(renderPublish(guarded))).toMatchObject({ status: 0, stdout: "", stderr: "" });
    expect(bench.read(`${own}.yml`)?.replaceAll(bench.folder, "")).toBe(text);
    expect(bench.read(`${own}.users`)).toBe(users[0]?.text);
    expect(mode(bench, `${own}.users`)).toBe(0o640);
    expect(readdirSync(join(bench.folder, routesDirectory)).sort()).toEqual(["guarded.users", "guarded.yml"]);
  });

  test("keeps earlier users with the earlier route where the router does not take the new one", () => {
    const bench = router({ taken: "false" })
      .write(`${own}.yml`, earlier)
      .write(`${own}.users`, "anna:earlier\n");
    expect(bench.sh(renderPublish(guarded)).status).toBe(1);
    expect([bench.read(`${own}.yml`), bench.read(`${own}.users`)]).toEqual([earlier, "anna:earlier\n"]);
  });

  test("and none before leaves no users behind where the router does not take it", () => {
    const bench = router({ taken: "false" }).write(`${own}.yml`, earlier);
    expect(bench.sh(renderPublish(guarded)).status).toBe(1);
    expect([bench.read(`${own}.yml`), bench.read(`${own}.users`)]).toEqual([earlier, undefined]);
  });

  test("that is opened to everyone loses them when the router has taken it, not before", () => {
    const bench = router({ taken: `[ -f "$BENCH${own}.users" ]` }).write(`${own}.users`, "anna:earlier\n");
    expect(bench.sh(renderPublish(open)).status).toBe(0);
    expect(bench.read(`${own}.users`)).toBeUndefined();
    const failing = router({ taken: "false" }).write(`${own}.users`, "anna:earlier\n");
    expect(failing.sh(renderPublish(open)).status).toBe(1);
    expect(failing.read(`${own}.users`)).toBe("anna:earlier\n");
  });

  test("takes them along when it is withdrawn", () => {
    const bench = router();
    bench.sh(renderPublish(guarded));
    bench.sh(renderWithdraw("guarded", 0));
    expect(readdirSync(join(bench.folder, routesDirectory))).toEqual([]);
  });

  test("names no hash in a command line, which every process of the container could read", () => {
    const bench = router()
      .write(`${own}.yml`, earlier)
      .write(`${own}.users`, users[0]?.text ?? "");
    expect(bench.sh(renderPublish(guarded)).calls.join()).not.toContain("$2");
  });
});

test("a withdrawn route is gone, also where there was none, and its requests get time to end", () => {
  const bench = router()
    .write(file, text)
    .write(`${routesDirectory}/shops.yml`, renderRoute(routes.wildcard).text);
  for (const _ of ["there", "gone"]) {
    const { status, calls } = bench.sh(renderWithdraw("blog", 7));
    expect([status, calls]).toEqual([0, ["sleep 7"]]);
  }
  expect(bench.read(file)).toBeUndefined();
  expect(bench.read(`${routesDirectory}/shops.yml`)).toBeDefined();
});
