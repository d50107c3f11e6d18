import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { docker, logsOf, runIn } from "../support/containers";
import { ask } from "../support/http";
import { commandLines } from "../support/processes";
import { both, containersOf, type Deployed, only } from "./deployment";
import { secretOf } from "./scenario";

/** A service's secret is known to the service, and written nowhere else. */
export const secrets = (deployed: Deployed) =>
  describe("secrets", () => {
    test("the service has its secret", async () => {
      for (const { https, name } of both(deployed)) {
        const answer = await ask(https, "vault.example.org", "/secret-hash?name=SECRET");
        expect(answer.text).toContain(createHash("sha256").update(secretOf(name)).digest("hex"));
      }
    });

    test("no label and no command line has it, which every user of the engine or the host can read", async () => {
      for (const environment of both(deployed))
        for (const { Config, Args, Path, Name } of await containersOf(environment)) {
          const { Labels, Cmd, Entrypoint, Healthcheck } = Config;
          const open = JSON.stringify([Labels, Cmd, Entrypoint, Healthcheck, Args, Path]);
          expect(open, Name).not.toContain(secretOf(environment.name));
        }
      for (const line of await commandLines())
        for (const { name } of both(deployed)) expect(line).not.toContain(secretOf(name));
    });

    test("no other container has it in its environment", async () => {
      for (const environment of both(deployed)) {
        const having = (await containersOf(environment)).filter(({ Config }) =>
          Config.Env.join("\n").includes(secretOf(environment.name)),
        );
        expect(having.map(({ Config }) => Config.Labels["homeport.component"])).toEqual(["vault"]);
      }
    });

    test("no log, no route file and no label of a network or volume has it", async () => {
      for (const environment of both(deployed)) {
        const secret = secretOf(environment.name);
        for (const { Id, Name } of await containersOf(environment))
          expect(await logsOf(Id), Name).not.toContain(secret);
        for (const router of await only(environment, "router")) {
          const routes = await runIn(router, ["sh", "-c", "cat /etc/traefik/routes/*"]);
          expect(routes).toContain("vault.example.org");
          expect(routes).not.toContain(secret);
        }
        const label = Object.entries(environment.labels).map(([key, value]) => `${key}=${value}`);
        const objects = [
          await docker.listNetworks({ filters: { label } }),
          await docker.listVolumes({ filters: { label } as never }),
        ];
        expect(JSON.stringify(objects)).not.toContain(secret);
      }
    });

    test("nothing that the deployment told its user has it", () => {
      for (const { told, name } of both(deployed)) {
        expect(told).toContain("vault.example.org");
        expect(told).not.toContain(secretOf(name));
      }
    });
  });
