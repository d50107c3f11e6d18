import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { gitlab } from "../../../../commands/preview/post/gitlab";
import { postNote } from "../../../../commands/preview/post/post";
import { FakeForge } from "../../../support/fakeForge";
import {
  answersOf,
  body,
  bot,
  firstPage,
  type Kept,
  marker,
  notesPath,
  postTo,
  variablesAt,
} from "./fakeGitlab";

let notes: Kept[];
let forge: FakeForge;
beforeEach(async () => {
  notes = [];
  forge = await FakeForge.open((asked) => answersOf(notes, 2)(asked));
});
afterEach(() => forge.close());

const variables = () => variablesAt(forge.url);
const post = (text?: string, more?: Record<string, string>) => postTo(forge.url, text, more);

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
        "CI_API_V4_URL: it is missing, and has to be the address of an API; example: https://gitlab.example.org/api/v4",
        "CI_MERGE_REQUEST_PROJECT_ID or CI_PROJECT_ID: it is missing, and has to be a project; example: 12",
        "CI_MERGE_REQUEST_IID: it is missing, and has to be the number of a merge request; example: 7",
        "HOMEPORT_GITLAB_TOKEN or GITLAB_TOKEN: it is missing, and has to be a token; example: a project access token of a protected, masked variable",
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
