import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker } from "../support/containers";
import { cutOff, type Failure, stalled, switchedOff, unplugged } from "../support/hosts";
import { type Answer, ask, sendRaw } from "../support/http";
import { during } from "../support/load";
import { losses } from "../support/loadReport";
import { pause, waitFor } from "../support/wait";
import { containerOf, type Spread, startSpread } from "./spread";

let spread: Spread;
beforeAll(async () => {
  spread = await startSpread();
});
afterAll(() => spread?.stop());

const get = (name: string, path = "/", headers: Record<string, string> = {}): Promise<Answer> =>
  ask(spread.https, `${name}.example.org`, path, { headers });
const status = async (name: string) => (await get(name)).status;
const instance = async (name: string, headers = {}) => (await get(name, "/", headers)).json().instance;

/** The containers that answer for a service, seen in as many requests as make it sure. */
async function seen(name: string, requests = 12): Promise<Set<string>> {
  const all = new Set<string>();
  for (let at = 0; at < requests; at++) all.add(await instance(name));
  return all;
}

/** Whoever has been told by its container's short id: so the answers name it. */
const idOf = (host: "east" | "west", name: string) =>
  containerOf(spread[host].containers, name).Id.slice(0, 12);

describe("a service on two routers", () => {
  test("answers from both hosts", async () => {
    expect(await seen("both")).toEqual(new Set([idOf("east", "both-east-0"), idOf("west", "both-west-0")]));
  });

  test("is told the visitor's address by whichever host, and what the visitor says of it by none", async () => {
    const spoofed = { "X-Forwarded-For": "66.66.66.66", "X-Real-IP": "66.66.66.66" };
    const asked = await Promise.all(
      ["here", "alone", ...Array(8).fill("both")].map(async (name) => (await get(name, "/", spoofed)).json()),
    );
    expect(new Set(asked.map((one) => one.instance)).size).toBe(4);
    const visitors = asked.map(({ headers }) => headers["x-forwarded-for"].split(", ")[0]);
    expect(visitors[0]).toMatch(/^10\.213\.12\./);
    expect(new Set(visitors).size).toBe(1);
    expect(JSON.stringify(asked)).not.toContain("66.66");
  });

  test("shares its domain with another one on the same routers", async () => {
    const answers = ["/", "/corner", "/corner/x", "/cornered"].map(
      async (path) => (await get("basket", path)).json().answer,
    );
    expect(await Promise.all(answers)).toEqual(["basket", "corner", "corner", "basket"]);
  });

  test("is asked for its readiness by the farm, and by no visitor", async () => {
    const question = "GET / HTTP/1.1\r\nHost: both_ready\r\nConnection: close\r\n\r\n";
    const said = await sendRaw(spread.https, question, { domain: "both.example.org" });
    expect(said).toMatch(/^HTTP\/1.1 404 /);
    expect(said).toContain("There is nothing here.");
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
    const first = await get("basket");
    const [own, ...more] = cookiesOf(first).filter((one) => one.startsWith("homeport_basket_host="));
    expect(more).toEqual([]);
    for (const attribute of ["HttpOnly", "Secure", "SameSite=Lax", "path=/"])
      expect(own).toContain(attribute);
    expect(own).not.toMatch(/west|own/);

    for (let at = 0; at < 8; at++) expect(await instance("basket", kept(first))).toBe(first.json().instance);
    expect((await seen("basket")).size, "without the cookie, both answer").toBe(2);
    expect(cookiesOf(await get("basket", "/", kept(first)))).toEqual([]);
    expect((await get("basket", "/", kept(first))).json().headers.cookie ?? "").not.toContain("_host");
  });

  test("has another host while that one is down, and stays there", async () => {
    const there = await waitFor("an answer of the west", async () => {
      const answer = await get("basket");
      return answer.json().instance === idOf("west", "basket-west-0") && answer;
    });
    const west = switchedOff(spread.west);
    await west.fail();
    try {
      const answer = await get("basket", "/", kept(there));
      expect(answer.status).toBe(200);
      const now = answer.json().instance;
      expect(now).not.toBe(there.json().instance);
      await west.heal();
      await waitFor("the west", async () => (await seen("basket")).has(there.json().instance));
      expect(await instance("basket", kept(answer))).toBe(now);
    } finally {
      await west.heal();
    }
  });
});

/** Each has at most one request under way: no more can be with a host when it goes. */
const connections = 16;

/** No machine is back sooner, and by then the farm has found out about every service on it. */
const offSeconds = 3;

