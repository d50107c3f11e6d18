import { z } from "zod";
import { exitCodes, Failure } from "../../shared/failure";

/** A forge's API and who asks it. */
export interface Api {
  /** The forge's name, for errors. */
  readonly name: string;
  readonly base: string;
  /** With the token: they go to `base` and nowhere else. */
  readonly headers: Readonly<Record<string, string>>;
}

/** No answer, or one that asks for patience: another attempt may go well. */
export class Unanswered extends Error {
  constructor(
    message: string,
    /** How long the forge asks to be left alone, in seconds. @default it does not say */
    readonly pauseSeconds?: number,
  ) {
    super(message);
  }
}

/** An answer that another attempt would not change. */
export class Refused extends Failure {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message, exitCodes.refused);
  }
}

/** How long one question may take. */
const timeoutSeconds = 30;

/**
 * Asks once.
 * @throws Unanswered where it is worth to ask again, Refused where it is not.
 */
export async function ask(
  { name, base, headers }: Api,
  method: "GET" | "POST" | "PUT" | "PATCH",
  path: string,
  body?: object,
): Promise<Response> {
  const response = await fetch(base + path, {
    method,
    headers: { ...headers, "content-type": "application/json", "user-agent": "homeport-preview" },
    body: body && JSON.stringify(body),
    // A token does not follow to wherever an answer points.
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutSeconds * 1000),
  }).catch((error: Error & { cause?: { code?: string } }) => {
    throw new Unanswered(`${name} does not answer: ${error.cause?.code ?? error.message}`);
  });
  if (response.ok) return response;
  const { status } = response;
  if (status === 429 || status >= 500)
    throw new Unanswered(`${name} answers with status ${status}`, pauseOf(response));
  throw new Refused(status, `${name} refuses with status ${status}${await reasonOf(response)}`);
}

/** @throws Unanswered where the answer is not what the API says. */
export async function read<T>(name: string, response: Response, schema: z.ZodType<T>): Promise<T> {
  const { data, error } = schema.safeParse(await response.json().catch(() => undefined));
  if (error) throw new Unanswered(`${name} answers with something else than its API says`);
  return data as T;
}

/** The number of the page behind this one: in a header of GitLab's, or in the link that others send. */
export function nextPage({ headers }: Response): string | undefined {
  const [, link] = /<([^>]*)>;\s*rel="?next"?/.exec(headers.get("link") ?? "") ?? [];
  const page = headers.get("x-next-page") || (link && new URL(link, "http://any").searchParams.get("page"));
  return page && /^\d+$/.test(page) ? page : undefined;
}

/** Seconds, as GitLab and GitHub send it. */
const pauseOf = ({ headers }: Response): number | undefined => {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
};

async function reasonOf(response: Response): Promise<string> {
  const { data } = z
    .object({ message: z.string().or(z.object({}).loose()) })
    .safeParse(await response.json().catch(() => undefined));
  if (!data) return "";
  const text = typeof data.message === "string" ? data.message : JSON.stringify(data.message);
  return `: ${text.slice(0, 200)}`;
}
