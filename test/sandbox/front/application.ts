import { testImages } from "../../images/tags";
import type { Road } from "../road";

/** An application that answers as it is asked to: with words, bytes or events, late, or with what it was sent. */
const program = `
process.on("unhandledRejection", () => {});
require("node:http").createServer(async (request, answer) => {
  const { pathname, searchParams } = new URL(request.url, "http://x");
  const number = (name, usual) => Number(searchParams.get(name) ?? usual);
  const head = (type, more) => answer.writeHead(number("code", 200), { "Content-Type": type, "Content-Language": "en", "X-Answer": "yes", ...more });
  if (pathname.endsWith("/words")) {
    const text = "word ".repeat(number("words", 10));
    if (searchParams.has("chunked")) { head("text/html; charset=utf-8"); answer.write(text.slice(0, 5)); return answer.end(text.slice(5)); }
    head("text/html; charset=utf-8", { "Content-Length": text.length });
    return answer.end(text);
  }
  if (pathname === "/bytes") { head("image/png"); return answer.end(Buffer.alloc(20000)); }
  if (pathname === "/events") {
    head("text/event-stream");
    for (let at = 0; at < 3; at++) { answer.write("data: " + at + "\\n\\n"); await new Promise((done) => setTimeout(done, number("every", 1000))); }
    return answer.end();
  }
  if (pathname.endsWith("/late")) await new Promise((done) => setTimeout(done, 1800));
  let received = 0;
  for await (const part of request) received += part.length;
  head("application/json");
  answer.end(JSON.stringify({ received, url: request.url, headers: request.headers }));
}).on("upgrade", (request, socket) => {
  socket.write("HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n\\r\\n");
  socket.on("error", () => {}).pipe(socket);
}).listen(8080);
`;

/** Starts it on a road, by a name. */
export const startApplication = (way: Road, name: string): string =>
  way.start(name, testImages.keeper, "--entrypoint", "node", "--", "-e", program);
