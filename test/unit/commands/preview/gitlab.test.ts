import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Asked, FakeForge } from "../../../support/fakeForge";
import { answersOf, body, bot, firstPage, type Kept, marker, notesPath, postTo, token } from "./fakeGitlab";

let notes: Kept[];
let forge: FakeForge;
beforeEach(async () => {
  notes = [];
  forge = await FakeForge.open((asked) => answersOf(notes, 2)(asked));
});
afterEach(() => forge.close());

const post = (text?: string, more?: Record<string, string>) => postTo(forge.url, text, more);
const note = (id: number, text: string, author = bot.id): Kept => ({
  id,
  body: text,
  author: { id: author },
});

describe("a note on GitLab", () => {
  test("is created where there is none, as JSON with the token in its header", async () => {
    expect(await post()).toBe("created");
    expect(forge.road).toEqual(["GET /api/v4/user", firstPage, `POST ${notesPath}`]);
    const { headers, body: sent } = forge.asked.at(-1) as Asked;
    expect(headers).toMatchObject({ "private-token": token, "content-type": "application/json" });
    expect(JSON.parse(sent)).toEqual({ body });
  });

  test("is updated in place by every later pipeline", async () => {
    notes = [note(1, "Looks good"), note(2, `${marker}\n\nearlier`)];
    expect(await post()).toBe("updated");
    expect(forge.road.at(-1)).toBe(`PUT ${notesPath}/2`);
    expect(notes.map((one) => one.body)).toEqual(["Looks good", body]);
  });

  test("is left alone where it says the same", async () => {
    notes = [note(1, `${body.replaceAll("\n", "\r\n")}\n`)];
    expect(await post()).toBe("unchanged");
    expect(forge.road.filter((one) => !one.startsWith("GET"))).toEqual([]);
  });

  test("is found behind many others, page by page", async () => {
    notes = [...Array.from({ length: 6 }, (_, at) => note(at, "talk")), note(99, `${marker} earlier`)];
    expect(await post()).toBe("updated");
    expect(forge.road.slice(1, 5).map((one) => /[&]page=(\d+)/.exec(one)?.[1])).toEqual(["1", "2", "3", "4"]);
    expect(forge.road.at(-1)).toBe(`PUT ${notesPath}/99`);
  });

  test("is found behind a link, which is the way of other pages of the API", async () => {
    notes = [note(5, `${marker} earlier`)];
    forge.next.push(
      { status: 200, body: bot },
      {
        status: 200,
        headers: { link: '<https://elsewhere.example.org/x?page=9>; rel="next", <y>; rel="last"' },
        body: [],
      },
      { status: 200, body: notes },
    );
    await post();
    expect(forge.road[2]).toBe(firstPage.replace("&page=1", "&page=9"));
  });

  test("of somebody else with the same marker is not touched", async () => {
    notes = [note(1, `${marker} mine, they say`, 666)];
    expect(await post()).toBe("created");
    expect(notes[0]?.body).toBe(`${marker} mine, they say`);
  });

  test("that only quotes the marker is not taken for it", async () => {
    notes = [note(1, `> ${marker}`)];
    expect(await post()).toBe("created");
  });

  test("of a fork's pipeline goes to the project of the merge request", async () => {
    await post(body, { CI_PROJECT_ID: "99", CI_MERGE_REQUEST_PROJECT_ID: "12" }).catch(() => {});
    expect(forge.road[1]).toBe(firstPage);
  });
});
