import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { gitlab } from "../../../preview/post/gitlab";
import { postNote } from "../../../preview/post/post";
import { type Answer, type Asked, FakeForge } from "../../support/fakeForge";

const token = "glpat-only-for-tests";
const bot = { id: 42 };
const marker = "<!-- homeport-preview:homeport -->";
const body = `${marker}\n\n## Preview`;
const patience = { retries: 2, pauseMilliseconds: 1 };
const notesPath = "/api/v4/projects/12/merge_requests/7/notes";
const firstPage = `GET ${notesPath}?sort=asc&order_by=created_at&per_page=100&page=1`;

interface Kept {
  id: number;
  body: string;
  author: { id: number };
}

/** GitLab, as far as its documentation says it. */
const answersOf =
  (notes: Kept[], perPage: number) =>
  ({ method, path, headers, body: sent }: Asked): Answer => {
    if (headers["private-token"] !== token) return { status: 401, body: { message: "401 Unauthorized" } };
    const { pathname, searchParams } = new URL(path, "http://gitlab");
    if (method === "GET" && pathname === "/api/v4/user") return { status: 200, body: bot };
    if (method === "GET" && pathname === notesPath) {
      const page = Number(searchParams.get("page"));
      const next = page * perPage < notes.length ? String(page + 1) : "";
      return {
        status: 200,
        headers: { "x-next-page": next },
        body: notes.slice((page - 1) * perPage, page * perPage),
      };
    }
    if (method === "POST" && pathname === notesPath) {
      notes.push({ id: 1000 + notes.length, body: JSON.parse(sent).body, author: bot });
      return { status: 201, body: notes.at(-1) };
    }
    const note = notes.find(({ id }) => pathname === `${notesPath}/${id}`);
    if (method !== "PUT" || !note) return { status: 404, body: { message: "404 Not found" } };
    note.body = JSON.parse(sent).body;
    return { status: 200, body: note };
  };

let notes: Kept[];
let forge: FakeForge;
beforeEach(async () => {
  notes = [];
  forge = await FakeForge.open((asked) => answersOf(notes, 2)(asked));
});
afterEach(() => forge.close());

const variables = () => ({
  CI_API_V4_URL: `${forge.url}/api/v4`,
  CI_PROJECT_ID: "12",
  CI_MERGE_REQUEST_IID: "7",
  HOMEPORT_GITLAB_TOKEN: token,
});
const post = async (text = body, more: Record<string, string> = {}) =>
  postNote(gitlab({ ...variables(), ...more }), marker, text, patience);
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

describe("where GitLab does not answer as it should", () => {
  test("a rate limit is waited for, and the note is there once", async () => {
    forge.next.push({ status: 200, body: bot }, { status: 429, headers: { "retry-after": "0" } });
    expect(await post()).toBe("created");
    expect(forge.road).toEqual([
      "GET /api/v4/user",
      firstPage,
      "GET /api/v4/user",
      firstPage,
      `POST ${notesPath}`,
    ]);
  });

  test.each([
    ["status 502", { status: 502 }],
    ["a cut connection", { status: 200, cut: true }],
    ["a page in place of its API", { status: 200, body: "<html>" }],
  ])("%s is asked again", async (_, answer) => {
    forge.next.push(answer);
    expect(await post()).toBe("created");
  });

  test("a note whose answer got lost is found, and not made twice", async () => {
    const told = answersOf(notes, 100);
    await forge.close();
    let lost = false;
    forge = await FakeForge.open((asked) => {
      const answer = told(asked);
      if (asked.method !== "POST" || lost) return answer;
      lost = true;
      return { status: 201, cut: true };
    });
    expect(await post()).toBe("unchanged");
    expect(notes).toHaveLength(1);
  });

  test.each([
    [{ status: 500 }, "GitLab answers with status 500, after 3 attempts"],
    [{ status: 429, headers: { "retry-after": "0" } }, "GitLab answers with status 429, after 3 attempts"],
    [{ status: 200, cut: true }, "GitLab does not answer: "],
  ])("%j to the end is told, and ends the job with a code of its own", async (answer, message) => {
    forge.next.push(answer, answer, answer);
    await expect(post()).rejects.toMatchObject({ code: 4, message: expect.stringContaining(message) });
    expect(forge.road).toHaveLength(3);
  });

  test("nobody at that address is told", async () => {
    const gone = { CI_API_V4_URL: `${forge.url}/api/v4` };
    await forge.close();
    await expect(post(body, gone)).rejects.toMatchObject({
      code: 4,
      message: expect.stringMatching(/^GitLab does not answer: \w+, after 3 attempts/),
    });
  });
});

describe("where GitLab refuses, it is asked once and says what to do:", () => {
  test("a wrong token", async () => {
    const attempt = post(body, { HOMEPORT_GITLAB_TOKEN: "glpat-wrong" });
    await expect(attempt).rejects.toThrow(/does not accept the token \(401\).*\n.*HOMEPORT_GITLAB_TOKEN/s);
    await expect(attempt).rejects.toMatchObject({ code: 3 });
    await expect(attempt).rejects.not.toThrow(/glpat-wrong/);
    expect(forge.road).toEqual(["GET /api/v4/user"]);
  });

  test.each([
    [403, /not let this token comment on merge request !7 of project 12 \(403\).*scope api/s],
    [404, /knows no merge request !7 in project 12 \(404\)/],
    [302, /sends elsewhere \(302\): CI_API_V4_URL is not the address/],
    [400, /refuses with status 400: \{"note":\["is too long"\]\}/],
  ])("status %i", async (status, message) => {
    const refusal = { status, headers: { location: "/login" }, body: { message: { note: ["is too long"] } } };
    forge.next.push({ status: 200, body: bot }, refusal);
    const attempt = post();
    await expect(attempt).rejects.toThrow(message);
    await expect(attempt).rejects.toMatchObject({ code: 3 });
    expect(forge.road).toHaveLength(2);
  });
});

describe("variables that are missing or not usable are all named", () => {
  test("nothing is set", () => {
    expect(() => gitlab({})).toThrow(
      [
        "CI_API_V4_URL: nothing is not the address of an API; example: https://gitlab.example.org/api/v4",
        "CI_MERGE_REQUEST_PROJECT_ID or CI_PROJECT_ID: nothing is not a project; example: 12",
        "CI_MERGE_REQUEST_IID: nothing is not the number of a merge request; example: 7",
        "HOMEPORT_GITLAB_TOKEN or GITLAB_TOKEN: nothing is not a token; example: a project access token of a protected, masked variable",
      ].join("\n"),
    );
  });

  test("a token with a line break in it is not shown", () => {
    expect(() => gitlab({ ...variables(), HOMEPORT_GITLAB_TOKEN: "glpat-a\nb" })).toThrow(
      /HOMEPORT_GITLAB_TOKEN or GITLAB_TOKEN: this is not a token/,
    );
  });

  test("GITLAB_TOKEN will do", async () => {
    const { HOMEPORT_GITLAB_TOKEN, ...rest } = variables();
    expect(await postNote(gitlab({ ...rest, GITLAB_TOKEN: HOMEPORT_GITLAB_TOKEN }), marker, body)).toBe(
      "created",
    );
  });
});
