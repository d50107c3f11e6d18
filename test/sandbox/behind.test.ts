import { connect } from "node:net";
import { connect as secure } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Behind } from "../../components/front/farm/behind";
import type { FarmConfig } from "../../components/front/farm/farmConfig";
import type { Route } from "../../components/services/route";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { makeCertificate } from "../support/certificates";
import { ask } from "../support/http";
import { trust } from "../support/trust";
import { waitFor } from "../support/wait";
import { routes } from "../unit/cases";
import { docker } from "./alone";
import { apacheEnding, type Front, nginxEnding, passingOn } from "./behind/fronts";
import { type Road, road } from "./road";

/** A farm behind other proxies. This process calls from the network's gateway: as a visitor, a stranger, or a proxy. */

const [open, walled] = ["open.example.org", "walled.example.org"];
const ends: (() => void)[] = [];
let way: Road;
let base: string;
let own: string;

beforeAll(async () => {
  await buildTestImages(() => {});
  way = await road([open, walled], serving(), { atEnd: (end) => ends.unshift(end) });
  base = `https://127.0.0.1:${way.port}`;
  own = `${way.prefix}.1`;
  trust(base, way.root.pem);
  way.start("echo", testImages.echo);
  const served = { probe: { kind: "http", path: "/health" }, servers: ["echo:8080"] } as const;
  const route = (service: string, domain: string): Route => ({
    ...routes.exact,
    ...served,
    service,
    domains: [domain],
  });
  const deploy = { readySeconds: 20, drainSeconds: 0 };
  for (const one of [route("open", open), { ...route("walled", walled), allow: ["203.0.113.0/24"] }])
    expect(way.publish({ ...deploy, route: one })).toEqual({ status: 0, said: "" });
});
afterAll(() => {
  for (const end of ends) end();
});

function serving(more: Partial<FarmConfig> = {}) {
  return { domains: [{ router: "router", domains: [open, walled] }], ...more };
}

/** Whoever is asked next knows who stands in front. */
async function standBehind(behind: Behind, more: Partial<FarmConfig> = {}): Promise<void> {
  const leaf = await makeCertificate({ names: [open, walled], by: way.root });
  await way.configure([{ domains: [open, walled], ...leaf }], serving({ behind, ...more }));
}

/** Whom an application takes for its visitor: by the one header, and by the other. */
async function visitorOf(at: string, headers: Record<string, string | string[]> = {}): Promise<string> {
  const told = (await ask(at, open, "/", { headers })).json().headers;
  const [first] = told["x-forwarded-for"].split(", ");
  expect(told["x-real-ip"]).toBe(first);
  expect(JSON.stringify(told)).not.toContain("6.6.6.6");
  return first;
}

const status = async (at: string, headers: Record<string, string> = {}, name = walled) =>
  (await ask(at, name, "/", { headers })).status;

