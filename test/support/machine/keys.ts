import { generateKeyPairSync } from "node:crypto";
import { opensshKeys } from "../../sandbox/kinds/openssh";

/** A pair of Ed25519 keys in the forms of OpenSSH. */
export interface SshKeys {
  /** As in `authorized_keys`: `ssh-ed25519 AAAA…`. */
  publicKey: string;
  privateKey: string;
}

export function newSshKeys(): SshKeys {
  const { line, privatePem } = opensshKeys(generateKeyPairSync("ed25519").privateKey);
  return { publicKey: line.trim(), privateKey: privatePem };
}
