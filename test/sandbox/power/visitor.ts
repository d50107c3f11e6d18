import * as http from "node:http";
import * as http2 from "node:http2";
import * as https from "node:https";
import type { Socket } from "node:net";
import * as tls from "node:tls";
import { unavailablePage } from "../../../components/front/farm/pages";
import { secure } from "../../support/trust";

/** How a visitor asks. */
export type Manner = "HTTP/1.1" | "HTTP/1.1, kept" | "HTTP/1.1, POST" | "HTTP/2" | "gRPC";

/** What came of one question. */
export interface Outcome {
  /** `right`, `page` (503 of the farm's own, with `Retry-After`), `refused` (no connection), or what there was instead. */
  readonly what: string;
  readonly sentAt: number;
  /** When its connection was made; undefined where it was not. */
  readonly openedAt: number | undefined;
}

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

const silent = 10_000;
const grpcQuestion = Buffer.alloc(5);

/** Asks for one name again and again, one question after the other. */
export class Visitor {
  readonly seen: Outcome[] = [];
  private readonly opened = new WeakMap<object, number>();
  private readonly agent: http.Agent | https.Agent;
  private session: http2.ClientHttp2Session | undefined;
  private asking = true;
  private readonly end: Promise<void>;

  constructor(
    private readonly base: string,
    private readonly name: string,
    private readonly manner: Manner,
  ) {
    const options = { keepAlive: true, maxSockets: 1 };
    this.agent = base.startsWith("https:") ? new https.Agent(options) : new http.Agent(options);
    this.end = this.goOn();
  }

  get title(): string {
    return `${this.name} at ${this.base} by ${this.manner}`;
  }

  async stop(): Promise<void> {
    this.asking = false;
    await this.end;
    this.agent.destroy();
    this.session?.destroy();
  }

  private async goOn(): Promise<void> {
    while (this.asking) {
      this.seen.push(await this.once());
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  private async once(): Promise<Outcome> {
    const sentAt = Date.now();
    let socket: object | undefined;
    const through = (one: Socket) => {
      socket = one;
      if (one.connecting && !this.opened.has(one))
        one.once("connect", () => this.opened.set(one, Date.now()));
    };
    const openedAt = () => socket && this.opened.get(socket);
    const ask = this.manner === "HTTP/2" || this.manner === "gRPC" ? this.byHttp2 : this.byHttp1;
    try {
      const answer = await ask.call(this, through);
      return { what: this.judge(answer), sentAt, openedAt: openedAt() };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return { what: openedAt() ? `${code ?? ""} ${message}` : "refused", sentAt, openedAt: openedAt() };
    }
  }

  private judge({ status, headers, text }: Answer): string {
    if (this.manner === "gRPC" && status === 200 && headers["content-type"] === "application/grpc")
      return "right";
    if (status === 200 && headers["x-answer"] === this.name) return "right";
    const isPage = text.includes(unavailablePage.text) && headers["content-type"]?.startsWith("text/html");
    if (status === 503 && isPage && headers["retry-after"]) return "page";
    return `${status} ${JSON.stringify(headers)} ${text.slice(0, 100)}`;
  }

  private byHttp1(through: (socket: Socket) => void): Promise<Answer> {
    const domain = `${this.name}.example.org`;
    const { protocol, hostname, port } = new URL(this.base);
    const kept = this.manner === "HTTP/1.1, kept";
    const method = this.manner === "HTTP/1.1, POST" ? "POST" : "GET";
    return new Promise((resolve, reject) => {
      const request = (protocol === "https:" ? https : http).request({
        ...secure(this.base, domain),
        ...{ host: hostname, port, method, path: "/", timeout: silent },
        agent: kept ? this.agent : false,
        headers: { host: domain },
      });
      request.on("socket", through);
      request.on("timeout", () => request.destroy(new Error("silence")));
      request.on("error", reject);
      request.on("response", (response) => {
        read(response).then(
          (text) => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
          reject,
        );
      });
      request.end(method === "POST" ? Buffer.alloc(100_000, "x") : undefined);
    });
  }

  private byHttp2(through: (socket: Socket) => void): Promise<Answer> {
    const domain = `${this.name}.example.org`;
    const session = this.sessionFor(domain);
    through(session.socket as Socket);
    const grpc = this.manner === "gRPC";
    return new Promise((resolve, reject) => {
      session.once("error", reject);
      const stream = session.request(
        grpc
          ? {
              ...{ ":authority": domain, ":method": "POST", ":path": "/grpc.health.v1.Health/Check" },
              ...{ "content-type": "application/grpc", te: "trailers" },
            }
          : { ":authority": domain, ":path": "/" },
      );
      stream.setTimeout(silent, () => stream.destroy(new Error("silence")));
      stream.on("error", reject);
      let answered = false;
      stream.on("close", () => answered || reject(new Error("closed without an answer")));
      stream.on("response", ({ ":status": status = 0, ...headers }) => {
        answered = true;
        read(stream).then((text) => resolve({ status, headers, text }), reject);
      });
      stream.end(grpc ? grpcQuestion : undefined);
    }).finally(() => session.removeAllListeners("error").on("error", () => {})) as Promise<Answer>;
  }

  /** One connection is kept until it ends. */
  private sessionFor(domain: string): http2.ClientHttp2Session {
    if (this.session && !this.session.closed && !this.session.destroyed) return this.session;
    const { hostname, port } = new URL(this.base);
    const socket = tls.connect({
      ...secure(this.base, domain),
      ...{ host: hostname, port: Number(port || 443), ALPNProtocols: ["h2"] },
    });
    socket.once("connect", () => this.opened.set(socket, Date.now()));
    const session = http2.connect(this.base, { createConnection: () => socket });
    session.on("error", () => {});
    this.session = session;
    return session;
  }
}

async function read(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
