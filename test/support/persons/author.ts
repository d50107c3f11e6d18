import type { Answer, Question } from "../http";
import { Person } from "./person";

/** Whose blog a WordPress is. */
export class Author extends Person {
  constructor(
    https: string,
    readonly title: string,
  ) {
    super(https, "blog.example.org");
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
    const headers = { ...(await this.nonce()), ...question.headers };
    return this.get(`/index.php?rest_route=${path}`, { method: "POST", ...question, headers });
  }

  /** Publishes a post. @returns its path */
  async publish(content = this.title): Promise<string> {
    const post = await this.rest("/wp/v2/posts", {
      body: JSON.stringify({ title: this.title, content, status: "publish" }),
      headers: { "content-type": "application/json" },
    });
    return new URL(post.json().link).href.slice(this.origin.length);
  }

  /** Puts a file into the library, by the form of its page. @returns its path */
  async upload(name: string, content: Buffer): Promise<string> {
    const path = "/index.php?rest_route=/wp/v2/media";
    const answer = await this.attach(path, {}, ["file", name, content], await this.nonce());
    if (answer.status !== 201) throw new Error(`${answer.status}: ${answer.text.slice(0, 300)}`);
    return (answer.json().source_url as string).slice(this.origin.length);
  }

  private nonce = async () => ({
    "x-wp-nonce": (await this.get("/wp-admin/admin-ajax.php?action=rest-nonce")).text,
  });
}
