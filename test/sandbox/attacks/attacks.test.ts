import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildTestImages } from "../../images/build";
import { type Amount, beginSiege, type Outcome, type Seen, type Siege, siegeNames } from "./siege";

/** What one address can do to a home with the memory that it has by default. */

let siege: Siege;
const ends: (() => void)[] = [];

beforeAll(async () => {
  await buildTestImages(() => {});
  siege = await beginSiege({ memory: "512MiB", atEnd: (end) => ends.push(end) });
}, 300_000);

afterAll(() => {
  for (const end of ends.reverse()) end();
});

const answers = ({ answers: all }: Seen, status: string | number): number => all[status] ?? 0;
const tries = ({ opened, refused }: Seen): number => opened + refused;
const large = "/bytes?size=100000000";

/** Each goes on until it has been seen to do what takes a home without limits down, and a while longer. */
const attacks: [string, string, Amount, (seen: Seen) => boolean][] = [
  [
    "a hundred requests by HTTP/2 on each connection, within the rate limit, whose answers it does not take",
    "closedWindows",
    { connections: 80, each: 95, path: large },
    ({ asked }) => asked > 4500,
  ],
  [
    "such requests beyond the rate limit",
    "closedWindows",
    { connections: 100, each: 2000, path: "/" },
    ({ asked }) => asked > 20_000,
  ],
  [
    "large answers by HTTP/1.1 that it does not read",
    "unread",
    { connections: 2600, each: 95, path: large },
    (seen) => tries(seen) > 2500,
  ],
  [
    "slow uploads, more than there are connections",
    "slowBodies",
    { connections: 2500, path: "/count" },
    (seen) => tries(seen) > 2500 && answers(seen, 429) > 0,
  ],
  [
    "headers that do not end, by HTTP/1.1",
    "slowHeaders",
    { connections: 2500 },
    (seen) => tries(seen) > 2500,
  ],
  ["connections without a word", "idle", { connections: 2500 }, (seen) => tries(seen) > 3000],
  ["one handshake after the other", "handshakes", { connections: 40 }, (seen) => tries(seen) > 4000],
  ["requests that it takes back at once", "rapidResets", { connections: 10 }, ({ asked }) => asked > 100_000],
  ["headers that do not end, by HTTP/2", "continuations", { connections: 10 }, ({ ended }) => ended > 30],
  [
    "frames by HTTP/2 that are no request",
    "chatters",
    { connections: 10 },
    ({ asked, ended }) => asked > 300_000 || ended > 30,
  ],
  [
    "websockets by HTTP/2, twenty on each connection",
    "manyTunnels",
    { connections: 70, each: 20, path: "/ws" },
    (seen) => seen.asked >= 1400 && answers(seen, "headers") > 700,
  ],
  [
    "websockets on which it says much and hears nothing",
    "stuckTunnels",
    { connections: 1200, path: "/ws" },
    ({ asked }) => asked > 300,
  ],
  [
    "guesses at a password",
    "wrongPasswords",
    { connections: 90, each: 90, name: siegeNames.guarded },
    ({ asked }) => asked > 700,
  ],
];

/** What of an attack has come to an end: without limits, it has not. */
const held: Record<string, (seen: Seen) => boolean> = {
  closedWindows: (seen) => answers(seen, "reset") > 0,
  slowBodies: (seen) => answers(seen, 429) > 0,
  slowHeaders: ({ refused }) => refused > 0,
  idle: ({ refused }) => refused > 0,
  handshakes: ({ refused }) => refused > 0,
  wrongPasswords: (seen) => answers(seen, 429) > answers(seen, 401),
};

function expectAllWell({ visitor, silent, lost }: Outcome): void {
  expect(Object.keys(visitor.answers), JSON.stringify(visitor)).toEqual(["200"]);
  expect(silent).toEqual({ health: 0, metrics: 0 });
  expect(lost).toEqual([]);
}

describe("one address takes nobody else's answers away by", () => {
  test.each(attacks)(
    "%s",
    async (title, attack, amount, reached) => {
      const outcome = await siege.under(attack, amount, reached);
      console.log(
        `${title}: the slowest answer ${outcome.visitor.slowest} ms; ${JSON.stringify(outcome.seen)}`,
      );
      expectAllWell(outcome);
      expect(held[attack]?.(outcome.seen) ?? true, JSON.stringify(outcome.seen)).toBe(true);
    },
    300_000,
  );
});

describe("behind one address", () => {
  test("an office with fifty browsers, twenty websockets each and a program with sixteen uploads is refused nothing", async () => {
    const { answers: all } = await siege.client(
      "office",
      { connections: 50 },
      (seen) => answers(seen, 101) >= 1000 && answers(seen, 200) >= 50 * 10 + 16,
    );
    expect(Object.keys(all).sort()).toEqual(["101", "200"]);
  }, 300_000);

  test("who was let in goes on, whatever somebody else guesses there", async () => {
    const { answers: all } = await siege.client(
      "beside",
      { connections: 3, each: 60, name: siegeNames.guarded },
      (seen) => answers(seen, "right 200") > 20 && answers(seen, "wrong 429") > 100,
    );
    expect(all).not.toHaveProperty("right 429");
    expect(all).not.toHaveProperty("wrong 200");
    expect(all["wrong 401"]).toBeLessThan(60);
  }, 300_000);
});
