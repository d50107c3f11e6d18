import type * as pulumi from "@pulumi/pulumi";
import type { DockerHostArgs } from "../dockerHost/args";
import type { SshDoor, SshKey } from "../machine/target";
import type { DeclaredHost } from "./hosts";

/** Gives the value of a secret that settings name. */
export type SecretOf = (name: string) => pulumi.Input<string>;

/** A host as its component takes it, with the values of the secrets that its settings name. */
export function withSecrets(declared: DeclaredHost, secretOf: SecretOf): DockerHostArgs {
  if (declared.kind === "local") return { kind: "local", endpoint: declared.endpoint };
  const { kind, sudoPassword, jump, keepAliveSeconds } = declared;
  return {
    kind,
    ...door(declared, secretOf),
    sudoPassword: sudoPassword === undefined ? undefined : secretOf(sudoPassword),
    jump: jump && door(jump, secretOf),
    keepAliveSeconds,
  };
}

type DeclaredDoor = NonNullable<Extract<DeclaredHost, { kind: "ssh" }>["jump"]>;

const door = ({ address, port, user, hostKey, key }: DeclaredDoor, secretOf: SecretOf): SshDoor => ({
  address,
  port,
  user,
  hostKey,
  key: withSecret(key, secretOf),
});

const withSecret = (key: DeclaredDoor["key"], secretOf: SecretOf): SshKey =>
  key.from === "value" ? { ...key, privateKey: secretOf(key.privateKey) } : key;
