import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { type KnownTarget, sshDestination, sshOptions } from "../machine/options";
import { inFolder } from "./folder";

/**
 * Lets a program of this machine talk to another machine's engine while some work is done: `docker` itself takes no options
 * for `ssh`. Nothing is opened on the network, and nothing is written on the other machine.
 * @param work is told where the engine listens, as `DOCKER_HOST` would say it
 */
export const bridged = <T>(target: KnownTarget, work: (endpoint: string) => Promise<T>): Promise<T> =>
  inFolder("engine", async (folder) => {
    const path = join(folder, "socket");
    const server = createServer((socket) => connect(socket, target)).listen(path);
    try {
      await once(server, "listening");
      return await work(`unix://${path}`);
    } finally {
      server.close();
    }
  });

function connect(socket: Socket, target: KnownTarget): void {
  const words = [...sshOptions(target), ...sshDestination(target), "docker system dial-stdio"];
  const ssh = spawn("ssh", words, { stdio: ["pipe", "pipe", "ignore"] });
  // Whoever asked is told by the end of the connection.
  const end = () => void socket.destroy();
  ssh.once("error", end).once("close", end);
  ssh.stdin.on("error", end);
  socket.on("error", end).once("close", () => ssh.kill());
  socket.pipe(ssh.stdin);
  ssh.stdout.pipe(socket);
}
