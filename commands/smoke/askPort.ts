import { connect } from "node:net";
import type { PortQuestion } from "./outputs";

/** How long first words may take. */
const timeoutSeconds = 15;

/** How long an open port has to stay open where nobody says anything: a door without containers closes it. */
const openMilliseconds = 1_500;

/**
 * Connects to a port as a client does, and says nothing.
 * @returns what was found
 * @throws Error that says what went wrong on the way.
 */
export const askPort = ({ url, startsWith }: Pick<PortQuestion, "url" | "startsWith">): Promise<string> =>
  new Promise((resolve, reject) => {
    const host = url.hostname.replace(/^\[|\]$/g, "");
    const socket = connect({ host, port: Number(url.port) });
    let heard = "";
    const end = (found: string | Error) => {
      socket.destroy();
      if (found instanceof Error) reject(found);
      else resolve(found);
    };
    socket.setEncoding("latin1");
    socket.setTimeout(timeoutSeconds * 1000, () =>
      end(new Error(`nothing was said within ${timeoutSeconds} s`)),
    );
    socket.on("error", end);
    socket.on("close", () => end(new Error("the connection was closed without a word")));
    if (startsWith === undefined) {
      socket.on("connect", () => setTimeout(() => end("open"), openMilliseconds));
      return;
    }
    socket.on("data", (data) => {
      heard += data;
      if (heard.length < startsWith.length) return;
      if (heard.startsWith(startsWith)) end(heard.split(/[\r\n]/)[0]?.slice(0, 80) ?? "");
      else end(new Error(`it begins with ${JSON.stringify(heard.slice(0, startsWith.length))}`));
    });
  });
