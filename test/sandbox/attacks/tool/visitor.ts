import * as http from "node:http";
import * as https from "node:https";
import { answered, seen, type Target } from "./sockets";

/** How long the slowest answer took, in milliseconds. */
export const visit = { slowest: 0 };

/** An ordinary visitor, who comes again and again, each time on a new connection. */
export const visitor = (target: Target, { each, path }: { each: number; path: string }): void => {
  const again = (): void => {
    const begun = performance.now();
    let over = false;
    const ended = (what: string | number): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      visit.slowest = Math.max(visit.slowest, Math.round(performance.now() - begun));
      answered(what);
      seen.asked++;
      setTimeout(again, 100);
    };
    const { host, port, name, tls } = target;
    const asked = (tls ? https : http).request(
      {
        host,
        port,
        path,
        servername: name,
        headers: { host: name },
        agent: false,
        rejectUnauthorized: false,
      },
      (answer) => {
        answer.resume();
        answer.once("end", () => ended(answer.statusCode ?? 0));
        answer.once("error", () => ended("cut"));
      },
    );
    const timer = setTimeout(() => {
      ended("late");
      asked.destroy();
    }, each * 1000);
    asked.once("error", ({ message }) => ended(message));
    asked.end();
  };
  again();
};
