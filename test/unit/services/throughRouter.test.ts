import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { routesDirectory } from "../../../components/router/config";
import { renderPublish } from "../../../components/services/publish";
import type { Route } from "../../../components/services/route";
import { Bench } from "../bench";
import { routes } from "../cases";

const panel: Route = { ...routes.https, servers: ["panel-0:9443"] };

/** What comes of a publication where the router answers with `bytes`; of each question, and of the way to be asked. */
function published(bytes: string, route: Route = panel, also: readonly Route[] = []) {
  const ways = `for way in "$BENCH"${routesDirectory}/*_probe.yml; do cat "$way"; echo ---; done >> "$BENCH/ways"`;
  const bench = new Bench([routesDirectory])
    .fake("wget", "true")
    .fake(
      "nc",
      `host=$3; shift 5; [ "$host" != 127.0.0.1 ] || { ${ways}; }; printf '%b' "${bytes}" | "$@" >> "$BENCH/asked"`,
    );
  const { status, stdout } = bench.sh(renderPublish({ route, also, readySeconds: 0, drainSeconds: 0 }));
  return { bench, status, told: stdout.trim().split("\n"), asked: bench.read("asked") ?? "" };
}

const answer = (...lines: readonly string[]) => [...lines, "", ""].join("\\r\\n");

describe("a container of which a router alone knows the protocol", () => {
  test("is asked by the same name and headers as any other, with the query that its path has", () => {
    const probe = { kind: "http", path: "/login?next=%2F", host: "one.panel.example.org:7544" } as const;
    const { status, asked, bench } = published(answer("HTTP/1.1 200 OK"), { ...panel, probe });
    expect(status).toBe(0);
    expect(asked.split("\r\n").slice(0, 3)).toEqual([
      "GET /?next=%2F HTTP/1.1",
      "Host: probe",
      "X-Homeport-Probe: panel-0:9443",
    ]);
    const { http } = parse(bench.read("ways")?.split("---")[0] ?? "");
    expect(http.routers.panel_probe.middlewares).toEqual(["panel_probe_path", "panel_probe_as"]);
    expect(http.middlewares.panel_probe_path.replacePath).toEqual({ path: "/login" });
    expect(http.middlewares.panel_probe_as.headers.customRequestHeaders).toEqual({
      "Accept-Encoding": "identity",
      Host: "one.panel.example.org:7544",
      "User-Agent": "homeport",
      "X-Forwarded-For": "172.30.71.254",
      "X-Forwarded-Host": "one.panel.example.org:7544",
      "X-Forwarded-Port": "7544",
      "X-Forwarded-Proto": "https",
      "X-Homeport-Probe": "",
      "X-Real-IP": "172.30.71.254",
      "X-Replaced-Path": "",
    });
  });

  test.each([
    ["200", undefined, 0],
    ["399", undefined, 0],
    ["401", undefined, 1],
    ["401", 401, 0],
    ["200", 401, 1],
  ])("answers with %s where %s is the only good status", (given, status, expected) => {
    const probe = { kind: "http", path: "/", status } as const;
    expect(published(answer(`HTTP/1.1 ${given} Word`), { ...panel, probe }).status).toBe(expected);
  });

  test("has not answered yet with a status from 100 to 199", () =>
    expect(published(answer("HTTP/1.1 103 Early Hints") + answer("HTTP/1.1 200 OK")).status).toBe(0));

  test.each([
    ["Bad Gateway", ["HTTP/1.1 502 Bad Gateway", "Date: now", "Content-Length: 11"], "no answer by https"],
    [
      "what it says itself",
      ["HTTP/1.1 502 Bad Gateway", "Content-Length: 11", "Date: now"],
      "HTTP/1.1 502 Bad Gateway",
    ],
    ["nothing more", ["HTTP/1.1 503 No", "Date: now", "Content-Length: 0"], "HTTP/1.1 503 No"],
  ])("is told from its router: %s", (_, lines, found) =>
    expect(published(answer(...lines)).told).toEqual(["panel-0", found]),
  );

  test("tells where a redirection leads, and of silence", () => {
    const probe = { kind: "http", path: "/", status: 200 } as const;
    expect(published(answer("HTTP/1.1 302 Found", "Location: /login"), { ...panel, probe }).told).toEqual([
      "panel-0",
      "HTTP/1.1 302 Found",
      "to /login",
    ]);
    expect(published("").told).toEqual(["panel-0", "timed out"]);
  });

  test("is asked anew for each way, also at the same port, and no way to ask is left behind", () => {
    const other: Route = { ...panel, service: "panel.more", domains: ["more.example.org"] };
    const { status, bench } = published(answer("HTTP/1.1 200 OK"), panel, [other]);
    expect(status).toBe(0);
    const ways = (bench.read("ways") ?? "").split("---\n").slice(0, -1);
    expect(ways.map((one) => Object.keys(parse(one).http.routers))).toEqual([
      ["panel_probe"],
      ["panel.more_probe"],
    ]);
    expect(bench.read(`${routesDirectory}/panel_probe.yml`)).toBeUndefined();
    expect(bench.read(`${routesDirectory}/panel.more_probe.yml`)).toBeUndefined();
  });
});
