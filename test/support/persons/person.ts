import { type Answer, ask, type Question } from "../http";
import { waitFor } from "../wait";

/** Somebody at one name of an environment, with a browser's cookies. */
export class Person {
  private readonly cookies = new Map<string, string>();
  /** Every redirection to a whole address, which has to be where the visitor is. */
  readonly sentTo: string[] = [];

  constructor(
    readonly https: string,
    readonly name: string,
  ) {}

  /** Where a browser is: the farm's port is a part of it. */
  get origin(): string {
    return `https://${this.name}:${new URL(this.https).port}`;
  }

  get host(): string {
    return this.origin.slice("https://".length);
  }

  get jar(): string {
    return [...this.cookies].map(([key, value]) => `${key}=${value}`).join("; ");
  }

  /** Asks, and again where nobody is there just now: a machine that has much to do is slow to answer its router's looks. */
  get(path: string, question: Question = {}): Promise<Answer> {
    const asked = async () => {
      const answer = await this.look(path, question);
      return answer.status !== 503 && answer;
    };
    return waitFor(`an answer at ${path}`, asked, 60);
  }

  /** Asks once. */
  async look(path: string, question: Question = {}): Promise<Answer> {
    const answer = await ask(this.https, this.name, path, {
      timeoutSeconds: 300,
      ...question,
      headers: { host: this.host, cookie: this.jar, ...question.headers },
    });
    for (const one of answer.headers["set-cookie"] ?? []) {
      const [, key = "", value = ""] = /^([^=]+)=([^;]*)/.exec(one) ?? [];
      this.cookies.set(key, value);
    }
    const { location } = answer.headers;
    if (location && URL.canParse(location)) this.sentTo.push(new URL(location).origin);
    return answer;
  }

  submit(path: string, fields: Record<string, string>): Promise<Answer> {
    return this.get(path, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields).toString(),
    });
  }

  /** Sends a form with a file, as a page does. */
  attach(
    path: string,
    fields: Record<string, string>,
    [field, file, content]: readonly [field: string, file: string, content: Buffer],
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const boundary = "----homeport";
    const part = (name: string, more: string, value: string) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}`;
    const before = Object.entries(fields).map(([name, value]) => `${part(name, "", value)}\r\n`);
    const about = part(field, `; filename="${file}"\r\nContent-Type: text/plain`, "");
    return this.get(path, {
      method: "POST",
      headers: { "content-type": `multipart/form-data; boundary=${boundary}`, ...headers },
      body: Buffer.concat([
        Buffer.from(before.join("") + about),
        content,
        Buffer.from(`\r\n--${boundary}--\r\n`),
      ]),
    });
  }
}
