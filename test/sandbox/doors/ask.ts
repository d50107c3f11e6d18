import { execFile } from "node:child_process";
import type { Outcome } from "./table";

/** Who asks: somebody whose certificate is of the right authority, or of another one. */
export type Proof = "person" | "stranger";

/** What is asked of one port. */
export interface Asked {
  readonly to: string;
  readonly port: number;
  /** @default in plain HTTP */
  readonly tls?: {
    readonly servername: string;
    readonly cert?: string;
    readonly key?: string;
    readonly ca?: string;
  };
  readonly host: string;
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What is sent before the request, on the same connection. @default nothing */
  readonly first?: string;
}

export interface Got {
  readonly outcome: Outcome;
  readonly text: string;
}

const program = `
const http = require("http"), https = require("https"), net = require("net");
const ask = (one) => (one.first ? askBehind(one) : askPlainly(one));
const askBehind = ({ to, port, host, path, method, first }) => new Promise((done) => {
  let text = "";
  const head = method + " " + path + " HTTP/1.1\\r\\nHost: " + host + "\\r\\nConnection: close\\r\\n\\r\\n";
  const socket = net.connect({ host: to, port }, () => socket.write(first + head));
  socket.setTimeout(20000, () => socket.destroy());
  socket.on("data", (more) => { text += more; }).on("error", () => {});
  socket.on("close", () => done({ outcome: Number((/^HTTP\\/1.1 (\\d+)/.exec(text) || [])[1]) || "no connection", text }));
});
const askPlainly = ({ to, port, tls, host, path, method, headers }) => new Promise((done) => {
  const options = { host: to, port, path, method, headers: { host, ...headers }, agent: false, timeout: 20000 };
  const asked = (tls ? https : http).request({ ...options, ...tls, rejectUnauthorized: false }, (answer) => {
    let text = "";
    answer.on("data", (more) => { text += more; }).on("close", () => done({ outcome: answer.statusCode, text }));
  });
  asked.on("timeout", () => asked.destroy());
  asked.on("error", ({ message }) => done({ outcome: "no connection", text: message }));
  asked.end();
});
let text = "";
process.stdin.on("data", (more) => { text += more; }).on("end", async () => {
  const all = [];
  for (const one of JSON.parse(text)) all.push(await ask(one));
  console.log(JSON.stringify(all));
});`;

/**
 * Asks everything, one after the other.
 * @param from the container that asks; this machine where there is none
 */
export function askAll(questions: readonly Asked[], from?: string): Promise<Got[]> {
  const [command, ...words] = from ? ["docker", "exec", "-i", from, "node"] : [process.execPath];
  return new Promise((resolve, reject) => {
    const options = { maxBuffer: 64 * 2 ** 20 };
    const child = execFile(command as string, [...words, "-e", program], options, (error, said) =>
      error ? reject(error) : resolve(JSON.parse(said)),
    );
    child.stdin?.end(JSON.stringify(questions));
  });
}
