import { Agent } from "node:http";
import Docker from "dockerode";
import { SshStream } from "./sshStream";

/** An engine as a program's `docker.Provider` names it. */
export interface EngineAddress {
  /** @default the engine that this machine's environment names */
  host?: string;
  sshOpts: string[];
  /** Where relative paths in `sshOpts` begin. */
  folder: string;
}

/** A server that many knock at closes its door: by default, OpenSSH's does at ten. */
const connections = 4;

export function engineAt(address: EngineAddress): Docker {
  if (address.host === undefined) return new Docker();
  const { protocol, hostname, port, username, pathname } = new URL(address.host);
  switch (protocol) {
    case "unix:":
      return new Docker({ socketPath: pathname });
    case "ssh:": {
      const user = username ? ["-l", decodeURIComponent(username)] : [];
      const at = [...user, ...(port ? ["-p", port] : []), "--", hostname.replace(/^\[|\]$/g, "")];
      const agent = new SshAgent(
        [...address.sshOpts, ...at, "docker", "system", "dial-stdio"],
        address.folder,
      );
      return new Docker({ protocol: "http", host: hostname, agent } as Docker.DockerOptions);
    }
    default:
      throw new Error(`the sandbox does not know engines at ${protocol}//`);
  }
}

class SshAgent extends Agent {
  constructor(
    private readonly words: string[],
    private readonly folder: string,
  ) {
    super({ keepAlive: true, maxSockets: connections });
  }

  override createConnection(): SshStream {
    return new SshStream(this.words, this.folder);
  }
}
