import { type Entry, entriesOf, isYes, member, textsOf } from "../read/tree";
import type { Context } from "./draft";

/** Networks by whose names a proxy is known to be there. */
const ofProxies = /prox|traefik|web|front|caddy|nginx|npm|edge|ingress|public|swag|external|dmz/i;

/** Names by which others find a container; one network of the application's own takes the place of all. */
export function networks({ value }: Entry, { draft, note, project }: Context): void {
  const { name } = draft.service;
  for (const [network, { at, value: one }] of entriesOf(value)) {
    for (const alias of textsOf(member(one, "aliases"))) draft.aliases.add(alias);
    for (const [key] of entriesOf(one))
      if (key === "ipv4_address" || key === "ipv6_address")
        note(
          "decide",
          at,
          `${name}: it had a fixed address, and now others find it by its name; look whether a file has the address`,
        );
      else if (key !== "aliases")
        note(
          "leftOut",
          at,
          `${name}: networks.${network}.${key}: the application's network is of its own kind`,
        );
    const declared = project.networks.get(network)?.value;
    if (isYes(member(declared, "external")) || entriesOf(member(declared, "external")).length > 0)
      note(
        ofProxies.test(network) ? "leftOut" : "decide",
        at,
        `${name}: the network ${network} belongs to others: ${ofProxies.test(network) ? "the router leads visitors here now" : "what is on it is not found by its name any more"}`,
      );
  }
}

export function networkMode({ at, value }: Entry, { draft, note }: Context): void {
  const mode = textsOf(value)[0] ?? "";
  const { name } = draft.service;
  if (/^(bridge|default)$/.test(mode))
    note("leftOut", at, `${name}: network_mode: ${mode}: the application has a network`);
  else if (mode === "host")
    note(
      "lost",
      at,
      `${name}: it is on the host's own network, and here every container is on the application's`,
    );
  else if (mode === "none")
    note("lost", at, `${name}: it has no network, and here every container is on the application's`);
  else
    note(
      "lost",
      at,
      `${name}: it shares the network of another container, as behind a VPN; here each has its own`,
    );
}

/** What of a project's networks says more than that they are there. */
export function tellNetworks({ project, note }: Pick<Context, "project" | "note">): void {
  for (const [name, { at, value }] of project.networks) {
    if (isYes(member(value, "internal")))
      note(
        "changed",
        at,
        `the network ${name} led nowhere outside, and the application's does: containers can reach the internet`,
      );
    for (const [key, one] of entriesOf(value))
      if (
        ["driver", "driver_opts", "ipam", "enable_ipv4", "enable_ipv6", "attachable", "labels"].includes(key)
      )
        note(
          "leftOut",
          one.at,
          `the network ${name}: ${key}: the application has one network, which the engine gives its addresses`,
        );
  }
  const own = [...project.networks.values()];
  const [first] = own;
  if (own.length > 1 && first)
    note(
      "changed",
      first.at,
      "all containers of the application are on one network, and reach one another by name",
    );
}
