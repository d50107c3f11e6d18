import { connect } from "node:http2";
import { Readable } from "node:stream";
import type { Amount } from "./attacks";
import { answered, open, seen, type Target } from "./sockets";

/** Ordinary clients, many of them behind one address. */

type Client = (target: Target, amount: Amount) => void;

const upgrade = (name: string): string =>
  `GET /ws HTTP/1.1\r\nHost: ${name}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n`;

const socketsOfBrowser = 20;

/** A browser on each connection: a page with ten parts by HTTP/2 again and again, and twenty websockets. */
const browsers: Client = ({ host, port, name, tls }, { connections }) => {
  const browser = (): void => {
    const page = async (): Promise<void> => {
      const session = connect(`https://${host}:${port}`, { servername: name, rejectUnauthorized: false });
      session.on("error", () => answered("error"));
      const part = (path: string) =>
        new Promise<void>((done) => {
          const stream = session.request({ ":path": path, ":authority": name });
          seen.asked++;
          stream.on("response", ({ ":status": status = 0 }) => answered(status));
          stream.on("error", () => answered("error"));
          stream.on("close", done);
          stream.resume();
        });
      await Promise.all(Array.from({ length: 10 }, (_, at) => part(`/?part=${at}`)));
      session.close();
      // A household's worth of pages: the rate limit is another matter.
      setTimeout(() => void page(), 30_000);
    };
    void page();
    for (let count = 0; count < socketsOfBrowser; count++)
      open({ host, port, name, tls }, "http/1.1", (socket) => {
        socket.write(upgrade(name));
        socket.once("data", (data) =>
          answered(/^HTTP\/1.1 (\d+)/.exec(data.toString("latin1"))?.[1] ?? "more"),
        );
        socket.on("close", () => answered("lost"));
      });
  };
  // People do not come all at the same moment.
  for (let count = 0; count < connections; count++) setTimeout(browser, count * 700);
};

/** A program that keeps files the same here and there: many uploads at once, by name and password. */
const uploads: Client = ({ host, port, name }, { connections }) => {
  const session = connect(`https://${host}:${port}`, { servername: name, rejectUnauthorized: false });
  session.on("error", () => answered("error"));
  const authorization = `Basic ${Buffer.from("anna:open sesame").toString("base64")}`;
  for (let count = 0; count < connections; count++) {
    const stream = session.request({
      ":method": "POST",
      ":path": "/count",
      ":authority": name,
      authorization,
    });
    seen.asked++;
    stream.on("response", ({ ":status": status = 0 }) => answered(status));
    stream.on("error", () => answered("error"));
    stream.resume();
    Readable.from(Array.from({ length: 32 }, () => Buffer.alloc(65_536))).pipe(stream);
  }
};

/** One who is let in, at the address of one who guesses. */
const beside: Client = (target, { connections, each = 90 }) => {
  const come = (password: string, then: (status: string) => void): void =>
    open(target, "http/1.1", (socket) => {
      const credential = Buffer.from(`anna:${password}`).toString("base64");
      seen.asked++;
      socket.write(
        `GET / HTTP/1.1\r\nHost: ${target.name}\r\nConnection: close\r\nAuthorization: Basic ${credential}\r\n\r\n`,
      );
      socket.once("data", (data) => then(/^HTTP\/1.1 (\d+)/.exec(data.toString("latin1"))?.[1] ?? "more"));
    });
  const right = (then = () => {}): void =>
    come("open sesame", (status) => {
      answered(`right ${status}`);
      then();
    });
  let guess = 0;
  const wrong = (): void => come(`guess ${guess++}`, (status) => answered(`wrong ${status}`));
  right(() => {
    setInterval(wrong, 1000 / each);
    setInterval(() => right(), 1000 / connections);
  });
};

/** A household or an office: all of that at once. */
const office: Client = (target, amount) => {
  browsers(target, amount);
  uploads({ ...target, name: "guarded.example.org" }, { ...amount, connections: 16 });
};

export const clients = { office, beside } satisfies Record<string, Client>;
