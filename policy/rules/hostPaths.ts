import { isAmong } from "../../components/shared/pattern";
import type { HostPath } from "../hostPath";
import { type ContainerRule, names } from "../rule";
import { leadsToSocket } from "./dockerSocket";

/** Where people keep data: none of it is read by the system, or run by it. */
const data = [
  "/srv/*",
  "/mnt/*",
  "/media/*",
  "/opt/*",
  "/data",
  "/data/*",
  "/home/*",
  "/var/www/*",
  "/var/backups/*",
];

/** Nobody is root by reading these. */
const readable = [
  "/etc/localtime",
  "/etc/timezone",
  "/etc/letsencrypt",
  "/etc/letsencrypt/*",
  "/etc/ssl/certs",
  "/etc/ssl/certs/*",
  "/usr/share/zoneinfo",
  "/usr/share/zoneinfo/*",
  "/var/log/*",
];

/** What the host stands on, or runs as root. */
const ofSystem = [
  ...[
    "docker",
    "containerd",
    "containers",
    "buildkit",
    "cni",
    "kubelet",
    "rancher",
    "k0s",
    "lxc",
    "lxd",
    "incus",
  ],
  ...["libvirt", "machines", "portables", "extensions", "snapd", "flatpak", "systemd", "private", "cloud"],
  ...["dpkg", "apt", "rpm", "pacman", "ucf", "dkms", "initramfs-tools", "NetworkManager", "dhcp", "dhcpcd"],
  ...["polkit-1", "AccountsService", "pam", "sudo", "gitlab-runner", "tailscale"],
];

/** What belongs to a program of the host has a directory there, and so has what the host stands on. */
const state = new RegExp(`^/var/lib/(?!(${ofSystem.join("|")})(/|$))[^/]+`);

/** containerd runs what is there before any other program of that name. */
const run = /^\/opt\/(containerd|cni)(\/|$)/;

/** Keys that open the host, and what a shell runs, are in a person's home, under names that begin with a dot. */
const keys = /^\/home\/[^/]+\/\.|\/\.(ssh|gnupg|docker|kube|aws|pulumi)/;

interface Settings {
  readonly allowed: readonly string[];
}

const isHarmless = ({ path, readOnly }: HostPath, allowed: readonly string[]): boolean =>
  isAmong(allowed, path) ||
  (!keys.test(path) &&
    !run.test(path) &&
    (isAmong(data, path) || state.test(path) || (readOnly && isAmong(readable, path))) &&
    !/^\/home\/[^/]+$/.test(path));

const check =
  (property: string) =>
  ({ hostPaths }: { readonly hostPaths: readonly HostPath[] }, { allowed }: Settings): string[] =>
    hostPaths
      .filter((found) => !leadsToSocket(found) && !isHarmless(found, allowed))
      .map(
        ({ written, readOnly }) =>
          `${property}: ${written} of the host${readOnly ? ", to read," : ""} is not known to be harmless; use a volume, a directory below /srv, or name it in this rule's allowed`,
      );

/** What the kernel counts of each container: a monitor's agent reads it as a user who could write none of it. */
const isForeign = ({ path, readOnly }: HostPath): boolean => path !== "/sys/fs/cgroup" || !readOnly;

export const hostPaths: ContainerRule<Settings> = {
  about: "container",
  name: "host-paths",
  description: "No container has directories of its host's own system.",
  settings: { allowed: names("Paths of the host that containers may have; a path may end with a star.") },
  // Where certificates are is a setting of the farm's own, and said there.
  check: ({ maker, hostPaths: paths }, settings) =>
    maker === "farm"
      ? []
      : check("volumes")({ hostPaths: maker === "monitor" ? paths.filter(isForeign) : paths }, settings),
  checkVolume: check("driverOpts"),
};
