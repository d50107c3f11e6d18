import type { ContainerRule } from "../rule";

const asGoodAs = ["ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_PTRACE", "SYS_RAWIO"];
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
      .filter((capability) => asGoodAs.includes(bare(capability)))
      .map(
        (capability) =>
          `capabilities.adds: ${capability} is as good as privileged; name a smaller one, example: CAP_NET_BIND_SERVICE`,
      ),
  ],
};
