import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { rootCertificates } from "node:tls";
import { ask } from "../support/http";

/** What a curl line asks. */
export interface Question {
  base: string;
  path: string;
  host: string;
  /** The file of the authority, where the line names one. */
  caFile?: string;
}

/**
 * Reads the lines that are printed, so that the very line is asked:
 * `curl -i -H 'Host: name' http://address/path` and
 * `curl -i --cacert file --resolve name:port:address https://name:port/path`.
 * In place of the file, a shell's `<(command)` is left to those who have a shell.
 */
export function readCurl(line: string): Question {
  const words = [...line.matchAll(/'([^']*)'|(<\([^)]*\)|\S+)/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? "",
  );
  const after = (option: string) => words[words.indexOf(option) + 1] ?? "";
  const url = new URL(words.find((word) => /^https?:\/\//.test(word)) ?? line);
  const host = words.map((word) => /^host:\s*(.+)$/i.exec(word)?.[1]).find(Boolean) ?? url.host;
  const path = url.pathname + url.search;

  const caFile =
    words.includes("--cacert") && !after("--cacert").startsWith("<(") ? after("--cacert") : undefined;
  if (!words.includes("--resolve")) return { base: url.origin, path, host, caFile };
  const [, name, port, address] = /^([^:]+):(\d+):(.+)$/.exec(after("--resolve")) ?? [];
  if (name !== url.hostname || port !== portOf(url))
    throw new Error(`--resolve is for ${name}:${port}, and the address has ${url.hostname}:${portOf(url)}`);
  return { base: `${url.protocol}//${address}:${port}`, path, host, caFile };
}

const portOf = ({ protocol, port }: URL) => port || (protocol === "https:" ? "443" : "80");

/**
 * Asks until the answer is a good one; the error says what the last answer was.
 *
 * @param ca PEM of the authority. @default that of the line's file, else the public ones, as for curl itself
 */
export async function answered(
  line: string,
  { seconds = 20, ca }: { seconds?: number; ca?: string } = {},
): Promise<number> {
  const { base, path, host, caFile } = readCurl(line);
  const question = {
    timeoutSeconds: 5,
    ca: ca ?? (caFile ? readFileSync(caFile, "utf8") : rootCertificates.join("\n")),
  };
  const end = Date.now() + seconds * 1_000;
  for (;;) {
    const said = await ask(base, host, path, question).catch((error: Error) => error);
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
