import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { removeFolder } from "../support/removeFolder";

/** What came of a script. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The fake programs that were called, with their words, in order. */
  readonly calls: readonly string[];
}

/** Three seconds go by with every question for the time: a script that would wait for a minute takes none. */
const clock = `
now=$(( $(cat "$BENCH/clock" 2>/dev/null || echo 0) + 3 )); echo "$now" > "$BENCH/clock"; echo "$now"`;
const sleeping = 'echo "sleep $*" >> "$BENCH/calls"';
/** A shell builtin, which no program on PATH could stand for. */
const harmlessKill = 'kill() { echo "kill $*" >> "$BENCH/calls"; }\n';

/** Processor time of each process: one that never ended would otherwise outlive its test. */
const bounded = "ulimit -t 2";

/**
 * A folder in which a script that is meant for a container runs beside fake programs, and in which the
 * container's directories are.
 */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), "homeport-bench-"));

  constructor(private readonly directories: readonly string[]) {
    onTestFinished(() => removeFolder(this.folder));
    for (const directory of directories) mkdirSync(join(this.folder, directory), { recursive: true });
    this.fake("date", clock);
    this.fake("sleep", sleeping);
  }

  /** Puts a program on PATH. Its calls are listed; `$BENCH` is the folder. */
  fake(program: string, body: string): this {
    const quiet = program === "date" || program === "sleep";
    const listed = quiet ? "" : `echo "${program} $*" >> "$BENCH/calls"\n`;
    return this.write(`bin/${program}`, `#!/bin/sh\n${listed}${body}\n`, 0o755);
  }

  write(path: string, text: string, mode = 0o644): this {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, mode);
    return this;
  }

  /** The text of a file; undefined where there is none. */
  read(path: string): string | undefined {
    const file = join(this.folder, path);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  }

  /** Runs a script as a container's shell would, its directories moved into the folder. */
  sh(script: string): Outcome {
    const moved = this.directories.reduce(
      (text, directory) => text.replaceAll(directory, join(this.folder, directory)),
      harmlessKill + script,
    );
    return this.run(["/bin/sh"], moved);
  }

  run(words: readonly string[], input: string, env: Record<string, string> = {}): Outcome {
    rmSync(join(this.folder, "calls"), { force: true });
    const path = `${join(this.folder, "bin")}:/usr/bin:/bin`;
    const { status, stdout, stderr } = spawnSync("/bin/sh", ["-c", `${bounded}; exec "$@"`, "sh", ...words], {
      input,
      encoding: "utf8",
      env: { PATH: path, BENCH: this.folder, ...env },
      // For what hangs: a busy machine takes many times the usual.
      timeout: 120_000,
    });
    return { status, stdout, stderr, calls: (this.read("calls") ?? "").split("\n").filter(Boolean) };
  }
}

/** Whether a script has the form of one: every shell that it may meet would read it. */
export function syntaxError(script: string): string {
  return spawnSync("/bin/sh", ["-n"], { input: script, encoding: "utf8" }).stderr;
}
