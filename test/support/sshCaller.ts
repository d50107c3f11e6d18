import { execFile } from "node:child_process";
import { gitImage } from "../images/tags";
import { type Container, docker, inspect, runIn } from "./containers";
import { waitFor } from "./wait";

const keyFile = "/key";

/** What a command on a server said, and how long it took. */
export interface Called {
  readonly status: number;
  readonly said: string;
  readonly seconds: number;
}

/** Somebody on this machine who calls servers by SSH. */
export class Caller {
  private constructor(
    private readonly container: Container,
    private readonly key: string,
  ) {}

  static async start(): Promise<Caller> {
    const made = await docker.createContainer({
      Image: gitImage,
      Cmd: ["sleep", "2000"],
      HostConfig: { NetworkMode: "host", Init: true },
    });
    await made.start();
    const container = await inspect(made.id);
    await runIn(container, ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", keyFile]);
    return new Caller(container, await runIn(container, ["cat", `${keyFile}.pub`]));
  }

  stop = (): Promise<unknown> => docker.getContainer(this.container.Id).remove({ force: true });

  /** Is let in from now on by a server. By one key for all: a server hangs up on who shows it many that it does not know. */
  async befriend(server: Container): Promise<void> {
    const known = "/srv/git/visitor.pub";
    const add = `[ -s ${known} ] && echo '${this.key.trim()}' >> ${known} && echo yes`;
    const letIn = async () => (await runIn(server, ["sh", "-c", add])).trim() === "yes";
    await waitFor("the server's list of keys", letIn, 30);
  }

  /** Words of `ssh` up to the host's name. */
  ssh(port: number): string {
    return `ssh -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -i ${keyFile} -p ${port}`;
  }

  /** Runs a command on the server behind a port. */
  call = (port: number, words = "hostname"): Promise<Called> =>
    this.run(`${this.ssh(port)} git@127.0.0.1 '${words}'`);

  /** Runs a script here. */
  run(script: string): Promise<Called> {
    const began = performance.now();
    return new Promise((resolve) =>
      execFile(
        "docker",
        ["exec", this.container.Id, "sh", "-c", script],
        { timeout: 180_000 },
        (error, out, err) =>
          resolve({
            status: error ? Number(error.code ?? -1) : 0,
            said: (out + err).trim(),
            seconds: (performance.now() - began) / 1000,
          }),
      ),
    );
  }

  /** Calls a port one time after the other until `over`; what each call heard. */
  callAgain(port: number): { readonly calls: Called[]; over(): Promise<Called[]> } {
    const calls: Called[] = [];
    let isOver = false;
    const calling = (async () => {
      while (!isOver) calls.push(await this.call(port));
    })();
    return {
      calls,
      over: async () => {
        isOver = true;
        await calling;
        return calls;
      },
    };
  }
}
