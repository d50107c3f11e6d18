import { gitlab } from "../../../../commands/preview/post/gitlab";
import { postNote } from "../../../../commands/preview/post/post";
import type { Answer, Asked } from "../../../support/fakeForge";

export const token = "glpat-only-for-tests";
export const bot = { id: 42 };
export const marker = "<!-- homeport-preview:homeport -->";
export const body = `${marker}\n\n## Preview`;
export const notesPath = "/api/v4/projects/12/merge_requests/7/notes";
export const firstPage = `GET ${notesPath}?sort=asc&order_by=created_at&per_page=100&page=1`;

export interface Kept {
  id: number;
  body: string;
  author: { id: number };
}

/** GitLab, as far as its documentation says it. */
export const answersOf =
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

/** What a pipeline of the merge request has. */
export const variablesAt = (url: string) => ({
  CI_API_V4_URL: `${url}/api/v4`,
  CI_PROJECT_ID: "12",
  CI_MERGE_REQUEST_IID: "7",
  HOMEPORT_GITLAB_TOKEN: token,
});

/** Posts the note, with little patience. */
export const postTo = async (url: string, text = body, more: Record<string, string> = {}) =>
  postNote(gitlab({ ...variablesAt(url), ...more }), marker, text, { retries: 2, pauseMilliseconds: 1 });
