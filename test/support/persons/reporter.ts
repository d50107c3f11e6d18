import { Person } from "./person";

/** Somebody at a Trac who has found a fault. */
export class Reporter extends Person {
  constructor(https: string) {
    super(https, "tickets.example.org");
  }

  /** Writes a ticket, by its page. @returns the ticket's path */
  async report(summary: string): Promise<string> {
    const answer = await this.submit("/newticket", {
      __FORM_TOKEN: await this.token("/newticket"),
      field_summary: summary,
      field_description: summary,
      field_type: "defect",
      field_priority: "major",
      field_owner: "",
      submit: "Create ticket",
    });
    const { location } = answer.headers;
    if (!location) throw new Error(`${answer.status}: ${answer.text.slice(0, 300)}`);
    return new URL(location).pathname;
  }

  /** Adds a file to a ticket. @returns the file's path */
  async upload(ticket: string, name: string, content: Buffer): Promise<string> {
    const page = `/attachment${ticket}/`;
    const fields = {
      __FORM_TOKEN: await this.token(`${page}?action=new`),
      action: "new",
      realm: "ticket",
      id: ticket.split("/").at(-1) ?? "",
      description: "",
      author: "anna",
    };
    const answer = await this.attach(page, fields, ["attachment", name, content]);
    if (answer.status !== 303) throw new Error(`${answer.status}: ${answer.text.slice(0, 300)}`);
    return `/raw-attachment${ticket}/${name}`;
  }

  private async token(page: string): Promise<string> {
    return /name="__FORM_TOKEN" value="(\w+)"/.exec((await this.get(page)).text)?.[1] ?? "";
  }
}
