import { afterEach, describe, expect, test } from "vitest";
import { github } from "../../../../commands/preview/post/github";
import { postNote } from "../../../../commands/preview/post/post";
import { type Answer, type Asked, FakeForge } from "../../../support/fakeForge";

const marker = "<!-- homeport-preview:homeport -->";
const comments = "/repos/anna/home/issues/7/comments";

let forge: FakeForge;
afterEach(() => forge.close());

const variables = () => ({
  GITHUB_API_URL: forge.url,
  GITHUB_REPOSITORY: "anna/home",
  GITHUB_REF: "refs/pull/7/merge",
  GITHUB_TOKEN: "ghs-only-for-tests",
});
const post = (kind: "github" | "forgejo") =>
  postNote(github(kind, variables()), marker, `${marker} new`, { retries: 0, pauseMilliseconds: 1 });

const serve =
  (me: Answer, existing: object[]) =>
  ({ method, path }: Asked): Answer => {
    if (path === "/user") return me;
    return method === "GET"
      ? { status: 200, body: existing }
      : { status: method === "POST" ? 201 : 200, body: {} };
  };

describe("a comment on a pull request", () => {
  test.each([
    ["github", "Bearer ghs-only-for-tests", "github-actions[bot]"],
    ["forgejo", "token ghs-only-for-tests", "forgejo-actions"],
  ] as const)("of %s is updated, where the job's own token made it", async (kind, authorization, login) => {
    const existing = [
      { id: 1, body: `${marker} old`, user: { login: "mallory" } },
      { id: 2, body: null, user: null },
      { id: 3, body: `${marker} old`, user: { login } },
    ];
    forge = await FakeForge.open(serve({ status: 403, body: { message: "not by integration" } }, existing));
    expect(await post(kind)).toBe("updated");
    expect(forge.road).toEqual([
      "GET /user",
      `GET ${comments}?per_page=100&page=1`,
      "PATCH /repos/anna/home/issues/comments/3",
    ]);
    expect(forge.asked[0]?.headers.authorization).toBe(authorization);
  });

  test("is created where a person's token has made none", async () => {
    forge = await FakeForge.open(serve({ status: 200, body: { login: "anna" } }, []));
    expect(await post("github")).toBe("created");
    expect(forge.road.at(-1)).toBe(`POST ${comments}`);
  });

  test("is refused with a wrong token", async () => {
    forge = await FakeForge.open(serve({ status: 401, body: { message: "Bad credentials" } }, []));
    await expect(post("github")).rejects.toThrow("GitHub refuses with status 401: Bad credentials");
  });

  test("needs a workflow that runs for one", async () => {
    forge = await FakeForge.open(serve({ status: 200 }, []));
    expect(() => github("github", { ...variables(), GITHUB_REF: "refs/heads/main" })).toThrow(
      "GITHUB_REF: it is missing, and has to be the number of a merge request; example: 7",
    );
  });
});
