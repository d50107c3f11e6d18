import * as http2 from "node:http2";
import * as tls from "node:tls";
import type { TestCertificate } from "../../support/certificates";

/** A connection of a browser: all that it asks afterwards goes over this one. */
export interface Connection {
  /** Fingerprint of the certificate that was shown. */
  readonly shown: string;
  ask(host: string, path: string): Promise<{ status: number; text: string }>;
  end(): void;
}

const secondsToAnswer = 30;

/**
 * Opens a connection by HTTP/2 for a name, and asks once: whoever shows no certificate is told after the handshake.
 * @returns undefined where there is none
 */
export async function connect(
  port: number,
  name: string,
  as?: Pick<TestCertificate, "chain" | "key">,
): Promise<Connection | undefined> {
  const socket = tls.connect({
    host: "127.0.0.1",
    port,
    servername: name,
    cert: as?.chain,
    key: as?.key,
    ALPNProtocols: ["h2"],
    rejectUnauthorized: false,
  });
  socket.on("error", () => {});
  const session = http2.connect("https://farm", { createConnection: () => socket });
  session.on("error", () => {});
  session.setTimeout(secondsToAnswer * 1_000, () => session.destroy());
  const ask = (host: string, path: string) => answerOf(session, host, path);
  try {
    await ask(name || "farm", "/");
  } catch {
    session.destroy();
    return;
  }
  return { shown: socket.getPeerX509Certificate()?.fingerprint256 ?? "", ask, end: () => session.destroy() };
}

const answerOf = (session: http2.ClientHttp2Session, host: string, path: string) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const asked = session.request({ ":authority": host, ":path": path });
    let status = 0;
    let text = "";
    asked.setEncoding("utf8");
    asked.on("response", (headers) => {
      status = Number(headers[":status"]);
    });
    asked.on("data", (chunk: string) => {
      text += chunk;
    });
    asked.on("error", reject);
    asked.on("close", () => (status > 0 ? resolve({ status, text }) : reject(new Error("no answer"))));
  });
