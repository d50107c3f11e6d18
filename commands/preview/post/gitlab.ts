import { z } from "zod";
import type { Variables } from "../../shared/surroundings";
import { type Api, ask, nextPage, Refused, read } from "./api";
import type { Forge, Note } from "./forge";
import { take } from "./variables";

const noteSchema = z.object({
  id: z.number(),
  body: z.string(),
  author: z.object({ id: z.number() }),
});

/**
 * The merge request that a pipeline of GitLab is for.
 * @throws Failure where a variable is missing.
 * @see https://docs.gitlab.com/api/notes/#merge-requests
 */
export function gitlab(variables: Variables): Forge {
  const { url, project, number, token } = take(variables, {
    url: ["url", "CI_API_V4_URL"],
    // A fork's pipeline runs in the fork; its merge request is elsewhere.
    project: ["project", "CI_MERGE_REQUEST_PROJECT_ID", "CI_PROJECT_ID"],
    number: ["number", "CI_MERGE_REQUEST_IID"],
    token: ["token", "HOMEPORT_GITLAB_TOKEN", "GITLAB_TOKEN"],
  });
  const api: Api = { name: "GitLab", base: url.replace(/\/+$/, ""), headers: { "private-token": token } };
  const notes = `/projects/${encodeURIComponent(project)}/merge_requests/${number}/notes`;
  const told = explaining({ project, number });
  return {
    name: api.name,
    limit: 1_000_000,
    me: () =>
      told(async () =>
        String((await read(api.name, await ask(api, "GET", "/user"), z.object({ id: z.number() }))).id),
      ),
    notes: () => listNotes(api, notes, told),
    create: (body) => told(() => ask(api, "POST", notes, { body })),
    update: (id, body) => told(() => ask(api, "PUT", `${notes}/${id}`, { body })),
  };
}

type Telling = <T>(work: () => Promise<T>) => Promise<T>;

async function* listNotes(api: Api, path: string, told: Telling): AsyncGenerator<Note> {
  for (let page: string | undefined = "1"; page !== undefined; ) {
    const query = `?sort=asc&order_by=created_at&per_page=100&page=${page}`;
    const response = await told(() => ask(api, "GET", path + query));
    const found = await read(api.name, response, z.array(noteSchema));
    yield* found.map(({ id, body, author }) => ({ id, body, author: String(author.id) }));
    page = nextPage(response);
  }
}

/** What a refusal means, and the way out. */
const explaining =
  ({ project, number }: { project: string; number: string }): Telling =>
  async (work) => {
    try {
      return await work();
    } catch (error) {
      throw error instanceof Refused ? new Refused(error.status, inWords(error, project, number)) : error;
    }
  };

function inWords({ status, message }: Refused, project: string, number: string): string {
  const kindOfToken =
    "a project access token with scope api and role Reporter or above; a job's own token cannot comment";
  switch (status) {
    case 401:
      return `GitLab does not accept the token (401): it is wrong, has expired or was revoked.\n  Set HOMEPORT_GITLAB_TOKEN to ${kindOfToken}.`;
    case 403:
      return `GitLab does not let this token comment on merge request !${number} of project ${project} (403).\n  It has to be ${kindOfToken}.`;
    case 404:
      return `GitLab knows no merge request !${number} in project ${project} (404), or does not show it to this token.\n  It has to be ${kindOfToken}.`;
    default:
      return status < 400
        ? `GitLab sends elsewhere (${status}): CI_API_V4_URL is not the address of its API; example: https://gitlab.example.org/api/v4`
        : message;
  }
}
