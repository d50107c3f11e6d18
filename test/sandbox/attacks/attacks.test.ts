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
    { connections: 60, each: 95, path: large },
    ({ asked }) => asked > 2500,
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
    { connections: 1200, each: 100, path: large },
    (seen) => tries(seen) > 1150,
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
    },
    300_000,
  );
});
