import * as http from "node:http";
import * as https from "node:https";
import * as net from "node:net";
import * as tls from "node:tls";
import { type Secure, secure } from "./trust";

/** What a client of the farm can say, byte for byte where it matters. */
export interface Question extends Secure {
  method?: string;
  /** Extra headers; a `host` here replaces the domain as it is written (upper case, trailing dot, port). */
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
  /** @default 10 */
  timeoutSeconds?: number;
}

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
  /** The body as JSON; an error that shows the text where it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever came back
  json(): any;
}

/**
 * Asks the farm at `base` for a path of a domain, on a connection of its own. At an `https://` base the
 * certificate must be good for the domain. node:http, because fetch does not let a test choose the Host header.
 */
export async function ask(
  base: string,
  domain: string,
  path = "/",
  question: Question = {},
): Promise<Answer> {
  const response = await open(base, domain, path, question);
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  const status = response.statusCode ?? 0;
  return { status, headers: response.headers, text, json: () => parse(text, status) };
}

/** The same, resolved as soon as the headers are there; the body is still to be read. */
export function open(
  base: string,
  domain: string,
  path: string,
  question: Question = {},
): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = begin(base, domain, path, question);
    request.on("response", resolve);
    request.on("error", reject);
    request.end(question.body);
  });
}

/** The same, with the body still to be sent. */
export function begin(
  base: string,
  domain: string,
  path: string,
  question: Question = {},
): http.ClientRequest {
  const { method = "GET", headers = {}, timeoutSeconds = 10 } = question;
  const { protocol, hostname, port } = new URL(base);
  const request = (protocol === "https:" ? https : http).request({
    ...secure(base, domain, question),
    // A URL has brackets around an address of IPv6.
    host: hostname.replace(/^\[|\]$/g, ""),
    port,
    method,
    path,
    agent: false,
    setHost: false,
    headers: { host: domain, ...headers },
    timeout: timeoutSeconds * 1_000,
  });
  request.on("timeout", () => request.destroy(new Error(`no answer from ${base} in ${timeoutSeconds} s`)));
  return request;
}

/**
 * Sends the bytes as they are and gives back all that came until the other side closed.
 *
 * @param domain The name to ask for at an `https://` base, which the text need not hold.
 */
export function sendRaw(
  base: string,
  text: string,
  { seconds = 5, domain = "" }: { seconds?: number; domain?: string } = {},
): Promise<string> {
  const { protocol, hostname: host, port } = new URL(base);
  return new Promise((resolve, reject) => {
    let received = "";
    const socket =
      protocol === "https:"
        ? tls.connect({ ...secure(base, domain), host, port: Number(port) }, () => socket.write(text))
        : net.connect({ host, port: Number(port) }, () => socket.write(text));
    socket.setTimeout(seconds * 1_000, () => socket.destroy());
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(received));
  });
}

/** Whether anything accepts a TCP connection there. */
export function listens(host: string, port: number, seconds = 1): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(seconds * 1_000, () => end(false));
    socket.on("connect", () => end(true));
    socket.on("error", () => end(false));
  });
}

function parse(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`expected JSON, got status ${status} with: ${text.slice(0, 300)}`);
  }
}
