import { notYet } from "../known";
import type { ContainerRule } from "../rule";

/** Properties by which a container gets nothing of its host, or which another rule looks at. */
const harmless = new Set([
  ...[
    "attach",
    "command",
    "containerReadRefreshTimeoutMilliseconds",
    "cpuPeriod",
    "cpuQuota",
    "cpuSet",
    "cpuShares",
    "cpus",
  ],
  ...[
    "destroyGraceSeconds",
    "deviceReadBps",
    "deviceReadIops",
    "deviceWriteBps",
    "deviceWriteIops",
    "dns",
    "dnsOpts",
  ],
  ...[
    "dnsSearches",
    "domainname",
    "entrypoints",
    "envs",
    "groupAdds",
    "healthcheck",
    "hostname",
    "hosts",
    "image",
    "init",
  ],
  ...[
    "labels",
    "logDriver",
    "logOpts",
    "logs",
    "maxRetryCount",
    "memory",
    "memoryReservation",
    "memorySwap",
    "mustRun",
    "name",
  ],
  ...[
    "networksAdvanced",
    "platform",
    "ports",
    "publishAllPorts",
    "readOnly",
    "removeVolumes",
    "restart",
    "rm",
    "shmSize",
  ],
  ...[
    "start",
    "stdinOpen",
    "stopSignal",
    "stopTimeout",
    "storageOpts",
    "tmpfs",
    "tty",
    "ulimits",
    "uploads",
    "user",
    "wait",
  ],
  ...["waitTimeout", "workingDir", "__defaults"],
  ...["capabilities", "ipcMode", "mounts", "networkMode", "pidMode", "privileged", "volumes"],
]);

/** Values of further properties that take nothing away of what keeps a container in. */
const values: Readonly<Record<string, RegExp>> = {
  securityOpts:
    /^(no-new-privileges([:=]true)?|seccomp[:=]builtin|apparmor[:=]docker-default|label[:=](level:\S+|type:(container|svirt_lxc_net)_t))$/,
  usernsMode: /^private$/,
  cgroupnsMode: /^private$/,
  runtime: /^(runc|crun|runsc|io\.containerd\.runc\.v2)$/,
  // Each of these is the container's own, and opens nothing.
  sysctls:
    /^(net\.core\.somaxconn|net\.ipv4\.(ip_unprivileged_port_start|ip_local_port_range|tcp_(keepalive_\w+|fin_timeout|tw_reuse|notsent_lowat|[rw]mem|syncookies|max_syn_backlog))|kernel\.(shm|msg)\w+|kernel\.sem)$/,
};

/** @returns each value of a property, of a map its keys. */
const each = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.filter((one) => one !== notYet).map(shown);
  return typeof value === "object" && value !== null ? Object.keys(value) : [String(value)];
};

const shown = (value: unknown): string => {
  if (typeof value !== "object" || value === null) return String(value);
  const { hostPath, count, driver } = value as Record<string, unknown>;
  return String(hostPath ?? count ?? driver ?? "…");
};

export const confinement: ContainerRule<object> = {
  about: "container",
  name: "confinement",
  description: "No container has devices of its host, or less around it than the engine puts around each.",
  check: ({ others }) =>
    Object.entries(others)
      .filter(([property]) => !harmless.has(property))
      .flatMap(([property, value]) =>
        each(value)
          .filter((one) => !values[property]?.test(one))
          .map(
            (one) =>
              `${property}: ${one} is not known to be harmless; leave it out, or name the container in this rule's except with the reason in the merge request`,
          ),
      ),
};
