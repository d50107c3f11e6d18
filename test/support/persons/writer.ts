import { WebSocket } from "ws";
import { secure } from "../trust";
import { waitFor } from "../wait";
import { Person } from "./person";

/** Somebody at an Etherpad: what its page sends, by Socket.IO over a WebSocket. */
export class Writer extends Person {
  private socket?: WebSocket;
  // biome-ignore lint/suspicious/noExplicitAny: what each message holds is Etherpad's own
  private readonly heard: any[] = [];

  constructor(https: string) {
    super(https, "pad.example.org");
  }

  /** Opens a pad, and stays there. */
  async open(pad: string): Promise<void> {
    await this.get(`/p/${pad}`);
    const { https, name, host, origin, jar: cookie } = this;
    const url = new URL("/socket.io/?EIO=3&transport=websocket", https.replace(/^http/, "ws"));
    this.socket = new WebSocket(url, { ...secure(https, name), headers: { host, cookie }, origin });
    this.socket.on("error", () => {});
    this.socket.on("message", (data) => {
      const [, text] = /^42(.*)$/s.exec(String(data)) ?? [];
      if (text) this.heard.push(JSON.parse(text)[1]);
    });
    await waitFor("the websocket", async () => this.isOpen);
    const token = `t.${Math.random().toString(36).slice(2).padEnd(20, "x")}`;
    this.send({ type: "CLIENT_READY", padId: pad, token, protocolVersion: 2 });
    await waitFor("the pad", async () => this.document !== undefined);
  }

  get isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  /** Types at the beginning of a pad that was just opened. */
  async write(text: string): Promise<void> {
    const { initialAttributedText, rev: baseRev } = this.document.collab_client_vars;
    const [before, added] = [initialAttributedText.text.length.toString(36), text.length.toString(36)];
    const apool = { numToAttrib: { 0: ["author", this.document.userId] }, nextNum: 1 };
    const changeset = `Z:${before}>${added}*0+${added}$${text}`;
    this.send({ type: "COLLABROOM", data: { type: "USER_CHANGES", baseRev, changeset, apool } });
    await waitFor("the pad to take it", async () => this.has("ACCEPT_COMMIT"));
  }

  /** Waits for what somebody else types. */
  sees = (text: string) =>
    waitFor(`"${text}" to be shown`, async () =>
      this.heard.some(({ data }) => data?.type === "NEW_CHANGES" && data.changeset.includes(text)),
    );

  /** What the pad had when it was opened. */
  get text(): string {
    return this.document?.collab_client_vars.initialAttributedText.text ?? "";
  }

  leave = () => this.socket?.terminate();

  private get document() {
    return this.heard.find(({ type }) => type === "CLIENT_VARS")?.data;
  }

  private has = (type: string) => this.heard.some(({ data }) => data?.type === type);

  private send(message: object): void {
    this.socket?.send(`42${JSON.stringify(["message", { component: "pad", ...message }])}`);
  }
}
