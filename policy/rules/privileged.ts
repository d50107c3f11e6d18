import type { ContainerRule } from "../rule";

/** What the engine gives every container that does not drop it: none of them reaches out of one. */
const harmless = [
  ...["AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE"],
  ...["NET_RAW", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"],
];
const bare = (capability: string): string => capability.toUpperCase().replace(/^CAP_/, "");

export const privileged: ContainerRule<object> = {
  about: "container",
  name: "privileged",
  description: "No container is root on its host.",
  check: ({ privileged: isPrivileged, addedCapabilities }) => [
    ...(isPrivileged
      ? [
          'privileged: it may do what root may on the host; name the one capability that is needed, example: capabilities: { adds: ["CAP_NET_BIND_SERVICE"] }',
        ]
      : []),
    ...addedCapabilities
      .filter((capability) => !harmless.includes(bare(capability)))
      .map(
        (capability) =>
          `capabilities.adds: ${capability} is none of those that the engine gives every container, and may be as good as privileged; take one of them, example: CAP_NET_BIND_SERVICE`,
      ),
  ],
};
