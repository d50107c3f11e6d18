/** What a template is made of beside Debian itself. */
export interface TemplateRecipe {
  /**
   * Debian packages beside those that every template has.
   * @default none
   */
  readonly packages?: readonly string[];
  /**
   * Package file of gitlab-runner, a path on the hypervisor: Debian has no such package.
   * @default none is installed
   */
  readonly runner?: string;
  /**
   * A word behind the version: another one is another template, of the packages of its day.
   * @default none
   */
  readonly edition?: string;
}

/** The release that templates are of: Debian's stable one. */
export const release = { name: "debian-13", suite: "trixie" } as const;

/** What a machine needs to be one: to boot, to learn who it is, to be entered, and to grow. */
const system = [
  "apparmor", // Without it the engine starts no container on a kernel that has it.
  "ca-certificates",
  "cloud-guest-utils",
  "cloud-init",
  "dbus", // The power button is heard over it.
  "e2fsprogs",
  "grub-pc-bin",
  "iproute2",
  "libpam-systemd",
  "linux-image-cloud-amd64",
  "openssh-server",
  "systemd",
  "systemd-resolved",
  "systemd-sysv",
];

const engine = ["docker-cli", "docker-compose", "docker.io", "iptables"];

/** @returns the packages of a template, sorted and each one once. */
export const packagesOf = ({ packages = [] }: TemplateRecipe): string[] =>
  [...new Set([...system, ...engine, ...packages])].sort();
