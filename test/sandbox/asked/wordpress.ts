import { type Answer, ask, type Question } from "../../support/http";
import type { RunningHome } from "../homes/homes";

const name = "blog.example.org";

/** A person at one of the two WordPresses, with a browser's cookies. */
export class Author {
  private readonly cookies = new Map<string, string>();

  constructor(
    private readonly home: RunningHome,
    readonly title = `Notes of ${home.stack}`,
  ) {}

  /** Where a browser is: the farm's port is a part of it. */
  get origin(): string {
    return `https://${name}:${new URL(this.home.https).port}`;
  }

  async get(path: string, question: Question = {}): Promise<Answer> {
    const answer = await ask(this.home.https, name, path, {
      timeoutSeconds: 60,
      ...question,
      headers: { host: this.origin.slice("https://".length), cookie: this.jar, ...question.headers },
    });
    for (const one of answer.headers["set-cookie"] ?? []) {
      const [, key = "", value = ""] = /^([^=]+)=([^;]*)/.exec(one) ?? [];
      this.cookies.set(key, value);
    }
    return answer;
  }

  submit(path: string, fields: Record<string, string>): Promise<Answer> {
    return this.get(path, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields).toString(),
    });
  }

  install(): Promise<Answer> {
    return this.submit("/wp-admin/install.php?step=2", {
      weblog_title: this.title,
      user_name: "anna",
      admin_password: "open sesame",
      admin_password2: "open sesame",
      pw_weak: "on",
      admin_email: "anna@example.org",
      language: "",
    });
  }

  async logIn(): Promise<Answer> {
    await this.get("/wp-login.php");
    return this.submit("/wp-login.php", {
      log: "anna",
      pwd: "open sesame",
      testcookie: "1",
      redirect_to: `${this.origin}/wp-admin/`,
    });
  }

  /** Asks what the pages of the administration ask by script. */
  async rest(path: string, question: Question): Promise<Answer> {
    const nonce = (await this.get("/wp-admin/admin-ajax.php?action=rest-nonce")).text;
    const headers = { "x-wp-nonce": nonce, ...question.headers };
    return this.get(`/index.php?rest_route=${path}`, { method: "POST", ...question, headers });
  }

  private get jar(): string {
    return [...this.cookies].map(([key, value]) => `${key}=${value}`).join("; ");
  }
}
