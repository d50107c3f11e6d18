import { testImages } from "../images/tags";
import { docker } from "./alone";

/** A request that nothing has put in order before it is sent. */
export interface RawRequest {
  readonly port: number;
  readonly host: string;
  readonly target: string;
  readonly method?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
}

export interface RawAnswer {
  readonly status: number;
  readonly text: string;
  /** What the echo server says of the request; undefined where somebody else has answered. */
  readonly echo?: { answer: string; path: string; method: string; headers: Record<string, string> };
}

const script = `
const { connect } = require("node:net");
const ask = ({ port, host, target, method = "GET", headers = [], body = "" }) => new Promise((resolve) => {
  let text = "";
  const socket = connect(port, "127.0.0.1", () =>
    socket.write(Buffer.from([method + " " + target + " HTTP/1.1", "Host: " + host, "Connection: close", ...headers, "", body].join("\\r\\n"), "latin1")));
  socket.setTimeout(10000, () => socket.destroy());
  socket.on("data", (data) => { text += data.toString("latin1"); });
  socket.on("error", (error) => { text += error; });
  socket.on("close", () => resolve(text));
});
(async () => {
  const all = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  const answers = new Array(all.length);
  let next = 0;
  await Promise.all(Array.from({ length: 8 }, async () => {
    while (next < all.length) { const at = next++; answers[at] = await ask(all[at]); }
  }));
  console.log(JSON.stringify(answers));
})();`;

/** Sends requests from within the network of a container, and gives back what came for each. */
export function sendAll(container: string, requests: readonly RawRequest[]): RawAnswer[] {
  const words = ["run", "--rm", "-i", "--network", `container:${container}`, "--entrypoint", "node"];
  const { status, said } = docker([...words, testImages.keeper, "-e", script], JSON.stringify(requests));
  if (status !== 0) throw new Error(said);
  return (JSON.parse(said) as string[]).map((text) => ({
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]),
    text,
    echo: echoIn(text),
  }));
}

/** A long answer comes in chunks. */
function echoIn(text: string): RawAnswer["echo"] {
  const body = text.slice(text.indexOf("\r\n\r\n") + 4).replaceAll(/(^|\r\n)[0-9a-f]+\r\n/gi, "");
  return /^\{.*\}\s*$/s.test(body) ? JSON.parse(body) : undefined;
}
