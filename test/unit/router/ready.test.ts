import { expect, test } from "vitest";
import { renderAsSent } from "../../../components/router/asSent";
import { routesDirectory } from "../../../components/router/config";
import { renderFigures } from "../../../components/router/figures";
import { renderReady } from "../../../components/router/ready";
import { renderUnrouted } from "../../../components/router/unrouted";
import { renderRoute } from "../../../components/services/route";
import { Bench, syntaxError } from "../bench";
import { routes } from "../cases";
import { expectGolden } from "../golden";

const farms = ["172.30.71.254", "192.168.1.2"];

test("the script reads to the letter, and every shell reads it", () => {
  expectGolden("ready.sh", renderReady(farms));
  expect(syntaxError(renderReady(farms))).toBe("");
});

test("farms on other hosts have a way to figures, and nobody where there are none", () => {
  const far = ["10.0.0.1"];
  expectGolden("figures.yml", renderFigures(far));
  const bench = new Bench([routesDirectory]).fake("wget", "true");
  const file = `${routesDirectory}/figures_.yml`;
  bench.sh(renderReady(farms, undefined, false, far));
  expect(bench.read(file)).toBe(renderFigures(far));
  bench.sh(renderReady(farms));
  expect(bench.read(file)).toBeUndefined();
});

test("the dashboard's route reads to the letter, and goes where no dashboard is wanted", () => {
  expectGolden("ready-dashboard.sh", renderReady(farms, "172.30.71.253"));
  expect(syntaxError(renderReady(farms, "172.30.71.253"))).toBe("");
  const bench = new Bench([routesDirectory]).fake("wget", "true");
  const files = `${routesDirectory}/dashboard_.yml`;
  bench.sh(renderReady(farms, "172.30.71.253"));
  expect(bench.read(files)).toContain("172.30.71.253/32");
  bench.sh(renderReady(farms));
  expect(bench.read(files)).toBeUndefined();
});

test("a router that finds containers is asked whether it has heard of them", () => {
  const script = renderReady(farms, undefined, true);
  expect(syntaxError(script)).toBe("");
  const bench = (answers: string) => new Bench([routesDirectory]).fake("wget", answers);
  expect(bench("true").sh(script).status).toBe(0);
  const deaf = bench('case "$*" in */homeport-discovered) false ;; esac').sh(script);
  expect(deaf.stderr).toContain("has not heard of the engine's containers");
});

/** A router's container with these route files, whose Traefik answers where the pattern of the shell fits. */
function router(answers: string, ...names: (keyof typeof routes)[]): Bench {
  const bench = new Bench([routesDirectory]).fake("wget", `case "$*" in ${answers}) true;; *) false;; esac`);
  for (const name of names) {
    const { text } = renderRoute(routes[name]);
    bench.write(`${routesDirectory}/${routes[name].service}.yml`, text);
  }
  return bench;
}

const pathOf = (name: keyof typeof routes) => {
  const { service } = routes[name];
  return `/homeport-revision/${service}/${renderRoute(routes[name]).revision}`;
};

const loaded = "/homeport-loaded";
const sent = /\/homeport-revision\/sent_\/\w+/.exec(renderAsSent())?.[0];
const unrouted = /\/homeport-revision\/unrouted_\/\w+/.exec(renderUnrouted(farms))?.[0];

test("a new router that has no route yet only has to know what it says then", () => {
  const { status, calls } = router("*/ping|*/homeport-loaded|*/sent_/*|*/unrouted_/*").sh(renderReady(farms));
  expect(status).toBe(0);
  expect(calls[0]).toBe("wget -q -T 2 -O /dev/null http://127.0.0.1:8082/ping");
  expect(calls.slice(1).map((call) => call.split(/:808[23]/)[1])).toEqual([sent, unrouted, loaded]);
});

test("a router that takes over is asked for every route there is, or visitors would get 404 in between", () => {
  const { status, calls } = router("*", "exact", "wildcard", "prefix-stripped").sh(renderReady(farms));
  expect(status).toBe(0);
  expect(calls.slice(1).map((call) => call.split(/:808[23]/)[1])).toEqual([
    pathOf("exact"),
    pathOf("prefix-stripped"),
    sent,
    pathOf("wildcard"),
    unrouted,
    loaded,
  ]);
});

test("a router that does not answer fails the deployment", () => {
  const { status, stderr } = router("*8083*", "exact").sh(renderReady(farms));
  expect(status).toBe(1);
  expect(stderr).toBe("the router does not answer after 30 s\n");
});

test("a route that it does not take fails the deployment and is named", () => {
  const { status, stderr } = router(
    "*/ping|*/homeport-loaded|*/blog/*|*/sent_/*|*/unrouted_/*",
    "exact",
    "wildcard",
  ).sh(renderReady(farms));
  expect(status).toBe(1);
  expect(stderr).toBe(`the router has not taken ${pathOf("wildcard")} after 30 s\n`);
});

test("a route that is published anew meanwhile is asked for as it is by then", () => {
  const file = `${routesDirectory}/${routes.exact.service}.yml`;
  const publishes = `case "$*" in *${pathOf("exact")}) sed -i 's#${pathOf("exact")}#/homeport-revision/blog/anew#' $BENCH${file}; false;; esac`;
  const bench = new Bench([routesDirectory]).fake("wget", publishes);
  bench.write(file, renderRoute(routes.exact).text);
  const { status, calls } = bench.sh(renderReady(farms));
  expect(status).toBe(0);
  expect(calls.filter((call) => call.includes("/blog/")).map((call) => call.split(":8083")[1])).toEqual([
    pathOf("exact"),
    "/homeport-revision/blog/anew",
  ]);
});

test("files that are written aside are not waited for: Traefik never reads them", () => {
  const bench = router("*/ping|*/homeport-loaded|*/sent_/*|*/unrouted_/*").write(
    `${routesDirectory}/blog.yml.new`,
    renderRoute(routes.exact).text,
  );
  expect(bench.sh(renderReady(farms)).status).toBe(0);
});

test("a router that takes each file and does not tell that it has loaded them fails the deployment", () => {
  const { status, stderr } = router("*/ping|*/sent_/*|*/unrouted_/*").sh(renderReady(farms));
  expect(status).toBe(1);
  expect(stderr).toBe("the router has not loaded its routes after 30 s\n");
});
