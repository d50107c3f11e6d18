import { z } from "zod";
import type { Variables } from "../../shared/surroundings";
import { type Api, ask, nextPage, Refused, read } from "./api";
import type { Forge, Note } from "./forge";
import { take } from "./variables";

const commentSchema = z.object({
  id: z.number(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
});

/** Two forges with one API. */
const kinds = {
  github: { name: "GitHub", limit: 65_536, scheme: "Bearer", job: "github-actions[bot]" },
  forgejo: { name: "Forgejo", limit: 1_000_000, scheme: "token", job: "forgejo-actions" },
} as const;

/**
 * The pull request that a workflow of GitHub or Forgejo is for.
 * @throws Failure where a variable is missing.
 * @see https://docs.github.com/en/rest/issues/comments
 */
export function github(kind: keyof typeof kinds, variables: Variables): Forge {
  const { name, limit, scheme, job } = kinds[kind];
  const { url, project, number, token } = take(
    { ...variables, GITHUB_REF: /^refs\/pull\/(\d+)\//.exec(variables.GITHUB_REF ?? "")?.[1] },
    {
      url: ["url", "GITHUB_API_URL"],
      project: ["project", "GITHUB_REPOSITORY"],
      number: ["number", "GITHUB_REF"],
      token: ["token", ...(kind === "forgejo" ? ["FORGEJO_TOKEN"] : []), "GITHUB_TOKEN"],
    },
  );
  const api: Api = { name, base: url.replace(/\/+$/, ""), headers: { authorization: `${scheme} ${token}` } };
  const comments = `/repos/${project}/issues/${number}/comments`;
  return {
    name,
    limit,
    me: () => whoAsks(api, job),
    notes: () => listComments(api, comments),
    create: (body) => ask(api, "POST", comments, { body }),
    update: (id, body) => ask(api, "PATCH", `/repos/${project}/issues/comments/${id}`, { body }),
  };
}

/** A workflow's own token may not ask who it is. */
async function whoAsks(api: Api, job: string): Promise<string> {
  try {
    const user = await ask(api, "GET", "/user");
    return (await read(api.name, user, z.object({ login: z.string() }))).login;
  } catch (error) {
    if (error instanceof Refused && error.status === 403) return job;
    throw error;
  }
}

async function* listComments(api: Api, path: string): AsyncGenerator<Note> {
  for (let page: string | undefined = "1"; page !== undefined; ) {
    const response = await ask(api, "GET", `${path}?per_page=100&page=${page}`);
    const found = await read(api.name, response, z.array(commentSchema));
    yield* found.map(({ id, body, user }) => ({ id, body: body ?? "", author: user?.login ?? "" }));
    page = nextPage(response);
  }
}
