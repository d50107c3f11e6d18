import { beforeAll, describe, expect, test } from "vitest";
import { asSentFile, renderAsSent } from "../../components/router/asSent";
import { renderRouterCommand, routerPorts, routesDirectory } from "../../components/router/config";
import { loadedFile } from "../../components/router/loaded";
import { renderReady } from "../../components/router/ready";
import { unroutedFile, unroutedHeader } from "../../components/router/unrouted";
import { renderPublish } from "../../components/services/publish";
import { readinessHost } from "../../components/services/readiness";
import { type Route, renderRoute } from "../../components/services/route";
import { revisionPath } from "../../components/services/taken";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { waitFor } from "../support/wait";
import { publications, routerConfigs, routes } from "../unit/cases";
import { container, docker, inside } from "./alone";

/** The same texts that the golden files hold, shown to Traefik. */

beforeAll(() => buildTestImages(() => {}));

describe("Traefik", () => {
  const put = (name: string, text: string) => `cat > ${routesDirectory}/${name} <<'EOF'\n${text}EOF\n`;

  function putRoute(route: Route): string {
    const { text, users } = renderRoute(route);
    return (
      users.map((one) => put(`${route.service}.users`, one.text)).join("") + put(`${route.service}.yml`, text)
    );
  }

  /** Starts Traefik as the router's container does, with route files that are there already. */
  function traefik(files: string, command: string[] = renderRouterCommand(routerConfigs.plain)): string {
    const start = `mkdir -p ${routesDirectory}\n${put(asSentFile, renderAsSent())}${files}exec traefik "$@"`;
    return container(testImages.traefik, start, ...command);
  }

  const taken = ({ service }: Route, { revision }: { revision: string }) =>
    `wget -q -T 2 -O /dev/null http://127.0.0.1:${routerPorts.revision}${revisionPath(service, revision)}`;

  const errors = (id: string) =>
    docker(["logs", id])
      .said.split("\n")
      .filter((line) => line !== "" && !/"level":"(debug|info|warn)"/.test(line))
      // Built from its module, Traefik has no pages of the dashboard.
      .filter((line) => !line.includes("Error appending dashboard to API router"))
      // Nobody stands behind the door to the engine here.
      .filter((line) => !line.includes("unix:///door/engine.sock"));

  const all: Route[] = Object.entries(routes).map(([service, route]) => ({ ...route, service }));

  test.each(Object.entries(routerConfigs))(
    "loads every route file under the command %s, without an error in its log",
    async (_, config) => {
      const files = all.map(putRoute).join("");
      const id = traefik(files, renderRouterCommand(config));
      expect(inside(id, renderReady(["172.30.71.254"]))).toEqual({ status: 0, said: "" });
      for (const route of all)
        expect(inside(id, taken(route, renderRoute(route)))).toEqual({ status: 0, said: "" });
      expect(errors(id)).toEqual([]);
    },
  );

  test.each([
    ["the gate", "127.0.0.1", "200"],
    ["nobody else", "172.30.71.253", "403"],
  ])("shows the dashboard to %s", async (_, gateAddress, status) => {
    const id = traefik("", renderRouterCommand(routerConfigs.dashboard));
    expect(inside(id, renderReady(["172.30.71.254"], gateAddress))).toEqual({ status: 0, said: "" });
    const ask = `wget -S -O /dev/null http://127.0.0.1:${routerPorts.dashboard}/api/overview`;
    await waitFor("the dashboard's route", async () => inside(id, ask).said.includes(`HTTP/1.1 ${status}`));
    expect(errors(id)).toEqual([]);
  });

  test("would complain of a file that it does not understand: the log above says something", async () => {
    const broken = renderRoute(routes.exact).text.replace("loadBalancer", "loadBalanser");
    const id = traefik(put("blog.yml", broken));
    await waitFor("a complaint in the log", async () => errors(id).length > 0);
    expect(errors(id).join()).toContain("loadBalanser");
  });

  test.each([
    ["that is not wired", false, "404"],
    ["that lets in nobody but farms", true, "200"],
  ])(
    "tells farms whether a service can serve; at the port that serves, one %s: %j",
    async (_, askedOverWire, status) => {
      const route = { ...routes.tcp, askedOverWire };
      const id = traefik(putRoute(route));
      expect(inside(id, renderReady(["172.30.71.254"]))).toEqual({ status: 0, said: "" });
      const ask = (port: number) =>
        inside(id, `wget -S -O /dev/null --header 'Host: ${readinessHost("wiki")}' http://127.0.0.1:${port}/`)
          .said;
      expect(ask(routerPorts.ping)).toContain("HTTP/1.1 200");
      expect(ask(routerPorts.web)).toContain(`HTTP/1.1 ${status}`);
    },
  );

  test.each([
    ["a farm", "127.0.0.1", "503", true],
    ["nobody else", "172.30.71.254", "404", true],
  ])(
    "tells %s that there is no route for a request, and knows all that have one",
    (_, farm, status, told) => {
      const id = traefik(putRoute(routes.prefix));
      expect(inside(id, renderReady([farm]))).toEqual({ status: 0, said: "" });
      const ask = (path: string) =>
        inside(
          id,
          `printf 'GET ${path} HTTP/1.1\\r\\nHost: apps.example.org\\r\\nConnection: close\\r\\n\\r\\n' | nc 127.0.0.1 ${routerPorts.web}`,
        ).said;
      const unrouted = ask("/elsewhere");
      expect(unrouted).toContain(`HTTP/1.1 ${status}`);
      expect(unrouted.toLowerCase().includes(unroutedHeader.toLowerCase())).toBe(told);
      // Its container is not there, which is something else.
      const routed = ask("/portal/x");
      expect(routed).toContain("HTTP/1.1 ");
      expect(routed.toLowerCase()).not.toContain(unroutedHeader.toLowerCase());
      expect(errors(id)).toEqual([]);
    },
  );

  test("takes a route that is published while it runs, from a service that says nothing on its port", async () => {
    const id = traefik("");
    expect(inside(id, renderReady(["172.30.71.254"])).status).toBe(0);
    docker(["exec", "-d", id, "nc", "-ll", "-p", "9000", "-e", "sleep", "600"]);
    await waitFor(
      "the silent port",
      async () => inside(id, "cat /proc/net/tcp* | grep -q :2328").status === 0,
    );
    const route = { ...routes.tcp, servers: ["127.0.0.1:9000"] };
    const published = inside(id, renderPublish({ ...publications.tcp, route, readySeconds: 10 }));
    expect(published).toEqual({ status: 0, said: "" });
    expect(inside(id, taken(route, renderRoute(route))).status).toBe(0);
  });

  test("keeps the route of a service whose port is closed as it was", () => {
    const id = traefik("");
    expect(inside(id, renderReady(["172.30.71.254"])).status).toBe(0);
    const route = { ...routes.tcp, servers: ["127.0.0.1:9001"] };
    const { status, said } = inside(id, renderPublish({ ...publications.tcp, route, readySeconds: 1 }));
    expect(status).toBe(1);
    // Its name, by which the host looks what is wrong with it.
    expect(said).toMatch(/^127\.0\.0\.1$/m);
    expect(inside(id, `ls ${routesDirectory}`)).toEqual({
      status: 0,
      said: `${loadedFile}\n${asSentFile}\n${unroutedFile}\n`,
    });
  });
});
