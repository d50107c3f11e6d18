import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import type { Socket } from "node:net";
import { Duplex } from "node:stream";

/** A connection to an engine through `ssh`, as the provider makes one, with what HTTP asks of a socket. */
export class SshStream extends Duplex {
  private readonly ssh: ChildProcessWithoutNullStreams;
  private idle = false;

  /**
   * @param words What stands behind `ssh`.
   * @param folder Where its relative paths begin.
   */
  constructor(words: string[], folder: string) {
    super({ allowHalfOpen: false });
    this.ssh = spawn("ssh", words, { cwd: folder });
    const { stdin, stdout, stderr } = this.ssh;
    let said = "";
    stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    stdin.on("error", () => {}); // said better when it ends
    stdout.on("data", (bytes: Buffer) => this.push(bytes) || stdout.pause());
    this.ssh.once("error", (error) => this.destroy(error));
    this.ssh.once("close", (code) => {
      // Nobody reads an idle connection, so nobody would come to its end.
      if (this.idle) this.destroy();
      else if (code === 0) this.push(null);
      else this.destroy(new Error(`ssh: ${said.trim() || `exit status ${code}`}`));
    });
  }

  override _read(): void {
    this.ssh.stdout.resume();
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.ssh.stdin.write(bytes, done);
  }

  override _final(done: () => void): void {
    this.ssh.stdin.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.ssh.kill();
    done(error);
  }

  setTimeout = (): this => this;
  setKeepAlive = (): this => this;
  setNoDelay = (): this => this;

  /** In use again. */
  ref(): this {
    this.idle = false;
    for (const part of this.parts()) part.ref();
    return this;
  }

  /** Kept for later: the program need not wait for it. */
  unref(): this {
    this.idle = true;
    for (const part of this.parts()) part.unref();
    return this;
  }

  private parts() {
    const { stdin, stdout, stderr } = this.ssh;
    return [this.ssh, ...([stdin, stdout, stderr] as unknown as Socket[])];
  }
}
