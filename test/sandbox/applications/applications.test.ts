import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildTestImages } from "../../images/build";
import { mariadbImage, testImages, tracImage, wordpressApacheImage } from "../../images/tags";
import { expectOwnPage } from "../../suite/pages";
import { browserMissing, lookAt } from "../../support/browser";
import { type Container, crash, docker, inspect, published } from "../../support/containers";
import { Author } from "../../support/persons/author";
import type { Person } from "../../support/persons/person";
import { Reporter } from "../../support/persons/reporter";
import { trust } from "../../support/trust";
import { waitFor } from "../../support/wait";
import { type RunningHome, type RunningHomes, startHomes } from "../homes/homes";

/** Real applications in both environments, under the same names. */

const large = Buffer.alloc(200_000_000, "0123456789\n");

let homes: RunningHomes;
let both: RunningHome[];
let authors: Author[];
let reporters: Reporter[];

beforeAll(async () => {
  await buildTestImages(() => {});
  homes = await startHomes({
    program: path.join(__dirname, "../../e2e/programs/applications.ts"),
    config: {
      "applications:images": {
        wordpress: wordpressApacheImage,
        mariadb: mariadbImage,
        trac: tracImage,
      },
    },
  });
  both = [homes.prod, homes.staging];
  for (const { https, authority } of both) trust(https, authority);
  authors = both.map(({ https, stack }) => new Author(https, `Notes of ${stack}`));
  reporters = both.map(({ https }) => new Reporter(https));
}, 600_000);
afterAll(() => homes?.stop());

/** The blog's database. */
async function databaseOf(home: RunningHome): Promise<Container> {
  const [found] = await home.running("blog/db");
  if (!found) throw new Error(`the blog of ${home.stack} has no database that runs`);
  return found;
}

const everyone = (): Person[] => [...authors, ...reporters];

describe("an application of several containers", () => {
  test("has a database that nobody reaches but itself", async () => {
    for (const home of both) {
      const database = await databaseOf(home);
      expect(Object.keys(database.NetworkSettings.Networks)).toHaveLength(1);
      expect(published(database)).toEqual([]);
    }
  });

  test("is installed by its own page, in both environments under one name", async () => {
    for (const author of authors) {
      const first = await author.get("/");
      expect([first.status, first.headers.location]).toEqual([302, `${author.origin}/wp-admin/install.php`]);
      expect((await author.install()).text).toContain("wp-login.php");
      expect((await author.logIn()).headers.location).toBe(`${author.origin}/wp-admin/`);
    }
  });

  test("is installed by a job, where its command line does that", async () => {
    for (const [index, reporter] of reporters.entries())
      expect((await reporter.get("/wiki")).text).toContain(`Tickets of ${both[index]?.stack}`);
  });
});

describe("content", () => {
  let posts: string[];
  let tickets: string[];

  test("is each environment's own", async () => {
    posts = [];
    tickets = [];
    for (const [index, { stack }] of both.entries()) {
      posts.push((await authors[index]?.publish()) ?? "");
      tickets.push((await reporters[index]?.report(`Found in ${stack}`)) ?? "");
    }
    await shown();
  });

  /** Whether everyone still finds what was written, and nobody what others wrote. */
  async function shown(): Promise<true> {
    for (const [index, { stack }] of both.entries()) {
      expect((await authors[index]?.get(posts[index] ?? ""))?.text).toContain(`Notes of ${stack}`);
      expect((await reporters[index]?.get(tickets[index] ?? ""))?.text).toContain(`Found in ${stack}`);
    }
    return true;
  }

  const back = () => waitFor("all that was written", shown, 60);

  const missing = browserMissing();
  test.skipIf(missing)(`is what a browser shows${missing ? ` (skipped: no ${missing})` : ""}`, async () => {
    for (const [index, { authority, stack }] of both.entries()) {
      const at = async (person: Person | undefined, page: string) => {
        const { security, text } = await lookAt(`${person?.origin}${page}`, authority);
        expect(security).toBe("secure");
        return text;
      };
      expect(await at(authors[index], "/")).toContain(`Notes of ${stack}`);
      expect(await at(reporters[index], tickets[index] ?? "")).toContain(`Found in ${stack}`);
    }
  });

  test("may have 200 MB, which no limit of memory stops", async () => {
    const [author, reporter] = [authors[0], reporters[0]];
    const files = [
      [author, await author?.upload("long.txt", large)],
      [reporter, await reporter?.upload(tickets[0] ?? "", "long.txt", large)],
    ] as const;
    for (const [person, file] of files) {
      const given = await person?.get(file ?? "");
      expect([given?.status, given?.text.length]).toEqual([200, large.length]);
    }
  });

  test("is back by itself when the databases of both were restarted", async () => {
    for (const home of both) await docker.getContainer((await databaseOf(home)).Id).restart();
    await back();
  });

  test("is our page while a database is gone, and back when the engine has started it again", async () => {
    const [home, [post]] = [homes.staging, posts.slice(1)];
    const database = await databaseOf(home);
    await docker.getContainer(database.Id).stop();
    await waitFor("the farm to know", async () => (await authors[1]?.look(post ?? ""))?.status === 503, 60);
    const gone = await authors[1]?.look(post ?? "");
    if (gone) expectOwnPage(gone, 503);
    expect((await authors[0]?.get(posts[0] ?? ""))?.status, "the other environment").toBe(200);
    await docker.getContainer(database.Id).start();
    await back();

    await crash(await inspect(database.Id), testImages.haproxy);
    await waitFor("another start", async () => (await inspect(database.Id)).RestartCount > 0, 60);
    await back();
  });

  test("was never sought at another port, scheme or name", () => {
    for (const { sentTo, origin } of everyone()) expect(sentTo.filter((sent) => sent !== origin)).toEqual([]);
  });
});
