import { describe, expect, test } from "vitest";
import type { ApplicationArgs, ApplicationContainer } from "../../../components/applications/args";
import { exchangeOf } from "../../../components/applications/exchanged";
import { circleIn, inOrder, waitsOf } from "../../../components/applications/order";
import { waysOf } from "../../../components/applications/webs";
import { madeUp } from "../madeUp";

const web = { domains: ["cloud.example.org"], port: 80 };
const args: ApplicationArgs = {
  router: madeUp("TraefikRouter"),
  volumes: { db: {}, media: { shared: true } },
  containers: {
    app: { image: "a:1", web, after: { db: "healthy", cache: "started" } },
    db: { image: "b:1", mounts: [{ volume: "db", path: "/db" }], stopSeconds: 30, readySeconds: 90 },
    cache: { image: "c:1" },
    worker: { image: "a:1", after: { migrate: "done" }, mounts: [{ volume: "media", path: "/media" }] },
    backup: { image: "d:1", mounts: [{ volume: "db", path: "/db", readOnly: true }] },
  },
  jobs: { migrate: { like: "app", command: ["migrate"] } },
};

describe("a container is exchanged", () => {
  const deploys = (more: Record<string, Partial<ApplicationContainer>> = {}) => {
    const containers = Object.fromEntries(
      Object.entries(args.containers).map(([name, one]) => [name, { ...one, ...more[name] }]),
    );
    return Object.fromEntries(
      Object.entries(containers).map(([name, one]) => [
        name,
        exchangeOf({ ...args, containers }, name, one).deploys,
      ]),
    );
  };

  test("stop-first where it publishes UDP: two cannot have one port", () => {
    const udp = [{ port: 3478, at: { address: "0.0.0.0", port: 3478 } }];
    expect(deploys({ worker: { udp } }).worker).toBe("stop-first");
  });

  test("stop-first where it writes alone or others call it, else start-first", () => {
    expect(deploys()).toEqual({
      app: "start-first",
      db: "stop-first",
      cache: "stop-first",
      worker: "start-first",
      backup: "start-first",
    });
  });

  test("stop-first by a name that it has been given, unless there are several of it", () => {
    expect(deploys({ worker: { aliases: ["queue"] } }).worker).toBe("stop-first");
    expect(deploys({ worker: { aliases: ["queue"], replicas: 2 } }).worker).toBe("start-first");
    expect(deploys({ app: { aliases: ["nextcloud"] } }).app).toBe("start-first");
  });

  test("with a gap of at most what its end and its start may take", () => {
    const { db, cache, app } = args.containers as Record<string, ApplicationContainer>;
    expect(exchangeOf(args, "db", db as ApplicationContainer).gapSeconds).toBe(120);
    expect(exchangeOf(args, "cache", cache as ApplicationContainer).gapSeconds).toBe(70);
    expect(exchangeOf(args, "app", app as ApplicationContainer).gapSeconds).toBe(0);
  });
});

describe("what waits for what", () => {
  test("a job needs what its container needs, and the container waits for it", () => {
    const waits = waitsOf(args);
    expect(waits.get("migrate")).toEqual(["db", "cache"]);
    expect(waits.get("app")).toEqual(["db", "cache", "migrate"]);
    expect(inOrder(waits)).toEqual(["db", "cache", "migrate", "app", "worker", "backup"]);
  });

  test("a circle is told by its members", () => {
    const waits = new Map([
      ["a", ["b"]],
      ["b", ["c"]],
      ["c", ["b"]],
    ]);
    expect(circleIn(waits)).toEqual(["b", "c", "b"]);
    expect(circleIn(waitsOf(args))).toBeUndefined();
  });
});

test("several ways into a container are those of a service: the first has its name from it", () => {
  const console = { ...web, name: "console", pathPrefix: "/console" as const };
  expect(waysOf({ web: [{ ...web, name: "main" }, console] })).toEqual({ ...web, also: [console] });
  expect(waysOf({ web })).toEqual(web);
  expect(waysOf({})).toBeUndefined();
});
