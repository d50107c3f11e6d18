import { commandLine } from "../../shared/shell";

/** A door whose values are all known. */
export interface KnownDoor {
  /** By which messages and the pinned key name the machine. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly hostKey: string;
  /** Path of the private key; without one the agent's are tried. */
  readonly identity?: string;
}

/** A machine behind its door. */
export interface KnownTarget extends KnownDoor {
  /** The machine on the way to it. */
  readonly jump?: KnownTarget;
  readonly keepAliveSeconds: number;
}

/** How long a connection may take to be made, in seconds. */
const connectSeconds = 10;

/**
 * The options of `ssh` that lead to a machine and to no other: what the user's own configuration says does not count.
 * @param seconds how long the connection may take to be made
 * @see https://man.openbsd.org/ssh_config
 */
export const sshOptions = (target: KnownTarget, seconds = connectSeconds): string[] => [
  ...doorOptions(target, seconds),
  ...(target.jump ? through(target.jump, target, seconds) : []),
];

/** User, port and name, as `ssh` takes them after its options. */
export const sshDestination = ({ user, port, name }: KnownDoor): string[] => [
  "-l",
  user,
  "-p",
  String(port),
  "--",
  name,
];

function doorOptions(target: KnownTarget, seconds: number): string[] {
  const { name, address, hostKey, identity, keepAliveSeconds } = target;
  const values = {
    // The provider's messages show the destination: that is the host's name.
    HostName: address,
    BatchMode: "yes",
    ConnectTimeout: seconds,
    ServerAliveInterval: keepAliveSeconds,
    LogLevel: "ERROR",
    // The one key that is pinned, and no file with others.
    StrictHostKeyChecking: "yes",
    UpdateHostKeys: "no",
    UserKnownHostsFile: "/dev/null",
    GlobalKnownHostsFile: "/dev/null",
    HostKeyAlias: name,
    KnownHostsCommand: `/bin/echo ${name} ${hostKey}`,
    ...(identity === undefined ? {} : { IdentitiesOnly: "yes", IdentityFile: identity }),
  };
  return ["-F", "none", ...Object.entries(values).flatMap(([key, value]) => ["-o", `${key}=${value}`])];
}

// `ssh -J` would take none of the options along.
const through = (jump: KnownTarget, { address, port }: KnownDoor, seconds: number): string[] => [
  "-o",
  `ProxyCommand=${commandLine("ssh", ...sshOptions(jump, seconds), "-W", `[${address}]:${port}`, ...sshDestination(jump))}`,
];
