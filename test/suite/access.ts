import { describe, expect, test } from "vitest";
import { addressOf, docker, logsOf, runIn } from "../support/containers";
import { ask } from "../support/http";
import { commandLines } from "../support/processes";
import { both, containersOf, type Deployed, type Environment, first } from "./deployment";
import { gateOf } from "./gate";

/** An address that `inner` lets in, and one that `near` does. */
const claims = ["192.0.2.7", "10.0.0.7"];

/** Services that are not for everyone. */
export const access = (deployed: Deployed) =>
  describe("access", () => {
    test("a service for some users asks a visitor for a password, by its own name", async () => {
      for (const { https } of both(deployed)) {
        const answer = await ask(https, "guarded.example.org");
        expect(answer.status).toBe(401);
        expect(answer.headers["www-authenticate"]).toBe('Basic realm="guarded"');
        expect(answer.text).not.toContain("answer");
      }
    });

    test("with the password a visitor is let in, and the service never sees it", async () => {
      for (const environment of both(deployed)) {
        const headers = { authorization: basic("anna", await passwordOf(environment)) };
        const answer = await ask(environment.https, "guarded.example.org", "/desk", { headers });
        expect(answer.status).toBe(200);
        expect(answer.json()).toMatchObject({ answer: environment.name, path: "/desk" });
        expect(answer.json().headers).not.toHaveProperty("authorization");
      }
    });

    test("with any other password, name or kind of proof nobody is", async () => {
      const { prod, staging } = deployed().environments;
      const password = await passwordOf(prod);
      const wrong = [
        basic("anna", await passwordOf(staging)),
        basic("anna", ""),
        basic("anna", `${password} `),
        basic("ben", password),
        `Bearer ${password}`,
      ];
      for (const authorization of wrong) {
        const answer = await ask(prod.https, "guarded.example.org", "/", { headers: { authorization } });
        expect(answer.status).toBe(401);
      }
    });

    test("a service for some networks answers their visitors, and all others with 403", async () => {
      for (const { https, name } of both(deployed)) {
        expect((await ask(https, "near.example.org")).json().answer).toBe(name);
        const refused = await ask(https, "inner.example.org");
        expect(refused.status).toBe(403);
        expect(refused.text).not.toContain("answer");
      }
    });

    test.each(claims)("to claim to be %s is no way in: the farm tells who asks", async (address) => {
      const headers = { "x-forwarded-for": address, "x-real-ip": address, forwarded: `for=${address}` };
      for (const { https } of both(deployed)) {
        expect((await ask(https, "inner.example.org", "/", { headers })).status).toBe(403);
      }
    });

    test.each([undefined, ...claims])(
      "past the farm, at the router's published port, nobody is let in who claims to be %s",
      async (address) => {
        const headers: Record<string, string> = address ? { "x-forwarded-for": address } : {};
        for (const environment of both(deployed)) {
          const base = await gateOf(environment);
          for (const domain of ["near.example.org", "inner.example.org"])
            expect((await ask(base, domain, "/", { headers })).status, domain).toBe(403);
          expect((await ask(base, "guarded.example.org", "/", { headers })).status).toBe(401);
        }
      },
    );

    test("a container that asks the router itself is not let in either", async () => {
      for (const environment of both(deployed)) {
        const router = addressOf(await first(environment, "router"));
        for (const domain of ["near.example.org", "inner.example.org"]) {
          const claim = ["--header", `Host: ${domain}`, "--header", `X-Forwarded-For: ${claims[0]}`];
          const words = ["wget", "-S", "-T", "3", "-O", "-", ...claim, `http://${router}/`];
          const said = await runIn(await first(environment, "gate"), words);
          expect(said.match(/HTTP\/1.1 (\d+)/)?.[1], domain).toBe("403");
        }
      }
    });

    test("a password's hash is read by the router alone: not in what Docker, a log or a process list shows", async () => {
      for (const environment of both(deployed)) {
        const users = await runIn(await first(environment, "router"), ["cat", usersFile]);
        const hash = /^anna:(\$2[aby]\$10\$.{53})\n$/.exec(users)?.[1] ?? "";
        expect(hash).toHaveLength(60);
        const all = await containersOf(environment);
        const shown = [
          JSON.stringify(all),
          ...(await Promise.all(all.map(({ Id }) => logsOf(Id)))),
          ...(await commandLines()),
          JSON.stringify(await docker.listVolumes()),
          environment.told,
        ];
        expect(shown.filter((text) => text.includes(hash.slice(7)))).toEqual([]);
        const mode = await runIn(await first(environment, "router"), ["stat", "-c", "%a %u:%g", usersFile]);
        expect(mode).toBe("640 0:65532\n");
      }
    });
  });

const usersFile = "/etc/traefik/routes/guarded.users";

const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

/** Only the service knows it, and whoever may look into its container. */
async function passwordOf(environment: Environment): Promise<string> {
  const { Config } = await first(environment, "guarded");
  const password = Config.Env.find((line) => line.startsWith("PASSWORD="))?.slice("PASSWORD=".length);
  if (!password) throw new Error(`guarded of ${environment.name} has no password`);
  return password;
}
