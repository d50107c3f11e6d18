import { connect } from "node:net";
import type { PortQuestion } from "./outputs";

/** How long first words may take. */
const timeoutSeconds = 15;

/** How long an open port has to stay open where nobody says anything: a door without containers closes it. */
const openMilliseconds = 1_500;

/** How long it has to stay open after the first words: who takes the door's own for nonsense hangs up. */
const heededMilliseconds = 500;

/**
 * Connects to a port as a client does, and says nothing.
 * @returns what was found
 * @throws Error that says what went wrong on the way.
 */
export const askPort = ({
  url,
  startsWith,
  proxyProtocol,
  allow,
}: Omit<PortQuestion, "service">): Promise<string> =>
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
    const closed = () =>
      new Error(
        heard === ""
          ? `the connection was closed without a word${leftOut(allow)}`
          : hungUp(heard, proxyProtocol),
      );
    // A door that refuses a connection resets it.
    socket.on("error", (error: NodeJS.ErrnoException) => end(error.code === "ECONNRESET" ? closed() : error));
    socket.on("close", () => end(closed()));
    if (startsWith === undefined) {
      socket.on("connect", () => setTimeout(() => end("open"), openMilliseconds));
      return;
    }
    socket.on("data", (data) => {
      heard += data;
      if (heard.length < startsWith.length) return;
      if (heard.startsWith(startsWith))
        setTimeout(() => end(firstLine(heard)), proxyProtocol ? heededMilliseconds : 0);
      else end(new Error(`it begins with ${JSON.stringify(heard.slice(0, startsWith.length))}`));
    });
  });

const firstLine = (heard: string): string => heard.split(/[\r\n]/)[0]?.slice(0, 80) ?? "";

const hungUp = (heard: string, proxyProtocol = false): string =>
  `it said ${JSON.stringify(firstLine(heard))} and hung up at once${proxyProtocol ? "; it may not expect the PROXY protocol (proxyProtocol)" : ""}`;

/** A door tells nobody why it hangs up. */
const leftOut = (allow?: readonly string[]): string =>
  allow ? `; its \`allow\` (${allow.join(", ")}) may leave this machine out: ask from one that is in it` : "";
