import * as os from "node:os";
import { describe, expect, test } from "vitest";
import { farmPorts } from "../../components/front/farm/ports";
import { addressOf, published, runIn } from "../support/containers";
import { ask, listens } from "../support/http";
import { handshake } from "../support/tls";
import { both, containersOf, type Deployed, first, servicesOf } from "./deployment";

/** Who listens where on the host, and what is reachable there. */
export const addresses = (deployed: Deployed) =>
  describe("addresses", () => {
    test("staging listens on loopback only, so that nobody outside sees it", async () => {
      const { staging } = deployed().environments;
      const ports = (await containersOf(staging)).flatMap(published);
      expect(ports.map(({ ip }) => ip)).toEqual(ports.map(() => "127.0.0.1"));
      const own = [staging.http, staging.https, staging.stats].map((base) => Number(new URL(base).port));
      for (const port of own)
        for (const address of outwardAddresses())
          expect(await listens(address, port), `${address}:${port}`).toBe(false);
    });

    test("production's stats page and routers are on a private address; only its farm may be public", async () => {
      const { prod } = deployed().environments;
      const open = (await containersOf(prod)).flatMap(published).filter(({ ip }) => !isPrivate(ip));
      const farm = [prod.http, prod.https].map((base) => Number(new URL(base).port));
      expect(open.filter(({ port }) => !farm.includes(port))).toEqual([]);
    });

    test("a service has no port of its own on the host: the farm is the only way in", async () => {
      for (const environment of both(deployed)) {
        const running = await servicesOf(environment);
        expect(running.length).toBeGreaterThan(5);
        for (const service of running) expect(published(service), service.Name).toEqual([]);
      }
    });

    test("the stats page and the metrics answer on the stats address", async () => {
      for (const { stats } of both(deployed)) {
        const page = await ask(stats, "localhost", "/stats");
        expect(page.status).toBe(200);
        expect(page.text).toContain("Statistics Report");
        // HAProxy refreshes by a header.
        expect(String(page.headers.refresh)).toBe("10");
        const metrics = await ask(stats, "localhost", "/metrics");
        expect(metrics.status).toBe(200);
        expect(metrics.text).toContain("haproxy_frontend_http_requests_total");
      }
    });

    test("a service's container sees neither statistics nor metrics of its farm, let alone the admin's buttons", async () => {
      for (const environment of both(deployed)) {
        const neighbour = await first(environment, "router");
        for (const path of ["/stats", "/metrics"]) {
          const url = `http://${addressOf(await first(environment, "farm"))}:${farmPorts.stats}${path}`;
          const said = await runIn(neighbour, ["wget", "-S", "-T", "3", "-O", "/dev/null", url]);
          expect(said.match(/HTTP\/1.1 (\d+)/)?.[1], `${environment.name} ${path}`).toBe("403");
        }
      }
    });

    test("the stats address tells when each certificate of the environment's own authority ends", async () => {
      for (const { stats, https } of both(deployed)) {
        const { text } = await ask(stats, "localhost", "/certificates/metrics");
        const made = await handshake(https, "web.example.org", { unverified: true });
        const end = /expiry_timestamp_seconds\{domain="web\.example\.org"\} (\d+)\n/.exec(text)?.[1];
        expect(made).toMatchObject({ until: Number(end) });
      }
    });

    test.each(["/web", "/health"])("the stats address serves nothing else: %s", async (path) => {
      for (const { stats } of both(deployed)) {
        const answer = await ask(stats, "web.example.org", path);
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.text).not.toContain("Statistics");
      }
    });
  });

/** The machine's addresses that others may reach: other machines, and containers of other networks. */
const outwardAddresses = () =>
  Object.values(os.networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4")
    .map(({ address }) => address);

const isPrivate = (ip: string) =>
  /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(ip) || ip === "::1";
