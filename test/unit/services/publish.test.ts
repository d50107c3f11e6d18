import { readdirSync, statSync, watch } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { asideDirectory, routesDirectory } from "../../../components/router/config";
import { renderPublish, renderWithdraw } from "../../../components/services/publish";
import { renderRoute } from "../../../components/services/route";
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

/** A router's container in which each service sends `bytes` to whoever connects, and Traefik has `taken` the route. */
function router({ bytes = "HTTP/1.1 200 OK\\r\\n\\r\\n", taken = "true" } = {}): Bench {
  const connected = `host=$3; shift 5; printf '%b' "${bytes}" | "$@" >> "$BENCH/asked"`;
  return new Bench([routesDirectory]).fake("wget", taken).fake("nc", connected);
}
/** All that is in the router's directory, and aside. */
const filesOf = ({ folder }: Bench) =>
  [routesDirectory, asideDirectory]
    .flatMap((one) => readdirSync(join(folder, one)))
    .filter((name) => name !== basename(asideDirectory))
    .sort();
const head = (status: string, ...more: string[]) => [`HTTP/1.1 ${status}`, ...more, "", ""].join("\\r\\n");

describe("a service that is ready", () => {
  test("gets its route, and nothing else is left behind", () => {
    const bench = router();
    const { status, stdout, stderr } = bench.sh(renderPublish(publication));
    expect([status, stdout, stderr]).toEqual([0, "", ""]);
    expect(bench.read(file)).toBe(text);
    expect(filesOf(bench)).toEqual(["blog.yml"]);
  });

  test("is told to the router by one change of its directory, of which each has it read everything anew", async () => {
    const bench = router().write(file, earlier);
    const changed: unknown[] = [];
    const watcher = watch(join(bench.folder, routesDirectory), (_, name) => changed.push(name));
    bench.sh(renderPublish(publication));
    await vi.waitUntil(() => changed.includes("blog.yml"));
    watcher.close();
    expect(changed.filter((name) => name !== basename(asideDirectory))).toEqual(["blog.yml"]);
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

  test("is published by as many programs among many services as among few", () => {
    const calls = (others: number) => {
      const bench = router().fake("grep", 'exec /bin/grep "$@"');
      for (let other = 0; other < others; other++) {
        const named = { service: `other-${other}`, domains: [`other-${other}.example.org`] };
        bench.write(
          `${routesDirectory}/other-${other}.yml`,
          renderRoute({ ...publication.route, ...named }).text,
        );
      }
      const { status, calls } = bench.sh(renderPublish(publication));
      expect(status).toBe(0);
      return calls.length;
    };
    expect(calls(40)).toBe(calls(2));
  });

  test("has each of its containers asked, as a visitor who came through the farm, before the route changes", () => {
    const bench = router({ taken: `[ -f "$BENCH${file}" ]` });
    const { calls } = bench.sh(renderPublish(publication));
    expect(
      calls.filter((call) => /^(nc|wget) /.test(call)).map((call) => call.replace(/ -e .*/s, "")),
    ).toEqual([
      "nc -w 3 prod-blog-0-1a2b3c4 8080",
      "nc -w 3 prod-blog-1-5d6e7f8 8080",
      `wget -q -T 2 -O /dev/null http://127.0.0.1:8083/homeport-revision/blog/${renderRoute(publication.route).revision}`,
    ]);
    expect(bench.read("asked")).toBe(
      `GET /health HTTP/1.1
Host: blog.example.org
Accept-Encoding: identity
User-Agent: homeport
X-Forwarded-For: 172.30.71.254
X-Forwarded-Host: blog.example.org
X-Forwarded-Port: 443
X-Forwarded-Proto: https
X-Real-IP: 172.30.71.254
Connection: close

`
        .replaceAll("\n", "\r\n")
        .repeat(2),
    );
  });

  test("under a wildcard is asked by a name that the wildcard covers", () => {
    const bench = router();
    bench.sh(renderPublish(publications["http-wildcard"]));
    expect(bench.read("asked")).toContain("\nHost: probe.shops.example.org\r\n");
  });

  test("below a prefix that is stripped is told of it", () => {
    const bench = router();
    bench.sh(renderPublish({ ...publication, route: routes["prefix-stripped"] }));
    expect(bench.read("asked")).toContain("\nX-Forwarded-Prefix: /console\r\n");
  });

  test("is asked by the name, with the port and the query, that are chosen", () => {
    const bench = router({ bytes: head("401 Unauthorized") });
    expect(bench.sh(renderPublish(publications["http-otherwise"])).status).toBe(0);
    const asked = bench.read("asked");
    expect(asked).toContain("GET /login?next=%2F HTTP/1.1\r\nHost: one.tenants.example.org:7544\r\n");
    expect(asked).toContain("\nX-Forwarded-Host: one.tenants.example.org:7544\r\n");
    expect(asked).toContain("\nX-Forwarded-Port: 7544\r\n");
  });

  test.each([
    ["HTTP/1.1 204 No Content", head("204 No Content")],
    ["by HTTP/1.0", "HTTP/1.0 200 OK\\r\\n\\r\\nyes"],
    ["with a redirection", head("302 Found", "Location: https://www.example.org/")],
    ["after an answer before its answer", head("103 Early Hints") + head("200 OK")],
    ["without a carriage return", "HTTP/1.1 200\\n\\n"],
    ["and hangs up within its headers", "HTTP/1.1 200 OK\\r\\nContent-Type: text/pl"],
  ])("answers %s", (_, bytes) => {
    expect(router({ bytes }).sh(renderPublish(publication)).status).toBe(0);
  });

  test("may take its time", () => {
    const bench = router({
      bytes: `$([ "$(grep -c health "$BENCH/asked")" -gt 9 ] && echo '${head("200 OK")}')`,
    });
    expect(bench.sh(renderPublish(publication)).status).toBe(0);
    expect(bench.read(file)).toBe(text);
  });

  test("and has no HTTP is asked for an open port", () => {
    const { status, calls } = router().sh(renderPublish(publications.tcp));
    expect(status).toBe(0);
    expect(calls.slice(0, 2)).toEqual([
      "nc -w 3 prod-blog-0-1a2b3c4 8080 -e true",
      "nc -w 3 prod-blog-1-5d6e7f8 8080 -e true",
    ]);
  });
});

describe("a container that never gets ready fails the deployment, and the earlier version goes on", () => {
  test.each([
    ["HTTP/1.1 503 Service Unavailable", head("503 Service Unavailable")],
    ["HTTP/1.1 404 Not Found", head("404 Not Found")],
    ["HTTP/1.1 600 Elsewhere", head("600 Elsewhere")],
    ["", "SSH-2.0-OpenSSH_9.2\\r\\n"],
  ])("because it says %j", (told, bytes) => {
    const bench = router({
      bytes: `$(case $host in *-0-*) echo '${head("200 OK")}' ;; *) echo '${bytes}' ;; esac)`,
    });
    bench.write(file, earlier);
    const { status, stdout, stderr, calls } = bench.sh(renderPublish(publication));
    expect(status).toBe(1);
    expect([stdout, stderr], "who it is, and what it answered").toEqual([
      `prod-blog-1-5d6e7f8\n${told}\n`,
      "",
    ]);
    expect(bench.read(file)).toBe(earlier);
    expect(bench.read(`${file}.new`)).toBeUndefined();
    expect(calls.join()).not.toContain("homeport-revision");
  });

  test.each([
    ["another status than the one that is good", head("200 OK"), "HTTP/1.1 200 OK\n"],
    [
      "another one, and sends elsewhere, which is told",
      head("302 Found", "location:https://login.example.org/"),
      "HTTP/1.1 302 Found\nto https://login.example.org/\n",
    ],
  ])("because it has %s", (_, bytes, told) => {
    const { stdout } = router({ bytes }).sh(renderPublish(publications["http-otherwise"]));
    expect(stdout).toBe(`prod-blog-0-1a2b3c4\n${told}`);
  });

  test("because its name is not known", () => {
    const bench = router().fake("nc", "echo \"nc: bad address '$3'\" >&2; false");
    const { stdout, stderr } = bench.sh(renderPublish(publication));
    expect([stdout, stderr]).toEqual(["prod-blog-0-1a2b3c4\nnc: bad address 'prod-blog-0-1a2b3c4'\n", ""]);
  });

  test("because it says nothing in time", () => {
    const { stdout, stderr } = router().fake("timeout", "exit 143").sh(renderPublish(publication));
    expect([stdout, stderr]).toEqual(["prod-blog-0-1a2b3c4\ntimed out\n", ""]);
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
    expect(filesOf(bench)).toEqual(["guarded.users", "guarded.yml"]);
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
    bench.write(`${asideDirectory}/guarded.users.old`, "of one that was cut off");
    bench.sh(renderWithdraw("guarded", 0));
    expect(filesOf(bench)).toEqual([]);
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