describe("a host that fails leaves the others right", () => {
  /** Whether whoever calls is refused, or waits in vain. */
  type Way = [how: string, refuses: boolean, way: () => Failure];
  const ways: Way[] = [
    ["is switched off", true, () => switchedOff(spread.east)],
    ["is unplugged", true, () => unplugged(containerOf(spread.east.containers, "east-gate-haproxy"))],
    ["is cut off", false, () => cutOff(spread.east, spread.farm, spread.nobody)],
    ["stalls", false, () => stalled(spread.east)],
  ];

  test.each(ways)(
    "one that %s, whose services say so where no other host has them",
    async (_, refuses, way) => {
      await waitFor(
        "both hosts",
        async () => (await seen("both")).size === 2 && (await status("alone")) === 200,
      );
      const { fail, heal } = once(way());
      let failedAt = "";
      try {
        const report = await during(loadOf("both"), async () => {
          await pause(1);
          await fail();
          failedAt = new Date().toISOString();
          const page = await waitFor("the page", async () => pageOf(await get("alone")), 3);
          expect(page).toContain("Not available");
          expect(await status("here")).toBe(200);
          await waitFor("the farm to know", async () => {
            const began = performance.now();
            return (await status("alone")) === 503 && performance.now() - began < 500;
          });
          expect(await seen("both")).toEqual(new Set([idOf("west", "both-west-0")]));
          await pause(offSeconds);
          await heal();
          await waitFor("its return", async () => (await status("alone")) === 200, 5);
          await waitFor("its share", async () => (await seen("both")).size === 2);
        });
        const after = report.failures.filter(({ sentAt }) => sentAt > failedAt);
        if (refuses) expect(after, losses(report)).toEqual([]);
        expect(report.failed, losses(report)).toBeLessThanOrEqual(connections);
        expect(Object.keys(report.statuses), "no page for what another host answers").toEqual(["200"]);
      } finally {
        await heal();
      }
    },
  );

  test("one that is back without its containers, which gets nobody until they are there", async () => {
    const { containers } = spread.east;
    const [router, gate] = ["east-traefik", "east-gate-haproxy"].map((name) => containerOf(containers, name));
    const services = containers.filter((one) => one !== router && one !== gate);
    const { fail, heal } = once(switchedOff(spread.east));
    try {
      const report = await during(loadOf("both"), async () => {
        await fail();
        await pause(offSeconds);
        for (const one of [router, gate]) await docker.getContainer(one?.Id ?? "").start();
        // The router says by itself that nobody is there for the service that it has alone.
        await waitFor("the router", async () => (await get("alone", "/nowhere")).status === 503);
        await pause(3);
        expect(await seen("both")).toEqual(new Set([idOf("west", "both-west-0")]));
        for (const one of services) await docker.getContainer(one.Id).start();
        await waitFor("its share", async () => (await seen("both")).size === 2);
      });
      expect(report.failed, losses(report)).toBeLessThanOrEqual(connections);
      expect(Object.keys(report.statuses)).toEqual(["200"]);
    } finally {
      await heal();
    }
  });
});

test("a host that has missed one check is not taken for gone", async () => {
  const gate = docker.getContainer(containerOf(spread.east.containers, "east-gate-haproxy").Id);
  await waitFor("the host", async () => (await stateOf("router_east")) === "UP");
  await gate.pause();
  try {
    const state = await waitFor("a check to fail", async () => {
      const now = await stateOf("router_east");
      return now !== "UP" && now;
    });
    expect(state).toBe("UP 1/2");
  } finally {
    await gate.unpause();
  }
  await waitFor("the next check", async () => (await stateOf("router_east")) === "UP");
});

test("a service whose containers are gone on one host is answered for by the other", async () => {
  const east = docker.getContainer(containerOf(spread.east.containers, "both-east-0").Id);
  await east.stop({ t: 0 });
  try {
    const west = idOf("west", "both-west-0");
    await waitFor("the farm to know", async () => [...(await seen("both"))].join() === west);
    expect(await status("alone"), "the host is there").toBe(200);
  } finally {
    await east.start();
  }
  await waitFor("its return", async () => (await seen("both")).size === 2);
});

/** What the farm thinks of the only server of a section. */
async function stateOf(section: string): Promise<string> {
  const [head = "", ...lines] = (await ask(spread.stats, "localhost", "/stats;csv")).text.split("\n");
  const at = (column: string) => head.replace(/^# /, "").split(",").indexOf(column);
  const servers = lines.map((line) => line.split(",")).filter((line) => line[at("type")] === "2");
  return servers.find((line) => line[at("pxname")] === section)?.[at("status")] ?? "";
}

const loadOf = (name: string) => ({
  origin: spread.https,
  host: `${name}.example.org`,
  rate: 50,
  connections,
  timeoutSeconds: 30,
});

/** The same, whose return is asked for as often as one likes. */
function once({ fail, heal }: Failure): Failure {
  let healed: Promise<void> | undefined;
  return {
    fail,
    heal: () => {
      healed ??= heal();
      return healed;
    },
  };
}

const pageOf = ({ status, text }: Answer) => status === 503 && text;
