import { type ChildProcess, spawn } from "node:child_process";
import { PassThrough, Transform } from "node:stream";
import { finished } from "node:stream/promises";
import { StringDecoder } from "node:string_decoder";
import type { Call } from "./engineCall";
import type { Ended } from "./process";

/** A line that a program wrote. */
export interface Written {
  readonly from: "out" | "err";
  readonly text: string;
}

/** How a program is listened to. */
interface Listening {
  /** How long it may say nothing, in seconds. @default as long as it likes */
  readonly seconds?: number;
  /** Ends its input, by which it knows that nobody listens any more. @default it has none */
  readonly enough?: AbortSignal;
}

/** Characters of a line; what is longer goes on in another one. */
const longestLine = 2 ** 20;

/** Lines that wait for whoever reads them. Then the program waits. */
const waiting = 1_000;

/**
 * Runs a program and hands over its lines as they come, however many there are: never more than a few wait.
 * @returns how it ended, which is never a failure
 */
export async function* streamProcess(
  { program, words, variables, folder }: Call,
  { seconds, enough }: Listening = {},
): AsyncGenerator<Written, Pick<Ended, "status" | "reason">> {
  const options = { cwd: folder, env: variables, stdio: "pipe" } as const;
  // A group of its own where somebody may have seen enough: Ctrl-C is for this process, which ends it.
  const child = spawn(program, words, { ...options, detached: enough !== undefined });
  const lines = new PassThrough({ objectMode: true, highWaterMark: waiting });
  const both = (["out", "err"] as const).map((from) => child[`std${from}`].pipe(splitter(from)));
  for (const one of both) one.pipe(lines, { end: false });
  void Promise.all(both.map((one) => finished(one))).finally(() => lines.end());
  const ended = endOf(child, program);
  // What could not be started has no output that ends.
  child.on("error", () => {
    for (const one of both) one.end();
  });
  // Whoever does not read has said what is wrong, or is gone.
  child.stdin.on("error", () => {});
  const stop = () => child.stdin.end();
  if (enough && !enough.aborted) enough.addEventListener("abort", stop);
  else stop();
  let late: string | undefined;
  const next = async (all: AsyncIterator<Written>) => {
    const end = () => {
      late = `no answer within ${seconds} s`;
      child.kill();
    };
    const silence = seconds === undefined ? undefined : setTimeout(end, seconds * 1_000);
    const line = await all.next();
    clearTimeout(silence);
    return line;
  };
  const all: AsyncIterator<Written> = lines[Symbol.asyncIterator]();
  try {
    for (let line = await next(all); !line.done; line = await next(all)) yield line.value;
    const { status, reason } = await ended;
    return { status, reason: late ?? reason };
  } finally {
    // Whoever listened has gone before the end.
    if (child.exitCode === null && child.signalCode === null) child.kill();
    enough?.removeEventListener("abort", stop);
  }
}

const endOf = (child: ChildProcess, program: string): Promise<Pick<Ended, "status" | "reason">> =>
  new Promise((resolve) => {
    child.on("error", ({ message, code }: NodeJS.ErrnoException) => {
      const reason = code === "ENOENT" ? `there is no ${program} on PATH` : message;
      resolve({ status: undefined, reason });
    });
    child.on("close", (status, signal) =>
      resolve(status === null ? { status: undefined, reason: `it was ended by ${signal}` } : { status }),
    );
  });

/** Takes a stream of bytes apart into lines. */
function splitter(from: Written["from"]): Transform {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  return new Transform({
    readableObjectMode: true,
    transform(chunk: Buffer, _, done) {
      const parts = (rest + decoder.write(chunk)).split("\n");
      rest = parts.pop() ?? "";
      if (rest.length > longestLine) parts.push(rest.slice(0, longestLine));
      rest = rest.length > longestLine ? rest.slice(longestLine) : rest;
      for (const text of parts) this.push({ from, text } satisfies Written);
      done();
    },
    flush(done) {
      if (rest !== "") this.push({ from, text: rest } satisfies Written);
      done();
    },
  });
}
