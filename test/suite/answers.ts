import { describe, expect, test } from "vitest";
import { ask } from "../support/http";
import { both, type Deployed } from "./deployment";

/** Which service answers for which name and path. */
export const answers = (deployed: Deployed) =>
  describe("answers", () => {
    test("the same domain gives each environment's own answer: production and staging never meet", async () => {
      for (const { https, name } of both(deployed))
        for (const domain of ["web.example.org", "www.example.org"]) {
          const answer = await ask(https, domain, "/some/path?a=1&b=%20");
          expect(answer.status).toBe(200);
          expect(answer.json()).toMatchObject({ answer: name, path: "/some/path?a=1&b=%20", host: domain });
        }
    });

    test("both replicas get their share of the requests", async () => {
      const { https } = deployed().environments.prod;
      const instances = new Set<string>();
      for (let i = 0; i < 20; i++) instances.add((await ask(https, "web.example.org")).json().instance);
      expect(instances.size).toBe(2);
    });

    test.each([
      ["with the farm's port", "web.example.org:7070"],
      ["in upper case", "WEB.Example.ORG"],
      ["with a trailing dot", "web.example.org."],
      ["with all of these", "WEB.EXAMPLE.ORG.:7070"],
    ])("a Host header %s names the same domain", async (_, host) => {
      for (const { https, name } of both(deployed)) {
        const answer = await ask(https, host);
        expect(answer.status).toBe(200);
        expect(answer.json().answer).toBe(name);
      }
    });

    test("under a stripped prefix the service sees its own root, and is told of the prefix", async () => {
      const { https } = deployed().environments.prod;
      const answer = (await ask(https, "apps.example.org", "/console/users?page=2")).json();
      expect(answer).toMatchObject({ path: "/users?page=2", headers: { "x-forwarded-prefix": "/console" } });
      expect((await ask(https, "apps.example.org", "/console")).json().path).toBe("/");
    });

    test("under a kept prefix the service sees the whole path", async () => {
      const { https } = deployed().environments.prod;
      const answer = (await ask(https, "apps.example.org", "/portal/users")).json();
      expect(answer.path).toBe("/portal/users");
      expect(answer.headers).not.toHaveProperty("x-forwarded-prefix");
    });

    test("two services under one name do not answer for one another, nor for a longer word", async () => {
      const { https } = deployed().environments.prod;
      const instance = async (path: string) => (await ask(https, "apps.example.org", path)).json().instance;
      expect(await instance("/console")).not.toBe(await instance("/portal"));
      for (const path of ["/consoles", "/portal2/x", "/"])
        expect((await ask(https, "apps.example.org", path)).status, path).toBe(404);
    });

    test("a wildcard covers one level, as a certificate does, and not the name above it", async () => {
      const { https, name } = deployed().environments.staging;
      for (const domain of ["a.shops.example.org", "B-2.shops.example.org"])
        expect((await ask(https, domain)).json().answer).toBe(name);
      for (const domain of ["shops.example.org", "a.b.shops.example.org", "shopsXexample.org"])
        expect((await ask(https, domain, "/", { servername: "web.example.org" })).status, domain).toBe(404);
    });

    test("an exact name goes before the wildcard that covers it", async () => {
      const { https } = deployed().environments.prod;
      const instance = async (domain: string) => (await ask(https, domain)).json().instance;
      const fair = await instance("fair.shops.example.org");
      expect(await instance("any.shops.example.org")).not.toBe(fair);
      expect(await instance("FAIR.shops.example.org.")).toBe(fair);
    });

    test("a visitor stays with one replica by a cookie that says nothing and scripts cannot read", async () => {
      const { https } = deployed().environments.prod;
      const visit = (cookie?: string) =>
        ask(https, "basket.example.org", "/", cookie ? { headers: { cookie } } : {});
      const visits = await Promise.all(Array.from({ length: 12 }, () => visit()));
      expect(new Set(visits.map((answer) => answer.json().instance)).size).toBe(3);
      for (const answer of visits.slice(0, 4)) {
        const set = String(answer.headers["set-cookie"]);
        expect(set).toMatch(/httponly/i);
        const cookie = set.split(";")[0] ?? "";
        expect(cookie).not.toMatch(/\d+\.\d+\.\d+|basket-|:\d/);
        for (let i = 0; i < 6; i++)
          expect((await visit(cookie)).json().instance).toBe(answer.json().instance);
      }
    });

    test("a cookie of the other environment, or of a replica long gone, is no reason to fail", async () => {
      const { prod, staging } = deployed().environments;
      const set = (await ask(prod.https, "basket.example.org")).headers["set-cookie"]?.[0] ?? "";
      const cookie = set.split(";")[0] ?? "";
      const answer = await ask(staging.https, "basket.example.org", "/", { headers: { cookie } });
      expect(answer.json().answer).toBe("staging");
    });
  });
