import * as http2 from "node:http2";
import * as https from "node:https";
import type { Readable } from "node:stream";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { Road } from "../road";

/** What a visitor asks for. */
export interface Wanted {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Whether the body is sent without its length. */
  readonly chunked?: boolean;
  /** Whether nothing comes after the headers, not even an end; by HTTP/2. */
  readonly silent?: boolean;
  /** @default http/1.1 */
  readonly protocol?: "http/1.1" | "h2";
}

/** What a visitor got. */
export interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Unpacked, but for zstd, which not every Node.js knows. */
  readonly text: string;
  /** As many as came. */
  readonly bytes: number;
  /** When each part of the answer came, in milliseconds. */
  readonly times: readonly number[];
}

const unpack: Readonly<Record<string, (packed: Buffer) => Buffer>> = {
  br: brotliDecompressSync,
  gzip: gunzipSync,
};

/** Asks a road's farm by TLS, with a certificate that has to be good for the name. */
export async function visit(
  { port, root }: Pick<Road, "port" | "root">,
  host: string,
  path: string,
  wanted: Wanted = {},
): Promise<Got> {
  const asked = wanted.protocol === "h2" ? byTwo : byOne;
  const { status, headers, body, end } = await asked({ port, ca: root.pem }, host, path, wanted);
  const parts: Buffer[] = [];
  const times: number[] = [];
  for await (const part of body) {
    parts.push(part as Buffer);
    times.push(Date.now());
  }
  end();
  const packed = Buffer.concat(parts);
  const text = unpack[headers["content-encoding"] ?? ""]?.(packed) ?? packed;
  return { status, headers, text: text.toString(), bytes: packed.length, times };
}

interface Opened extends Pick<Got, "status" | "headers"> {
  readonly body: Readable;
  readonly end: () => void;
}

type Where = { readonly port: number; readonly ca: string };

const lengthOf = ({ body, chunked }: Wanted) =>
  body && !chunked ? { "content-length": String(body.length) } : {};

const byOne = ({ port, ca }: Where, host: string, path: string, wanted: Wanted): Promise<Opened> =>
  new Promise((resolve, reject) => {
    const { method = "GET", headers, body } = wanted;
    const request = https.request({
      ...{ host: "127.0.0.1", port, ca, servername: host, method, path, agent: false },
      headers: {
        host,
        ...(wanted.chunked ? { "transfer-encoding": "chunked" } : lengthOf(wanted)),
        ...headers,
      },
      timeout: 60_000,
    });
    request.on("timeout", () => request.destroy(new Error("no answer")));
    request.on("error", reject);
    request.on("response", (response) =>
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers as Got["headers"],
        body: response,
        end: () => {},
      }),
    );
    request.end(body);
  });

const byTwo = ({ port, ca }: Where, host: string, path: string, wanted: Wanted): Promise<Opened> =>
  new Promise((resolve, reject) => {
    const { method = "GET", headers, body } = wanted;
    const session = http2.connect(`https://127.0.0.1:${port}`, { ca, servername: host });
    session.on("error", reject);
    const names = { ":method": method, ":path": path, ":authority": host };
    const stream = session.request(
      { ...names, ...lengthOf(wanted), ...headers },
      {
        endStream: !body && !wanted.silent,
      },
    );
    stream.on("error", reject);
    stream.on("response", ({ ":status": status = 0, ...said }) =>
      resolve({
        status,
        headers: said as Got["headers"],
        body: stream,
        end: () => session.close(),
      }),
    );
    if (body) stream.end(body);
  });
