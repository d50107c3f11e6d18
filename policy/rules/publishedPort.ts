import type { ContainerRule } from "../rule";

/**
 * A router's port is held by its gate, which is the router's child; a service's, by the door that the program made for it, or
 * by its own container where it is of UDP, which no door passes on.
 */
export const publishedPort: ContainerRule<object> = {
  about: "container",
  name: "published-port",
  description: "Nothing is reached but through farm, routers and the ports of services.",
  check: ({ maker, ports, publishesAll }) => {
    if (maker === "farm" || maker === "router" || maker === "port") return [];
    const wayOut = "leave it out and serve the container through the farm, or name it in this rule's except";
    return [
      ...ports
        .filter(({ protocol }) => maker !== "service" || protocol !== "udp")
        .map(
          ({ external, address }) =>
            `ports: it publishes ${external ?? "a port"} on ${address ?? "every address"}; ${wayOut}`,
        ),
      ...(publishesAll ? [`publishAllPorts: it publishes whatever its image exposes; ${wayOut}`] : []),
    ];
  },
};
