import * as http2 from "node:http2";
import { text } from "node:stream/consumers";
import { secure } from "./trust";

/** Asks by HTTP/2, on a connection of its own; fails where the farm does not speak it. */
export async function askHttp2(
  base: string,
  domain: string,
  path: string,
): Promise<{ status: number; text: string }> {
  const session = http2.connect(base, secure(base, domain));
  try {
    return await new Promise((resolve, reject) => {
      session.on("error", reject);
      const stream = session.request({ ":authority": domain, ":path": path });
      stream.setTimeout(10_000, () => stream.close(http2.constants.NGHTTP2_CANCEL));
      stream.on("error", reject);
      stream.on("response", ({ ":status": status = 0 }) => {
        text(stream).then((body) => resolve({ status, text: body }), reject);
      });
    });
  } finally {
    session.close();
  }
}
