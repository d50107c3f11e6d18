import { describe, expect, test } from "vitest";
import { cutShort } from "../../../../commands/traffic/address";
import { Counted } from "../../../../commands/traffic/counted";
import { ownerBy } from "../../../../commands/traffic/owner";
import { renderTraffic } from "../../../../commands/traffic/render";
import { type Request, requestIn } from "../../../../commands/traffic/request";
import { tally } from "../../../../commands/traffic/tally";
import { expectGolden } from "../../golden";

/** As the farm writes it. */
const line = (more: object = {}) =>
  JSON.stringify({
    time: "2026-11-27T10:00:01Z",
    visitor: "198.51.100.7",
    host: "blog.example.org",
    method: "GET",
    path: "/posts",
    status: 200,
    bytes: 5120,
    milliseconds: 12,
    backend: "router_router",
    ended: "--",
    ...more,
  });

const request = (more: Partial<Request> = {}): Request => ({
  time: "2026-11-27T10:00:01Z",
  visitor: "198.51.100.7",
  host: "blog.example.org",
  path: "/posts",
  status: 200,
  bytes: 5120,
  milliseconds: 12,
  backend: "router_router",
  ...more,
});

const serves = {
  blog: ["blog.example.org", "*.example.org"],
  shop: ["blog.example.org/shop"],
  farm: ["https://192.0.2.7:443"],
};
const counting = { monitors: new Set<string>(), ownerOf: ownerBy(serves), tellAddress: cutShort, top: 2 };

async function* each(requests: Iterable<Request>) {
  yield* requests;
}

describe("a line of a farm's log", () => {
  test("says what was asked for and what came of it", () => {
    expect(requestIn(line())).toEqual(request());
  });

  test.each(["", "[NOTICE] (1) : New worker (8) forked", "{", '{"time":"2026-11-27"}', "null"])(
    "%j is none",
    (text) => expect(requestIn(text)).toBeUndefined(),
  );

  test("has no character in it that a terminal would obey, and no number below 0", () => {
    expect(
      requestIn(line({ path: "/\u001b[2J\u009b", host: "a\rb", bytes: -1, milliseconds: -1 })),
    ).toMatchObject({ path: "/?[2J?", host: "a?b", bytes: 0, milliseconds: 0 });
  });
});

test.each([
  ["198.51.100.7", "198.51.100.0/24"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"],
  ["::ffff:198.51.100.7", "198.51.100.0/24"],
  ["-", "-"],
])("%s is told as %s", (address, told) => expect(cutShort(address)).toBe(told));

test.each([
  ["blog.example.org", "/", "blog"],
  ["blog.example.org", "/shop/cart", "shop"],
  ["blog.example.org", "/shopping", "blog"],
  ["any.example.org", "/shop", "blog"],
  ["example.net", "/", "(none)"],
  ["192.0.2.7", "/", "(none)"],
])("a request for %s%s is one for %s", (host, path, owner) => {
  expect(ownerBy(serves)(host, path)).toBe(owner);
});

describe("what is counted", () => {
  const requests = [
    ...Array.from({ length: 1_000 }, () => request()),
    request({ status: 404, visitor: "203.0.113.9", milliseconds: 1 }),
    request({ status: 503, time: "2026-11-27T11:30:00Z", milliseconds: 5_000 }),
    request({ status: -1, milliseconds: 90_000 }),
    request({ status: 101, path: "/socket", milliseconds: 900_000 }),
    request({ path: "/shop/search", milliseconds: 900, visitor: "2001:db8:1:2::3" }),
    request({ path: "/shop/search", milliseconds: 12_000, visitor: "2001:db8:1:7::3" }),
    request({ host: "scan.example.net", path: "/.env", status: 404, milliseconds: 0 }),
  ];

  test("is told by service; what had no answer is no slow path, and a websocket is none", async () => {
    expect(await tally(each(requests), counting)).toEqual({
      from: "2026-11-27T10:00:01Z",
      to: "2026-11-27T11:30:00Z",
      services: [
        {
          ...{ service: "blog", requests: 1_004, errors: 1, refused: 1, left: 1, sent: 1_004 * 5120 },
          addresses: [
            { address: "198.51.100.0/24", requests: 1_003 },
            { address: "203.0.113.0/24", requests: 1 },
          ],
        },
        {
          ...{ service: "shop", requests: 2, errors: 0, refused: 0, left: 0, sent: 2 * 5120 },
          addresses: [{ address: "2001:db8:1::/48", requests: 2 }],
        },
        {
          ...{ service: "(none)", requests: 1, errors: 0, refused: 1, left: 0, sent: 5120 },
          addresses: [{ address: "198.51.100.0/24", requests: 1 }],
        },
      ],
      paths: [
        { path: "blog.example.org/shop/search", service: "shop", requests: 2, mean: 6_450, longest: 12_000 },
        { path: "blog.example.org/posts", service: "blog", requests: 1_002, mean: 17, longest: 5_000 },
      ],
      monitor: 0,
      atLeast: false,
    });
  });

  test.each([60, 120])("fits into %d columns", async (columns) => {
    const told = renderTraffic(
      { stack: "prod", farm: "farm", ...(await tally(each(requests), counting)) },
      { paint: (_, text) => text, columns },
    );
    expect(Math.max(...told.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(columns);
    expectGolden(`traffic/traffic-${columns}.txt`, told);
  });

  test("where all of it failed, it says what that may mean; where there is nothing, it says so", async () => {
    const told = async (...some: Request[]) =>
      renderTraffic(
        { stack: "prod", farm: "farm", ...(await tally(each(some), counting)) },
        { paint: (_, text) => text, columns: 60 },
      );
    expect(await told(request({ status: 404 }))).toContain("the farm logs failures alone");
    expect(await told(request({ status: 404 }), request())).not.toContain("failures alone");
    expect(await told()).toBe("── prod, farm ── nobody has asked for anything\n");
  });

  test("does not grow with the log: those that matter most stay, and that others went is told", async () => {
    const many = Array.from({ length: 9_000 }, (_, at) =>
      request({
        ...{ path: `/${at}`, visitor: `10.${at >> 8}.${at & 255}.1`, milliseconds: 10 },
        ...(at % 3 === 0 ? { path: "/slow", visitor: "198.51.100.7", milliseconds: 100 } : {}),
      }),
    );
    expect(await tally(each(many), { ...counting, top: 1 })).toMatchObject({
      services: [{ requests: 9_000, addresses: [{ address: "198.51.100.0/24", requests: 3_000 }] }],
      paths: [{ path: "blog.example.org/slow", requests: 3_000, mean: 100 }],
      atLeast: true,
    });
    const few = new Counted<number>(4, (one) => one);
    for (const key of "abcde") few.change(key, () => key.charCodeAt(0));
    expect(few.heaviest().map(([key]) => key)).toEqual(["e", "d", "c"]);
  });
});
