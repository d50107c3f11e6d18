import * as tls from "node:tls";
import type { TestCertificate } from "./certificates";
import type { Refused } from "./tls";

export interface Visit {
  /** The authority of the server's certificate: PEM. */
  ca: string;
  /** What is asked for once the connection stands. @default the name it was opened for */
  host?: string;
  /** The certificate that the visitor shows. @default none */
  as?: Pick<TestCertificate, "chain" | "key">;
  /** A session to go on with. @default a new one */
  session?: Buffer;
  /** The only version that is spoken. @default TLSv1.3 */
  version?: "TLSv1.2" | "TLSv1.3";
}

/** What a visitor was answered, and the session that was left for the next visit. */
export interface Visited {
  status: number;
  session?: Buffer;
}

const secondsToAnswer = 10;

/** Opens a connection for a name to a port of this machine, and asks once. */
export function visit(port: number, name: string, how: Visit): Promise<Visited | Refused> {
  const { ca, host = name, as, session: earlier, version = "TLSv1.3" } = how;
  return new Promise((resolve) => {
    let text = "";
    let session: Buffer | undefined;
    const socket = tls.connect(
      {
        host: "127.0.0.1",
        port,
        servername: name,
        ca,
        cert: as?.chain,
        key: as?.key,
        session: earlier,
        minVersion: version,
        maxVersion: version,
      },
      () => socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
    );
    socket.setTimeout(secondsToAnswer * 1_000, () => socket.destroy(new Error("TIMEOUT")));
    socket.on("session", (given) => {
      session = given;
    });
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
    });
    socket.on("error", ({ code, message }: NodeJS.ErrnoException) => resolve({ refused: code ?? message }));
    socket.on("close", () => {
      const [, status] = /^HTTP\/1.1 (\d+)/.exec(text) ?? [];
      resolve(status ? { status: Number(status), session } : { refused: "CLOSED" });
    });
  });
}
