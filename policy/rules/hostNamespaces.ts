import type { ContainerRule } from "../rule";

const properties = { network: "networkMode", processes: "pidMode", memory: "ipcMode" } as const;

export const hostNamespaces: ContainerRule<object> = {
  about: "container",
  name: "host-namespaces",
  description: "No container shares the network, the processes or the memory of its host.",
  check: ({ namespaces }) =>
    (["network", "processes", "memory"] as const)
      .filter((what) => namespaces[what] === "host")
      .map(
        (what) =>
          `${properties[what]}: "host" shows it the host's ${what}; leave it out, a network of the environment is enough`,
      ),
};
