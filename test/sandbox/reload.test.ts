import { beforeAll, describe, expect, test } from "vitest";
import WebSocket from "ws";
import type { Route } from "../../components/services/route";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { makeCertificate } from "../support/certificates";
import { open } from "../support/http";
import { start as startLoad } from "../support/load";
import { secure, trust } from "../support/trust";
import { visit } from "../support/visit";
import { waitFor } from "../support/wait";
import { routes } from "../unit/cases";
import { inside } from "./alone";
import { type Road, road, type Shown } from "./road";

/** What a farm's visitors notice of a change, and what they do not: by the whole road, with what is open for long. */

beforeAll(() => buildTestImages(() => {}));

const blog = "blog.example.org";
const shop = "shop.example.org";
const news = "news.example.org";
const serving = (...domains: string[]) => ({ domains: [{ router: "router", domains }] });

/** The process that serves: another one after each reload. */
const processOf = ({ farm }: Road) =>
  /^Pid: (\d+)/m.exec(inside(farm, "echo show info | nc 127.0.0.1 8407").said)?.[1] ?? "none";

/** All that HAProxy has and a change can touch, in its own words; without addresses in its memory. */
function stateOf({ farm }: Road): string {
  const script = `ask() { echo "$1" | nc 127.0.0.1 8407; }
for kind in acl map; do ask "show $kind" | grep -o '(/[^)]*)' | tr -d '()' | sort | while read -r file; do
  echo "\${file%-*}"; ask "show $kind $file" | sed 's/^0x[0-9a-f]* //' | sort; done; done
for list in $(ask "show ssl crt-list"); do ask "show ssl crt-list -n $list" | sed -e 's/^\\([^ ]*\\):[0-9]* /\\1 /' -e '/^#/d' | sort; done
ask "show ssl cert" | sort
`;
  return inside(farm, script).said;
}

/** A home with a blog and a shop behind one router, and one long websocket and download of the blog. */
async function home(more: Partial<Parameters<typeof road>[1]> = {}) {
  const way = await road([blog, shop], { ...serving(blog, shop), ...more });
  way.start("echo", testImages.echo);
  const echo: Route = {
    ...routes.exact,
    service: "all",
    domains: [blog, shop, news, "*.example.org"],
    probe: { kind: "http", path: "/health" },
    servers: ["echo:8080"],
  };
  expect(way.publish({ readySeconds: 20, drainSeconds: 0, route: echo })).toEqual({ status: 0, said: "" });
  const base = `https://127.0.0.1:${way.port}`;
  trust(base, way.root.pem);
  const certify = async (...domains: string[]): Promise<Shown> => ({
    domains,
    ...(await makeCertificate({ names: domains, by: way.root })),
  });
  return { way, base, certify, long: await longOnes(base) };
}

/** Each says whether it goes on. */
async function longOnes(base: string) {
  const socket = new WebSocket(`${base.replace(/^http/, "ws")}/ws`, {
    ...secure(base, blog),
    headers: { host: blog },
  });
  let ended: number | undefined;
  socket.on("close", () => {
    ended = performance.now();
  });
  socket.on("error", () => {});
  await new Promise((resolve) => socket.once("open", resolve));
  const response = await open(base, blog, "/events?count=100000&every=50");
  let seen = 0;
  response.on("data", () => seen++);
  response.on("error", () => {});
  const once = (event: "message") => new Promise((resolve) => socket.once(event, resolve));
  return {
    endedAt: () => ended,
    end: () => {
      socket.terminate();
      response.destroy();
    },
    goOn: async () => {
      const before = seen;
      socket.send("still there");
      await once("message");
      await waitFor("another piece of the download", async () => seen > before, 30);
    },
  };
}

const shown = async ({ port, root }: Road, name: string) => {
  const answer = await visit(port, name, { ca: root.pem });
  return "status" in answer ? answer.status : "refused";
};

describe("a farm whose names and certificates change", () => {
  test("goes on in the same process, and loses nothing", async () => {
    const { way, base, certify, long } = await home();
    const before = processOf(way);
    const [both, its] = [await certify(blog, shop), await certify(news)];
    const load = startLoad({ origin: base, host: blog, rate: 200 });
    const change = async (certificates: Shown[], ...domains: string[]) => {
      await way.configure(certificates, serving(...domains));
      await long.goOn();
    };

    // Another certificate for the same names.
    await change([both], blog, shop);
    // A service that is new, with its own certificate.
    await change([both, its], blog, shop, news);
    expect(await shown(way, news)).toBe(200);
    expect(await shown(way, shop)).toBe(200);
    // One that goes, with its certificate.
    await change([both], blog, shop);
    expect(await shown(way, news)).toBe("refused");
    // A renewed certificate, and a name that goes.
    await change([await certify(blog)], blog);
    expect(await shown(way, shop)).toBe("refused");
    expect(await shown(way, blog)).toBe(200);

    expect(processOf(way)).toBe(before);
    const { failures, certificates } = await load.stop();
    expect(failures).toEqual([]);
    expect(Object.keys(certificates).length).toBeGreaterThan(0);
    long.end();

    // Whoever reads the files has the same farm.
    const state = stateOf(way);
    expect(state).toContain(blog);
    expect(state).not.toContain(shop);
    inside(way.farm, "kill -USR2 1");
    await waitFor("a reload", async () => ![before, "none"].includes(processOf(way)), 60);
    expect(stateOf(way)).toBe(state);
  });

  test("is reloaded where it is not what its files say: nothing is lost, and all of it is there", async () => {
    const { way, base, certify, long } = await home();
    const before = processOf(way);
    const told = inside(way.farm, "ls /var/lib/haproxy/live/revision-*").said.trim();
    inside(way.farm, `echo "set map ${told} revision another" | nc 127.0.0.1 8407`);
    const load = startLoad({ origin: base, host: blog, rate: 200 });
    await way.configure([await certify(blog, shop), await certify(news)], serving(blog, shop, news));
    expect(processOf(way)).not.toBe(before);
    expect(await shown(way, news)).toBe(200);
    await long.goOn();
    expect((await load.stop()).failures).toEqual([]);
    long.end();
  });
});

describe("a reload", () => {
  const limits = [1001, 1002].map((requests) => ({ rateLimit: { requests, seconds: 10 } }));

  test("leaves what is open for as long as was chosen, and no longer", async () => {
    const { way, certify, long } = await home({ hardStopSeconds: 4, rateLimit: "off" });
    const before = processOf(way);
    const certificates = [await certify(blog, shop)];
    const began = performance.now();
    await way.configure(certificates, { ...serving(blog, shop), hardStopSeconds: 4, ...limits[0] });
    expect(processOf(way)).not.toBe(before);
    await waitFor("the websocket to be ended", async () => long.endedAt() !== undefined, 120);
    expect((long.endedAt() ?? 0) - began).toBeGreaterThan(4_000);
    long.end();
  });

  test("leaves it through several of them, with an hour", async () => {
    const { way, certify, long } = await home({ hardStopSeconds: 3600, rateLimit: "off" });
    const certificates = [await certify(blog, shop)];
    for (const limit of limits) {
      const before = processOf(way);
      await way.configure(certificates, { ...serving(blog, shop), hardStopSeconds: 3600, ...limit });
      expect(processOf(way)).not.toBe(before);
      await long.goOn();
    }
    long.end();
  });
});
