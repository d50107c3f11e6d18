import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { switchedOff } from "../../support/hosts";
import { type Answer, sendRaw } from "../../support/http";
import { serversOf } from "../../support/statistics";
import { pause, waitFor } from "../../support/wait";
import { Asking } from "./asking";
import { failing } from "./failing";
import { startSpread } from "./home";
import { oneOfThree } from "./oneOfThree";

let spread: Asking;
beforeAll(async () => {
  spread = new Asking(await startSpread());
});
afterAll(() => spread?.home.stop());

describe("a service on two routers", () => {
  test("answers from both hosts", async () => {
    expect(await spread.seen("both")).toEqual(
      new Set([spread.idOf("east", "both-east-0"), spread.idOf("west", "both-west-0")]),
    );
  });

  test("is told the visitor's address by whichever host, and what the visitor says of it by none", async () => {
    const spoofed = { "X-Forwarded-For": "66.66.66.66", "X-Real-IP": "66.66.66.66" };
    const asked = await Promise.all(
      ["here", "alone", ...Array(8).fill("both")].map(async (name) =>
        (await spread.get(name, "/", spoofed)).json(),
      ),
    );
    expect(new Set(asked.map((one) => one.instance)).size).toBe(4);
    const visitors = asked.map(({ headers }) => headers["x-forwarded-for"].split(", ")[0]);
    expect(visitors[0]).toMatch(/^10\.213\.12\./);
    expect(new Set(visitors).size).toBe(1);
    expect(JSON.stringify(asked)).not.toContain("66.66");
  });

  test("shares its domain with another one on the same routers", async () => {
    const answers = ["/", "/corner", "/corner/x", "/cornered"].map(
      async (path) => (await spread.get("basket", path)).json().answer,
    );
    expect(await Promise.all(answers)).toEqual(["basket", "corner", "corner", "basket"]);
  });

  test("is asked for the path that was sent, and for none that could be its neighbour's, on whichever host", async () => {
    for (let time = 0; time < 4; time++) {
      for (const path of ["//a/../%61%2f", "/corner/a//%2f", "/corner/a/../b"])
        expect((await spread.get("basket", path)).json().path).toBe(path);
      for (const path of [
        "//corner",
        "/CORNER",
        "/x%2f..%2fcorner",
        "/corner/..",
        "/corner%2f..",
        "/corner/..;/x",
      ])
        expect((await spread.get("basket", path)).status, path).toBe(400);
    }
    expect((await spread.get("alone", "//a/../%61%2f%5c")).json().path, "behind a gate").toBe(
      "//a/../%61%2f%5c",
    );
  });

  test("is asked for its readiness by the farm, and by no visitor", async () => {
    const question = "GET / HTTP/1.1\r\nHost: both_ready\r\nConnection: close\r\n\r\n";
    const said = await sendRaw(spread.home.https, question, { domain: "both.example.org" });
    expect(said).toMatch(/^HTTP\/1.1 404 /);
    expect(said).toContain("There is nothing here.");
  });
});

describe("an application that answers only what it expects", () => {
  /** What both routers say of a service when their health checks have looked twice. */
  const lookedTwice = async (service: string) => {
    await pause(14);
    const servers = await serversOf(spread.home.stats);
    return servers.filter(({ section }) => section === `service_${service}`).map(({ status }) => status);
  };

  test("its name and https: is up on both hosts, and stays so", async () => {
    expect(await lookedTwice("strict")).toEqual(["UP", "UP"]);
    expect(await spread.seen("strict")).toEqual(
      new Set([spread.idOf("east", "strict-east-0"), spread.idOf("west", "strict-west-0")]),
    );
  });

  test("with one status alone: the farm hears yes and no by the same rule, and its query arrives", async () => {
    expect(await lookedTwice("locked")).toEqual(["UP", "UP"]);
    expect(await spread.status("locked")).toBe(401);
    const asked = (await spread.get("locked", "/asked")).json() as { path: string; headers: object }[];
    expect(new Set(asked.map(({ path }) => path))).toEqual(new Set(["/?deep=1"]));
    expect(asked.length, "by the probe, the health check and the farm").toBeGreaterThanOrEqual(3);
  });
});

describe("a visitor of a service that keeps its visitors", () => {
  const cookiesOf = ({ headers }: Answer) => headers["set-cookie"] ?? [];
  const kept = (answer: Answer) => ({
    cookie: cookiesOf(answer)
      .map((one) => one.replace(/;.*/, ""))
      .join("; "),
  });

  test("stays with one host, by a cookie that no script reads and no other site sends", async () => {
    const first = await spread.get("basket");
    const [own, ...more] = cookiesOf(first).filter((one) => one.startsWith("homeport_basket_host="));
    expect(more).toEqual([]);
    for (const attribute of ["HttpOnly", "Secure", "SameSite=Lax", "path=/"])
      expect(own).toContain(attribute);
    expect(own).not.toMatch(/west|own/);

    for (let at = 0; at < 8; at++)
      expect(await spread.instance("basket", kept(first))).toBe(first.json().instance);
    expect((await spread.seen("basket")).size, "without the cookie, both answer").toBe(2);
    expect(cookiesOf(await spread.get("basket", "/", kept(first)))).toEqual([]);
    expect((await spread.get("basket", "/", kept(first))).json().headers.cookie ?? "").not.toContain("_host");
  });

  test("has another host while that one is down, and stays there", async () => {
    const there = await waitFor("an answer of the west", async () => {
      const answer = await spread.get("basket");
      return answer.json().instance === spread.idOf("west", "basket-west-0") && answer;
    });
    const west = switchedOff(spread.home.west);
    await west.fail();
    try {
      const answer = await spread.get("basket", "/", kept(there));
      expect(answer.status).toBe(200);
      const now = answer.json().instance;
      expect(now).not.toBe(there.json().instance);
      await west.heal();
      await waitFor("the west", async () => (await spread.seen("basket")).has(there.json().instance));
      expect(await spread.instance("basket", kept(answer))).toBe(now);
    } finally {
      await west.heal();
    }
  });
});

failing(() => spread);
oneOfThree(() => spread);
