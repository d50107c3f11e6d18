import type * as pulumi from "@pulumi/pulumi";

/** The private key by which a machine is entered. */
export type SshKey =
  /** A key of the agent, or the usual files of whoever deploys. */
  | { readonly from: "agent" }
  /** A file of the machine that deploys; `~/` stands for the home directory. */
  | { readonly from: "file"; readonly path: string }
  /** The key itself, a secret, in the form of OpenSSH or PEM. */
  | { readonly from: "value"; readonly privateKey: pulumi.Input<string> }
  /** An Ed25519 key that is made and kept in the state as a secret; the host's `publicKey` is to be installed. */
  | { readonly from: "generated" };

/** Where a machine is, and how it is entered over SSH. */
export interface SshDoor {
  /** Name or address. */
  readonly address: pulumi.Input<string>;
  /** @default 22 */
  readonly port?: number;
  /** @default root */
  readonly user?: string;
  /**
   * The machine's public host key, as `ssh-ed25519 AAAA…`: nobody else is talked to. `npx homeport host-key` shows it
   * with the fingerprint to compare.
   */
  readonly hostKey: pulumi.Input<string>;
  /** @default { from: "agent" } */
  readonly key?: SshKey;
}

/** A machine that answers SSH. */
export interface SshTarget extends SshDoor {
  /**
   * Password by which the user becomes root; a secret.
   * @default none: the user is root, or needs no password for `sudo`
   */
  readonly sudoPassword?: pulumi.Input<string>;
  /**
   * A machine on the way, through which the connection goes.
   * @default reached directly
   */
  readonly jump?: SshDoor;
  /**
   * After how many seconds of silence the machine is asked for a sign of life; three unanswered end the connection.
   * @default 5
   */
  readonly keepAliveSeconds?: number;
}
