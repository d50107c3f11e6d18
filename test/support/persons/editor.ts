import { Person } from "./person";

/** Somebody who writes in a MediaWiki without an account. */
export class Editor extends Person {
  constructor(https: string) {
    super(https, "wiki.example.org");
  }

  async edit(title: string, text: string): Promise<void> {
    const answer = await this.submit("/api.php", {
      action: "edit",
      format: "json",
      title,
      text,
      token: "+\\",
    });
    if (answer.json().edit?.result !== "Success") throw new Error(answer.text.slice(0, 300));
  }

  page = async (title: string): Promise<string> => (await this.get(`/index.php?title=${title}`)).text;
}
