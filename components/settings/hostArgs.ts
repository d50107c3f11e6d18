import type * as pulumi from "@pulumi/pulumi";
import type { DockerHostArgs } from "../hosts/dockerHost/args";
import type { DockerHost } from "../hosts/dockerHost/component";
import type { Registries } from "../hosts/dockerHost/registries";
import type { HostSetup } from "../hosts/hostSetup/args";
import type { SshDoor, SshKey } from "../hosts/machine/target";
import type { AppsHost, FarmHost } from "./hosts";
import type { Resolved } from "./resolved";

/** Gives the value of a secret that settings name. */
export type SecretOf = (name: string) => pulumi.Input<string>;

/** Logins with their values. */
export const loginsOf = ({ registries }: Pick<Resolved, "registries">, secretOf: SecretOf): Registries =>
  Object.fromEntries(
    Object.entries(registries).map(([name, { user, password }]) => [
      name,
      { user, password: secretOf(password) },
    ]),
  );

/** The farm's host as its component takes it. */
export const farmHostArgs = (declared: FarmHost, secretOf: SecretOf): DockerHostArgs =>
  declared.kind === "local"
    ? { kind: "local", endpoint: declared.endpoint }
    : withSecrets(declared, secretOf);

/** Another host as its component takes it, beside the farm's. */
export function appsHostArgs(declared: AppsHost, secretOf: SecretOf, hypervisor: DockerHost): DockerHostArgs {
  const { subnet, subnet6, privateAddress, farmAddress, ...host } = declared;
  switch (host.kind) {
    case "local":
      return host;
    case "ssh":
      return withSecrets(host, secretOf);
    case "libvirt":
      return { ...host, setup: setupOf(host.setup, secretOf), hypervisor };
  }
}

type DeclaredSsh = Extract<FarmHost, { kind: "ssh" }>;
type DeclaredDoor = NonNullable<DeclaredSsh["jump"]>;

const withSecrets = (declared: DeclaredSsh, secretOf: SecretOf): DockerHostArgs => ({
  kind: "ssh",
  ...door(declared, secretOf),
  sudoPassword: declared.sudoPassword === undefined ? undefined : secretOf(declared.sudoPassword),
  jump: declared.jump && door(declared.jump, secretOf),
  keepAliveSeconds: declared.keepAliveSeconds,
  setup: setupOf(declared.setup, secretOf),
});

const setupOf = ({ gitlabRunner, ...setup }: DeclaredSsh["setup"], secretOf: SecretOf): HostSetup => ({
  ...setup,
  gitlabRunner: gitlabRunner && { ...gitlabRunner, token: secretOf(gitlabRunner.token) },
});

const door = ({ address, port, user, hostKey, key }: DeclaredDoor, secretOf: SecretOf): SshDoor => ({
  address,
  port,
  user,
  hostKey,
  key: withSecret(key, secretOf),
});

const withSecret = (key: DeclaredDoor["key"], secretOf: SecretOf): SshKey =>
  key.from === "value" ? { ...key, privateKey: secretOf(key.privateKey) } : key;
