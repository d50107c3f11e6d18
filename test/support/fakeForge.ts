import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** One question as the server got it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** What the server says to it; `cut` is no answer at all. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly cut?: boolean;
}

/** An HTTP server that writes down what it is asked. */
export class FakeForge {
  readonly asked: Asked[] = [];
  /** Answers that come before those of `answer`, one for each question. */
  readonly next: Answer[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async open(answer: (asked: Asked) => Answer): Promise<FakeForge> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const forge = new FakeForge(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on("request", async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { method = "", url = "", headers } = request;
      const asked = { method, path: url, headers, body: Buffer.concat(chunks).toString() };
      forge.asked.push(asked);
      const { status, headers: more, body, cut } = forge.next.shift() ?? answer(asked);
      if (cut) return request.socket.destroy();
      response.writeHead(status, { "content-type": "application/json", ...more });
      response.end(body === undefined ? "" : JSON.stringify(body));
      return undefined;
    });
    return forge;
  }

  /** Methods and paths, in order. */
  get road(): string[] {
    return this.asked.map(({ method, path }) => `${method} ${path}`);
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
