import { describe, expect, test } from "vitest";
import {
  renderRouterCommand,
  renderRouterEnvironment,
  routerGrace,
  routerPorts,
} from "../../../components/router/config";
import { renderGate } from "../../../components/router/gateConfig";
import { gates, routerConfigs } from "../cases";
import { expectGolden } from "../golden";

test.each(Object.entries(routerConfigs))(
  "the router's command %s reads to the letter as Traefik was shown it",
  (name, config) => {
    expectGolden(`router/${name}.txt`, `${renderRouterCommand(config).join("\n")}\n`);
  },
);

test.each(Object.entries(gates))("the %s reads to the letter as HAProxy was shown it", (name, config) => {
  expectGolden(`${name}.cfg`, renderGate(config).text);
});

test("a wire changes the web door alone: the dashboard is for people, who have no certificate", () => {
  const dashboard = (config: keyof typeof gates) =>
    renderGate(gates[config])
      .text.split("\n\n")
      .find((text) => text.startsWith("listen dashboard"));
  expect(dashboard("gate-wire")).toBe(dashboard("gate"));
});

const command = renderRouterCommand(routerConfigs.published);

test("forwarding headers are believed from the farm alone, and the PROXY protocol from the gate alone", () => {
  const believed = command.filter((option) => /trustedIPs|insecure/i.test(option));
  expect(believed).toEqual([
    "--entryPoints.web.forwardedHeaders.trustedIPs=172.30.71.254",
    "--entryPoints.web.proxyProtocol.trustedIPs=172.30.71.253",
  ]);
  expect(renderRouterCommand(routerConfigs.plain).join()).not.toContain("proxyProtocol");
});

test("no dashboard and no Docker socket unless asked for: both would tell the inside", () => {
  expect(command.join()).not.toMatch(/api\.|docker/i);
});

test("the entry points keep apart: what is published serves neither ping nor metrics nor revision", () => {
  expect(new Set(Object.values(routerPorts)).size).toBe(Object.keys(routerPorts).length);
  const [web, ...others] = command.filter((option) => /entryPoints\.\w+\.address=/.test(option));
  expect(web).toBe("--entryPoints.web.address=:80");
  expect(others).toHaveLength(3);
  expect(command).toContain("--entryPoints.revision.address=127.0.0.1:8083");
  expect(command).toContain("--ping.entryPoint=ping");
  expect(command).toContain("--metrics.prometheus.entryPoint=metrics");
});

describe("a stopped router loses no request", () => {
  test("it still takes requests for longer than the farm keeps an idle connection and needs to see it gone", () => {
    const farmKeepsAlive = 5;
    const farmChecks = 3;
    expect(routerGrace.accept).toBeGreaterThanOrEqual(farmKeepsAlive + farmChecks);
  });

  test("and its ping goes on saying that it is there", () => {
    expect(command).toContain("--ping.terminatingStatusCode=200");
  });
});

describe("the router's log", () => {
  test("has only what the farm cannot tell, unless all of it is asked for", () => {
    const filters = (config: keyof typeof routerConfigs) =>
      renderRouterCommand(routerConfigs[config]).filter((option) => option.includes("accessLog.filters"));
    expect(filters("plain")).toEqual([
      "--accessLog.filters.statusCodes=500-599",
      "--accessLog.filters.retryAttempts=true",
      "--accessLog.filters.minDuration=10s",
    ]);
    expect(filters("published")).toEqual([]);
  });

  test("has no query string, as it has no path: Traefik knows them only together", () => {
    expect(command.join()).not.toMatch(/RequestPath|RequestLine/);
  });
});

test("the router looks for unused memory before its container's limit ends it", () => {
  expect(renderRouterEnvironment("1GiB")).toEqual(["GOGC=200", "GOMEMLIMIT=870MiB"]);
  expect(renderRouterEnvironment("256MiB")).toContain("GOMEMLIMIT=217MiB");
});
