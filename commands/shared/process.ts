import { execFile } from "node:child_process";
import type { Variables } from "./surroundings";

/** How a program ended. */
export interface Ended {
  /** Undefined where it could not be started, or was ended by a signal. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Why there is no status, in words: it is not there, or took too long. */
  readonly reason?: string;
}

/** How a program is run. */
export interface Process {
  readonly program: string;
  readonly words: readonly string[];
  /** What it reads. @default nothing */
  readonly input?: string;
  /** @default this process's */
  readonly variables?: Variables;
  /** Where it starts. @default where this process did */
  readonly folder?: string;
  /** How long it may take. @default as long as it takes */
  readonly seconds?: number;
}

/** Runs a program to its end, and never fails: how it ended is the answer. */
export const runProcess = ({
  program,
  words,
  input = "",
  variables,
  folder,
  seconds = 0,
}: Process): Promise<Ended> =>
  new Promise((resolve) => {
    const limits = { encoding: "utf8", maxBuffer: 2 ** 28, timeout: seconds * 1000 } as const;
    const child = execFile(
      program,
      words,
      { ...limits, cwd: folder, env: variables },
      (error, stdout, stderr) => {
        const { code, killed, message, signal } = (error ?? {}) as NodeJS.ErrnoException & {
          killed?: boolean;
          signal?: string;
        };
        if (!error) resolve({ status: 0, stdout, stderr });
        else if (typeof code === "number") resolve({ status: code, stdout, stderr });
        else resolve({ status: undefined, stdout, stderr, reason: reasonOf() });

        function reasonOf(): string {
          if (code === "ENOENT") return `there is no ${program} on PATH`;
          if (killed && seconds > 0) return `no answer within ${seconds} s`;
          return signal ? `it was ended by ${signal}` : (message ?? "");
        }
      },
    );
    // Whoever does not read has said what is wrong, or is gone.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
