import type { ContainerRule } from "../rule";

/** A router's port is held by its gate, which is the router's child. */
export const publishedPort: ContainerRule<object> = {
  about: "container",
  name: "published-port",
  description: "Nothing is reached but through farm and routers.",
  check: ({ maker, ports, publishesAll }) => {
    if (maker === "farm" || maker === "router") return [];
    const wayOut = "leave it out and serve the container through the farm, or name it in this rule's except";
    return [
      ...ports.map(
        ({ external, address }) =>
          `ports: it publishes ${external ?? "a port"} on ${address ?? "every address"}; ${wayOut}`,
      ),
      ...(publishesAll ? [`publishAllPorts: it publishes whatever its image exposes; ${wayOut}`] : []),
    ];
  },
};
