import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import {
  type RouterConfig,
  renderRouterCommand,
  routerGroup,
  routerPorts,
  routerUser,
  routesDirectory,
} from "../../components/router/config";
import { renderReady } from "../../components/router/ready";
import { renderPublish } from "../../components/services/publish";
import type { Route } from "../../components/services/route";
import { quote } from "../../components/shared/shell";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { waitFor } from "../support/wait";
import { passwords, routes } from "../unit/cases";
import { containerWith, docker, inside } from "./alone";

/** Who is let in by a real router. */

beforeAll(() => buildTestImages(() => {}));

/** Everything in the log, the dashboard's API, and the one that asks in the place of the farm. */
const config: RouterConfig = { trusted: ["127.0.0.1"], dashboard: true, logLevel: "DEBUG", accessLog: "all" };

/** The router's user reads the files as it does in its own container: not as root. */
function router(given: RouterConfig = config): string {
  const options = ["--user", `${routerUser}:${routerGroup}`, "--tmpfs", `${routesDirectory}:mode=755`];
  const id = containerWith(options, testImages.traefik, 'exec traefik "$@"', ...renderRouterCommand(given));
  const echo = docker(["run", "-d", "--rm", "--network", `container:${id}`, testImages.echo]).said.trim();
  onTestFinished(() => void docker(["rm", "-f", echo]));
  expect(inside(id, renderReady(["172.30.71.254"]))).toEqual({ status: 0, said: "" });
  return id;
}

/** Publishes a route as a deployment does, of a service that is told from all others by its answers. */
function publish(id: string, route: Route): void {
  const publication = { route: { ...route, servers: ["127.0.0.1:8080"] }, readySeconds: 20, drainSeconds: 0 };
  const sh = ["exec", "-i", "-u", `0:${routerGroup}`, id, "sh"];
  expect(docker(sh, renderPublish(publication))).toEqual({ status: 0, said: "" });
}

/** What the router answers: all that it says, its status, and the request as the service got it. */
function ask(id: string, host: string, path: string, headers: Record<string, string>) {
  const lines = Object.entries({ Host: host, Connection: "close", ...headers });
  const question = [`GET ${path} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`), "", ""];
  // A client that hangs up when it has asked gets no answer: its input stays open.
  const script = `[ -p /tmp/open ] || mkfifo /tmp/open
exec 3<>/tmp/open
printf '%s' ${quote(question.join("\r\n"))} >&3
nc 127.0.0.1 ${routerPorts.web} <&3`;
  const { said } = inside(id, script);
  const [, status] = /^HTTP\/1.1 (\d+)/.exec(said) ?? [];
  return { status: Number(status), said, got: () => JSON.parse(said.slice(said.indexOf("{"))) };
}

