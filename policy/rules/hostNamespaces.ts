import type { ContainerRule } from "../rule";

const properties = { network: "networkMode", processes: "pidMode", memory: "ipcMode" } as const;

/** What is the container's own; of networks, also one that has a name. */
const own = {
  network: (mode: string) => mode !== "host" && !mode.includes(":"),
  processes: (mode: string) => mode === "private",
  memory: (mode: string) => ["private", "none", "shareable"].includes(mode),
} as const;

export const hostNamespaces: ContainerRule<object> = {
  about: "container",
  name: "host-namespaces",
  description:
    "No container shares the network, the processes or the memory of its host, or of another container.",
  check: ({ namespaces }) =>
    (["network", "processes", "memory"] as const).flatMap((what) =>
      namespaces[what]
        .filter((mode) => !own[what](mode))
        .map(
          (mode) =>
            `${properties[what]}: "${mode}" shows it the ${what} of ${mode === "host" ? "the host" : "another"}; leave it out, a network of the environment is enough`,
        ),
    ),
};
