import { describe, expect, test } from "vitest";
import { farmPorts } from "../../components/front/farm/ports";
import { revisionPort } from "../../components/front/haproxy/paths";
import { routerPorts } from "../../components/router/config";
import { addressOf, type Container } from "../support/containers";
import { ask } from "../support/http";
import { both, type Deployed, type Environment, first, only } from "./deployment";

/** Production and staging never meet, and nobody gets behind the road. */
export const isolation = (deployed: Deployed) => {
  describe("isolation", () => {
    test.each([
      ["staging", "prod"],
      ["prod", "staging"],
    ] as const)("a container of %s cannot open a connection to one of %s", async (from, to) => {
      const { [from]: here, [to]: there } = deployed().environments;
      for (const component of ["web", "store", "router", "farm"]) {
        const target = await first(there, component);
        const port = portOf(component);
        for (const name of [nameOf(target), addressOf(target)])
          expect(await connects(here, name, port), `${from} → ${to} ${component} as ${name}`).toBe(false);
        // The same question within the environment: without this, a typing error would pass as isolation.
        const own = await first(here, component);
        for (const name of [nameOf(own), addressOf(own)])
          expect(await connects(here, name, port), `${from} → its own ${component} as ${name}`).toBe(true);
      }
    });

    test("a container of production cannot get to staging over the host's addresses either", async () => {
      const { prod, staging } = deployed().environments;
      const ports = [staging.http, staging.https, staging.stats].map((base) => Number(new URL(base).port));
      for (const environment of [prod, staging]) {
        const gateway = gatewayOf(await first(environment, "web"));
        for (const port of ports)
          expect(await connects(prod, gateway, port), `${gateway}:${port}`).toBe(false);
      }
    });

    test("a service cannot change or read its router: the ports for that answer inside its container only", async () => {
      for (const environment of both(deployed)) {
        for (const router of await only(environment, "router"))
          for (const port of [routerPorts.revision, routerPorts.dashboard, 8080])
            expect(await connects(environment, addressOf(router), port), `router:${port}`).toBe(false);
        const farm = addressOf(await first(environment, "farm"));
        expect(await connects(environment, farm, revisionPort), "farm").toBe(false);
      }
    });
  });

  describe("the inside of the road", () => {
    const paths = [
      "/ping",
      "/metrics",
      "/api/rawdata",
      "/api/version",
      "/dashboard/",
      "/stats",
      "/debug/pprof/",
    ];

    test.each(paths)(
      "%s of a domain is its service's own path, not the router's or the farm's",
      async (path) => {
        for (const { https, name } of both(deployed)) {
          const answer = await ask(https, "web.example.org", path);
          expect(answer.json()).toMatchObject({ answer: name, path });
        }
      },
    );

    test.each(paths)("%s is not reachable through the farm under any other name", async (path) => {
      for (const environment of both(deployed)) {
        const router = await first(environment, "router");
        const names = [
          "localhost",
          "127.0.0.1",
          "traefik",
          "ping.internal",
          nameOf(router),
          addressOf(router),
        ];
        for (const name of names) {
          expect((await ask(environment.http, name, path)).status, name).toBe(404);
          const question = { servername: "web.example.org" };
          expect((await ask(environment.https, name, path, question)).status, name).toBe(404);
        }
      }
    });

    test("a revision of a route, which the router answers inside, is not answered through the farm", async () => {
      const { https } = deployed().environments.prod;
      const answer = await ask(https, "web.example.org", "/web/0123456789abcdef");
      expect(answer.json().path).toBe("/web/0123456789abcdef");
    });
  });
};

/** Asks a service of the environment to open a TCP connection. */
async function connects(from: Environment, host: string, port: number): Promise<boolean> {
  const path = `/connect?host=${encodeURIComponent(host)}&port=${port}&ms=1500`;
  const { connected } = (await ask(from.https, "web.example.org", path)).json();
  expect(connected).toBeTypeOf("boolean");
  return connected;
}

const ports: Record<string, number> = { router: routerPorts.web, farm: farmPorts.http };
const portOf = (component: string) => ports[component] ?? 8080;
const nameOf = (container: Container) => container.Name.slice(1);
const gatewayOf = (container: Container) =>
  Object.values(container.NetworkSettings.Networks)[0]?.Gateway ?? "";
