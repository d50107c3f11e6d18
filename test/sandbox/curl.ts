import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "../support/http";

/** What a curl line asks. */
export interface Question {
  base: string;
  path: string;
  host: string;
}

/** Reads `curl -i -H 'Host: name' http://address/path`, so that the very line that is printed is asked. */
export function readCurl(line: string): Question {
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
  const url = new URL(words.find((word) => /^https?:\/\//.test(word)) ?? line);
  const host = words.map((word) => /^host:\s*(.+)$/i.exec(word)?.[1]).find(Boolean) ?? url.host;
  return { base: url.origin, path: url.pathname + url.search, host };
}

/** Asks until the answer is a good one; the error says what the last answer was. */
export async function answered(line: string, seconds = 20): Promise<number> {
  const { base, path, host } = readCurl(line);
  const end = Date.now() + seconds * 1_000;
  for (;;) {
    const said = await ask(base, host, path, { timeoutSeconds: 5 }).catch((error: Error) => error);
    if (!(said instanceof Error) && isGood(said.status)) return said.status;
    if (Date.now() > end) {
      const last = said instanceof Error ? said.message : `${said.status}: ${said.text.trim().slice(0, 200)}`;
      throw new Error(`${line}\n  gave no good answer within ${seconds} s; the last one was ${last}`);
    }
    await sleep(200);
  }
}

/** A service may send elsewhere or ask who is there; all else above is no service of ours. */
function isGood(status: number): boolean {
  return status < 400 || status === 401 || status === 403;
}
