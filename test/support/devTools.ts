import { WebSocket } from "ws";

interface Message {
  id?: number;
  method?: string;
  sessionId?: string;
  // biome-ignore lint/suspicious/noExplicitAny: what each method answers is in the protocol's documentation
  params?: any;
  // biome-ignore lint/suspicious/noExplicitAny: the same
  result?: any;
  error?: { message: string };
}

/**
 * A connection to a Chromium that tells what it sees.
 * @see https://chromedevtools.github.io/devtools-protocol/
 */
export class DevTools {
  private readonly waiting = new Map<number, (message: Message) => void>();
  private readonly heard: Message[] = [];
  private last = 0;

  private constructor(private readonly socket: WebSocket) {
    socket.on("message", (data) => {
      const message = JSON.parse(String(data)) as Message;
      if (message.id === undefined) this.heard.push(message);
      else this.waiting.get(message.id)?.(message);
    });
  }

  static open(url: string): Promise<DevTools> {
    const socket = new WebSocket(url);
    return new Promise((resolve, reject) => {
      socket.once("open", () => resolve(new DevTools(socket)));
      socket.once("error", reject);
    });
  }

  /** @throws Error where the browser does not do it. */
  async send(method: string, params: object = {}, sessionId?: string): Promise<Message["result"]> {
    const id = ++this.last;
    const answer = await new Promise<Message>((resolve) => {
      this.waiting.set(id, resolve);
      this.socket.send(JSON.stringify({ id, method, params, sessionId }));
    });
    if (answer.error) throw new Error(`${method}: ${answer.error.message}`);
    return answer.result;
  }

  /** What the last event of this name told; undefined where none came yet. */
  latest(method: string): Message["params"] {
    return this.heard.findLast((message) => message.method === method)?.params;
  }

  close(): void {
    this.socket.close();
  }
}
