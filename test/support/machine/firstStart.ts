import type { SshKeys } from "./keys";

export interface Identity {
  hostKeys: SshKeys;
  user: string;
  authorizedKey: string;
  sudo: "nopasswd" | "password" | "none";
  password: string;
}

/** Renders what a stand-in does once: its host key, and the user who may enter. */
export const renderFirstStart = ({
  hostKeys,
  user,
  authorizedKey,
  sudo,
  password,
}: Identity): string => `set -eu
umask 077
cat >/etc/ssh/ssh_host_ed25519_key <<'END'
${hostKeys.privateKey}END
echo '${hostKeys.publicKey}' >/etc/ssh/ssh_host_ed25519_key.pub
${user === "root" ? "" : renderUser(user, password, sudo)}
home=$(getent passwd ${user} | cut -d: -f6)
mkdir -p "$home/.ssh"
echo '${authorizedKey}' >"$home/.ssh/authorized_keys"
chown -R ${user}: "$home/.ssh"
touch /etc/machine-ready
`;

const rights = {
  nopasswd: (user: string) => `echo '${user} ALL=(ALL:ALL) NOPASSWD: ALL' >/etc/sudoers.d/${user}`,
  password: (user: string) => `echo '${user} ALL=(ALL:ALL) ALL' >/etc/sudoers.d/${user}`,
  none: () => "",
};

const renderUser = (user: string, password: string, sudo: Identity["sudo"]): string =>
  `useradd --create-home --shell /bin/bash ${user}
echo '${user}:${password}' | chpasswd
${rights[sudo](user)}`;