describe("by X-Forwarded-For", () => {
  describe("from an address that stands in front", () => {
    beforeAll(() =>
      standBehind({ addresses: [own, "10.9.0.0/16", "2001:db8:9::/48"], by: "x-forwarded-for" }),
    );

    test.each<[string, string | string[], string?]>([
      ["the only address", "203.0.113.7", "203.0.113.7"],
      ["the last one, whatever is before it", "6.6.6.6, 203.0.113.7", "203.0.113.7"],
      ["the last one of the last header", ["6.6.6.6", "6.6.6.6, 203.0.113.7"], "203.0.113.7"],
      ["the one before other proxies", "6.6.6.6, 203.0.113.7, 10.9.0.1,10.9.1.1", "203.0.113.7"],
      ["one of IPv6", "6.6.6.6, 2001:db8::7, 2001:db8:9::1", "2001:db8::7"],
      ["one with its port", "203.0.113.7:4711", "203.0.113.7"],
      ["one of IPv6 with its port", "[2001:db8::7]:4711", "2001:db8::7"],
      ["one in brackets", "[2001:db8::7]", "2001:db8::7"],
      ["one of IPv4 in the form of IPv6", "::ffff:203.0.113.7", "203.0.113.7"],
      ["the first proxy, where all are", "10.9.0.1, 10.9.1.1", "10.9.0.1"],
      ["the proxy itself, of whom it is unknown", "6.6.6.6, unknown"],
      ["the proxy before, of whom that one does not know", "6.6.6.6, unknown, 10.9.1.1", "10.9.1.1"],
      ["nobody behind something empty", "6.6.6.6, "],
      ["nobody behind what is no address", "6.6.6.6, 203.0.113.300"],
      ["nobody behind what is no address for most", "6.6.6.6, 203.0.1135"],
      ["the proxy itself, where it tells nothing", []],
    ])("the visitor is %s: %j", async (_, told, expected = own) => {
      expect(await visitorOf(base, { "X-Forwarded-For": told })).toBe(expected);
    });

    test("nothing else that tells of a visitor is believed", async () => {
      const others = { Forwarded: "for=6.6.6.6", "X-Real-IP": "6.6.6.6", X_Forwarded_For: "6.6.6.6" };
      expect(await visitorOf(base, others)).toBe(own);
    });

    test("a service lets in whom it lets in without a proxy", async () => {
      expect(await status(base, { "X-Forwarded-For": "6.6.6.6, 203.0.113.7" })).toBe(200);
      expect(await status(base, { "X-Forwarded-For": "203.0.113.7, 6.6.6.6" })).toBe(403);
      expect(await status(base)).toBe(403);
    });

    test("the log has the visitor", async () => {
      await ask(base, open, "/logged", { headers: { "X-Forwarded-For": "203.0.113.7" } });
      const lines = () =>
        docker(["logs", way.farm])
          .said.split("\n")
          .flatMap((line) => (line.includes("logged") ? [JSON.parse(line)] : []));
      await waitFor("a line of the request", async () => lines().length > 0);
      expect(lines()).toEqual([expect.objectContaining({ path: "/logged", visitor: "203.0.113.7" })]);
    });
  });

  test("each visitor has a rate of their own, and the proxy keeps its connection whatever one of them does", async () => {
    await standBehind(
      { addresses: [own], by: "x-forwarded-for" },
      {
        rateLimit: { requests: 3, seconds: 60 },
        perAddress: { ...limits, connections: 1, newConnections: 2 },
      },
    );
    const asked = async (visitor: string, times: number) =>
      Promise.all(Array.from({ length: times }, () => status(base, { "X-Forwarded-For": visitor }, open)));
    // Far beyond the limit, a connection of the visitor's own would be closed.
    const all = (await asked("203.0.113.7", 60)).sort();
    expect(all).toEqual([200, 200, 200, ...Array.from({ length: 57 }, () => 429)]);
    expect(await asked("203.0.113.8", 3)).toEqual([200, 200, 200]);
  });

  test("from anywhere else, nothing is believed", async () => {
    await standBehind({ addresses: ["10.9.0.0/16"], by: "x-forwarded-for" });
    expect(await visitorOf(base, { "X-Forwarded-For": "6.6.6.6" })).toBe(own);
    expect(await visitorOf(base, { "X-Forwarded-For": "6.6.6.6, 10.9.0.1" })).toBe(own);
    expect(await status(base, { "X-Forwarded-For": "203.0.113.7" })).toBe(403);
  });

  test.each([
    ["nginx", nginxEnding, 201],
    ["Apache", apacheEnding, 202],
  ] as const)("%s ends TLS, and its visitors are who they are", async (_, start, end) => {
    const front = await start(way, open, end);
    await standBehind({ addresses: ["10.9.9.9"], by: "x-forwarded-for" });
    expect(await visitorOf(await reached(front)), "where nobody is told of it").toBe(front.address);
    await standBehind({ addresses: [front.address], by: "x-forwarded-for" });
    // On a connection that the proxy has kept, it is still the farm of before that answers.
    const lie = { "X-Forwarded-For": "6.6.6.6" };
    const at = await reached(front);
    await waitFor("the visitor behind the proxy", async () => (await visitorOf(at, lie)) === own);
    expect(await visitorOf(base, lie), "past the proxy").toBe(own);
  });
});

const limits = { requests: "off", websockets: "off", wrongPasswords: "off", except: [] } as const;

/** Where a visitor asks a proxy, once it answers. */
async function reached(front: Front): Promise<string> {
  const at = `https://127.0.0.1:${front.port}`;
  trust(at, way.root.pem);
  await waitFor("the proxy in front", async () => (await status(at, {}, open)) === 200);
  return at;
}

describe("by PROXY protocol", () => {
  test.each([
    ["send-proxy", 209],
    ["send-proxy-v2", 210],
  ] as const)("a proxy passes TLS on, and tells by %s whose connection it is", async (header, at) => {
    const front = passingOn(way, open, at, header);
    await standBehind({ addresses: [front.address], by: "proxy-protocol" });
    expect(await visitorOf(await reached(front), { "X-Forwarded-For": "6.6.6.6" })).toBe(own);
    expect(await visitorOf(base, { "X-Forwarded-For": "6.6.6.6" }), "past the proxy").toBe(own);
  });

  const header = (visitor: string) => `PROXY TCP4 ${visitor} 127.0.0.1 4711 443\r\n`;

  test("from an address in front, each connection has to begin with the header", async () => {
    await standBehind({ addresses: [own], by: "proxy-protocol" });
    expect(await begun(header("203.0.113.7"))).toBe(200);
    expect(await begun(header("6.6.6.6"))).toBe(403);
    expect(await begun("PROXY UNKNOWN\r\n")).toBe(403);
    expect(await begun("")).toBe("nothing");
  });

  test("from anywhere else, none may", async () => {
    await standBehind({ addresses: ["10.9.9.9"], by: "proxy-protocol" });
    expect(await begun(header("203.0.113.7"))).toBe("nothing");
    expect(await begun("PROXY UNKNOWN\r\n")).toBe("nothing");
    expect(await begun("")).toBe(403);
  });

  /** What is answered on a connection that begins so. */
  const begun = (begin: string): Promise<number | "nothing"> =>
    new Promise((resolve) => {
      const plain = connect(way.port, "127.0.0.1", () =>
        begin ? plain.write(begin, () => secured()) : secured(),
      );
      plain.on("error", () => resolve("nothing"));
      const secured = () => {
        const socket = secure({ socket: plain, servername: walled, ca: way.root.pem }, () =>
          socket.write(`GET / HTTP/1.1\r\nHost: ${walled}\r\nConnection: close\r\n\r\n`),
        );
        let said = "";
        socket.on("data", (data) => {
          said += data.toString("latin1");
        });
        socket.on("error", () => {});
        socket.on("close", () => resolve(Number(/^HTTP\/1.1 (\d+)/.exec(said)?.[1]) || "nothing"));
      };
    });
});
