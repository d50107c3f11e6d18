import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildTestImages } from "../../images/build";
import { waitFor } from "../../support/wait";
import { Home, type Part } from "./home";
import type { Visitor } from "./visitor";

/** A machine without power for a while, and whoever asks meanwhile: never 404, 502, an empty answer or another's answer. */

let home: Home;
let visitors: Visitor[];

beforeAll(async () => {
  await buildTestImages(() => {});
  home = await Home.open();
});
afterAll(() => home?.close());

const last = ({ seen }: Visitor) => seen.at(-1)?.what;
const allServed = () =>
  waitFor("everyone to be served", async () => visitors.every((one) => last(one) === "right"), 120).catch(
    (error) => {
      throw new Error(visitors.map((one) => `${one.title}: ${last(one)}`).join("\n"), { cause: error });
    },
  );
/** Whoever asks gets some more answers, of whatever kind. */
async function someAnswers(): Promise<void> {
  const before = visitors.map(({ seen }) => seen.length);
  await waitFor(
    "answers",
    async () => visitors.every(({ seen }, at) => seen.length > (before[at] ?? 0) + 3),
    60,
  );
}

/**
 * By which HAProxy has a client send again what it lost: what may change something, and what was asked for at several routers
 * that were all lost in the same moment.
 */
const toldToSendAgain = (title: string, what: string): boolean =>
  (title.includes("gRPC") || /^both .*(kept|HTTP.2)/.test(title)) && /ECONNRESET|REFUSED_STREAM/.test(what);

/** What nobody may get, and how often what they may. */
function judged(since: number): { wrong: string[]; counts: Record<string, number> } {
  const counts: Record<string, number> = {};
  const wrong: string[] = [];
  for (const { title, seen } of visitors)
    for (const { what, sentAt, openedAt } of seen) {
      if (["right", "page", "refused"].includes(what)) counts[what] = (counts[what] ?? 0) + 1;
      else if (toldToSendAgain(title, what)) counts.again = (counts.again ?? 0) + 1;
      // What was under way when the power went out is nobody's to answer.
      else if (openedAt === undefined || openedAt > since)
        wrong.push(`${title}, ${sentAt - since} ms after the cut: ${what}`);
    }
  return { wrong, counts };
}

async function during(work: () => Promise<void>): Promise<void> {
  visitors = home.visitors();
  try {
    await allServed();
    await work();
    await allServed();
  } finally {
    await Promise.all(visitors.map((one) => one.stop()));
  }
}

describe("after a power cut", () => {
  // Each part before each other one in one of them.
  const orders: Part[][] = [
    ["farm", "gates", "services", "routers"],
    ["routers", "services", "gates", "farm"],
  ];

  test.each(orders.map((order) => [order.join(", "), order] as const))(
    "containers come back as %s: the right answer, the page that says when to come again, or nobody there",
    async (_, order) => {
      let since = 0;
      await home.restarts("no");
      await during(async () => {
        since = await home.cut();
        for (const part of order) {
          await home.start(part);
          await someAnswers();
        }
      });
      const { wrong, counts } = judged(since);
      expect(wrong).toEqual([]);
      // A farm that is there before others says so.
      if (order.at(-1) !== "farm") expect(counts.page).toBeGreaterThan(0);
    },
  );

  test("containers come back as the engine starts them, all at once: the same", async () => {
    let since = 0;
    await home.restarts("unless-stopped");
    await during(async () => {
      since = await home.cut();
    });
    const { wrong } = judged(since);
    expect(wrong).toEqual([]);
  });
});

test.each(["routers", "gates"] as const)(
  "%s that crash come back, and meanwhile everyone gets the page that says when to come again",
  async (part) => {
    await home.restarts("unless-stopped");
    await during(async () => {
      await home.crash(part);
      await someAnswers();
    });
    const { wrong } = judged(0);
    // The gate of a published port is the visitors' own way in.
    expect(wrong.filter((one) => part !== "gates" || !one.includes(":88 "))).toEqual([]);
  },
);
