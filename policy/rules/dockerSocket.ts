import { posix } from "node:path";
import { doorPrint, printOf } from "../../components/router/door/known";
import type { Container } from "../container";
import type { HostPath } from "../hostPath";
import type { ContainerRule } from "../rule";

const sockets = [
  "/run/docker.sock",
  "/run/containerd/containerd.sock",
  "/run/podman/podman.sock",
  "/run/user/1000/docker.sock",
  "/run/user/1000/podman/podman.sock",
];

/** Other ways to it: under another name of the system's root, of another user, or wherever it was put. */
const others = [
  /^\/proc\/[^/]+\/root(\/run)?(\/|$)/,
  /^\/run\/user\/\d+$/,
  /\/(docker|containerd|podman|crio)\.sock$/,
];

/** A directory with the socket in it is as good as the socket. */
export const leadsToSocket = ({ path }: HostPath): boolean => {
  const folder = posix.join(path, "/");
  return sockets.some((socket) => `${socket}/`.startsWith(folder)) || others.some((way) => way.test(path));
};

/**
 * The door of a router that has `discover`, by what it runs and by what it has: nothing else of the program can pass for it.
 */
function isDoor({ maker, hostPaths, others }: Container): boolean {
  const [node, memory, option, program, ...more] = words(others.entrypoints);
  return (
    maker === "router" &&
    others.networkMode === "none" &&
    others.command === undefined &&
    hostPaths.every(({ path, readOnly }) => readOnly && path.endsWith(".sock")) &&
    words(others.envs).every((one) => one.startsWith("HOMEPORT_DOOR=")) &&
    [node, memory, option].join(" ") === "node --max-old-space-size=32 -e" &&
    more.length === 0 &&
    printOf(program ?? "") === doorPrint
  );
}

const words = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((word) => typeof word === "string") : [];

const said = (what: string) => (found: HostPath) =>
  `${what}: ${found.written} of the host leads to the engine's socket; leave it out, or put a proxy between that lets through what is read only and name the proxy in this rule's except`;

export const dockerSocket: ContainerRule<object> = {
  about: "container",
  name: "docker-socket",
  description: "No container has the engine's socket, which is root on the host.",
  check: (container) =>
    isDoor(container) ? [] : container.hostPaths.filter(leadsToSocket).map(said("volumes")),
  checkVolume: ({ hostPaths }) => hostPaths.filter(leadsToSocket).map(said("driverOpts")),
};
