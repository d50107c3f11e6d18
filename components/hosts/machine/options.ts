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

/** What it is worth to get in. */
export interface Patience {
  /** How long a connection may take to be made. */
  readonly seconds: number;
  /** How often it is tried, a second after it was refused. */
  readonly attempts: number;
}

/** An sshd that begins anew, as another host or stack on the machine has it do, refuses whoever comes in between. */
const deploying: Patience = { seconds: 10, attempts: 3 };

/**
 * The options of `ssh` that lead to a machine and to no other: what the user's own configuration says does not count.
 * @see https://man.openbsd.org/ssh_config
 */
export const sshOptions = (target: KnownTarget, patience = deploying): string[] => [
  ...doorOptions(target, patience),
  ...(target.jump ? through(target.jump, target, patience) : []),
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

function doorOptions(target: KnownTarget, { seconds, attempts }: Patience): string[] {
  const { name, address, hostKey, identity, keepAliveSeconds } = target;
  const values = {
    // The provider's messages show the destination: that is the host's name.
    HostName: address,
    BatchMode: "yes",
    ConnectTimeout: seconds,
    ConnectionAttempts: attempts,
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
const through = (jump: KnownTarget, { address, port }: KnownDoor, patience: Patience): string[] => [
  "-o",
  `ProxyCommand=${commandLine("ssh", ...sshOptions(jump, patience), "-W", `[${address}]:${port}`, ...sshDestination(jump))}`,
];
