import { posix } from "node:path";
import type { ContainerRule } from "../rule";

const sockets = [
  "/var/run/docker.sock",
  "/run/docker.sock",
  "/run/containerd/containerd.sock",
  "/run/podman/podman.sock",
];

/** A directory with the socket in it is as good as the socket. */
const leadsToSocket = (path: string): boolean => {
  const folder = posix.join(path, "/");
  return sockets.some((socket) => `${socket}/`.startsWith(folder));
};

export const dockerSocket: ContainerRule<object> = {
  about: "container",
  name: "docker-socket",
  description: "No container has the engine's socket, which is root on the host.",
  check: ({ hostPaths }) =>
    hostPaths
      .filter(leadsToSocket)
      .map(
        (path) =>
          `volumes: ${path} of the host leads to the engine's socket; leave it out, or put a proxy between that lets through what is read only and name the proxy in this rule's except`,
      ),
};