const basic = (user: string, password: string) => ({
  Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`,
});
const from = (address: string) => ({ "X-Forwarded-For": address });

describe("a service for some networks", () => {
  const { allowed } = routes;

  test("answers their clients, and all others with 403", () => {
    const id = router();
    publish(id, allowed);
    const status = (address: string) => ask(id, "inner.example.org", "/", from(address)).status;
    for (const address of ["192.168.1.0", "192.168.1.255", "10.1.2.3", "2001:db8::1", "2001:db8:ffff::"])
      expect([address, status(address)]).toEqual([address, 200]);
    for (const address of ["192.168.2.1", "10.1.2.4", "2001:db9::1", "::1", "127.0.0.1"])
      expect([address, status(address)]).toEqual([address, 403]);
  });

  test("believes the last address alone: what stands before it is the client's own word", () => {
    const id = router();
    publish(id, allowed);
    const status = (...addresses: string[]) =>
      ask(id, "inner.example.org", "/", from(addresses.join(", "))).status;
    expect(status("192.168.1.7", "203.0.113.5")).toBe(403);
    expect(status("203.0.113.5", "192.168.1.7")).toBe(200);
  });

  test.each([
    ["no address", {}],
    ["an address that is let in", from("192.168.1.7")],
    ["nonsense", from("x")],
  ])("refuses whoever comes past the farm and claims %s: nobody knows who that is", (_, headers) => {
    const id = router({ ...config, trusted: ["192.0.2.9"] });
    publish(id, { ...allowed, allow: [...allowed.allow, "127.0.0.0/8"] });
    expect(ask(id, "inner.example.org", "/", headers).status).toBe(403);
  });
});

describe("a service for some users", () => {
  const { guarded } = routes;

  test("lets each of them in, whichever tool made the hash, and does not pass the password on", () => {
    const id = router();
    publish(id, guarded);
    for (const [user, password] of Object.entries(passwords)) {
      const { status, got } = ask(id, "guarded.example.org", "/", basic(user, password));
      expect([user, status]).toEqual([user, 200]);
      expect(Object.keys(got().headers)).not.toContain("authorization");
    }
  });

  test("asks everyone else for a password, by the service's name", () => {
    const id = router();
    publish(id, guarded);
    const wrong = [
      {},
      basic("anna", ""),
      basic("anna", passwords.ben),
      basic("eve", passwords.anna),
      basic("anna", guarded.users.anna),
      { Authorization: "Bearer x" },
    ];
    for (const headers of wrong) {
      const { status, said } = ask(id, "guarded.example.org", "/", headers);
      expect(status).toBe(401);
      expect(said).toMatch(/^www-authenticate: basic realm="guarded"\r$/im);
      expect(said).not.toMatch(/traefik/i);
    }
  });

  test("takes a changed password as soon as the route is published, and no longer the old one", () => {
    const id = router();
    publish(id, guarded);
    publish(id, { ...guarded, users: { anna: guarded.users.ben } });
    const status = (user: string, password: string) =>
      ask(id, "guarded.example.org", "/", basic(user, password)).status;
    expect(status("anna", passwords.anna)).toBe(401);
    expect(status("anna", passwords.ben)).toBe(200);
    expect(status("ben", passwords.ben)).toBe(401);
    publish(id, { ...guarded, users: undefined });
    expect(ask(id, "guarded.example.org", "/", {}).status).toBe(200);
    expect(inside(id, `ls ${routesDirectory} | grep guarded`).said).toBe("guarded.yml\n");
  });

  test("has its hashes in a file for the router alone: no log and no page of the dashboard shows them", async () => {
    const id = router();
    publish(id, guarded);
    expect(inside(id, `stat -c '%a %u:%g' ${routesDirectory}/guarded.users`).said).toBe("640 0:65532\n");
    ask(id, "guarded.example.org", "/", basic("anna", passwords.anna));
    const api = (path: string) =>
      inside(id, `wget -q -O - http://127.0.0.1:${routerPorts.dashboard}/api/${path}`).said;
    expect(inside(id, renderReady(["172.30.71.254"], "127.0.0.1")).status).toBe(0);
    await waitFor("the dashboard", async () => api("rawdata").includes("guarded_users@file"));
    const told = [
      api("rawdata"),
      api("http/middlewares/guarded_users@file"),
      docker(["logs", id]).said,
    ].join();
    expect(told).toContain("/guarded.users");
    for (const hash of Object.values(guarded.users)) expect(told).not.toContain(hash.slice(7));
    for (const password of Object.values(passwords)) expect(told).not.toContain(password);
  });
});

test("a service for some users of some networks asks a stranger for no password, and strips its prefix last", () => {
  const id = router();
  publish(id, routes["allowed-guarded-stripped"]);
  const at = (address: string, headers: Record<string, string>) =>
    ask(id, "apps.example.org", "/office/desk", { ...from(address), ...headers });
  expect(at("203.0.113.5", basic("anna", passwords.anna)).status).toBe(403);
  expect(at("192.168.1.7", {}).status).toBe(401);
  const { status, got } = at("192.168.1.7", basic("anna", passwords.anna));
  expect([status, got().path]).toEqual([200, "/desk"]);
});
