import { isIPv6 } from "node:net";
import type { HostFirewall } from "./args";

/** What stands for the ports of sshd, which the machine itself knows. */
export const sshPortsMark = "@SSH_PORTS@";

type Protocol = "tcp" | "udp";

/**
 * Renders a machine's firewall: a table of its own, which replaces an earlier one in one step and leaves those of
 * Docker and others alone. To accept a packet here says nothing about other tables; to drop it is final.
 */
export const renderRules = ({
  public: open = [],
  private: networks = [],
  machine = [],
}: HostFirewall): string => `#!/usr/sbin/nft -f
# Homeport's firewall of this machine.
table inet homeport
delete table inet homeport
table inet homeport {
${[
  set("ssh", "inet_service", [sshPortsMark]),
  ...perProtocol("public", open),
  ...perProtocol("machine", machine),
  set(
    "private4",
    "ipv4_addr",
    networks.filter((one) => !isV6(one)),
  ),
  set("private6", "ipv6_addr", networks.filter(isV6)),
].join("\n")}

  chain input {
    type filter hook input priority filter; policy drop;
    iifname "lo" accept
    ct state established,related accept
    ct state invalid drop
    icmp type { echo-request, destination-unreachable, time-exceeded, parameter-problem } accept
    # Without these IPv6 has no neighbours, no router and no path.
    icmpv6 type { echo-request, destination-unreachable, packet-too-big, time-exceeded, parameter-problem } accept
    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit, nd-router-advert } accept
    icmpv6 type { mld-listener-query, mld-listener-report, mld-listener-done, mld2-listener-report } accept
    # Answers of DHCP.
    udp sport 67 udp dport 68 accept
    ip6 saddr fe80::/10 udp sport 547 udp dport 546 accept
    tcp dport @ssh accept
    tcp dport @public_tcp accept
    udp dport @public_udp accept
    ip saddr @private4 tcp dport @machine_tcp accept
    ip saddr @private4 udp dport @machine_udp accept
    ip6 saddr @private6 tcp dport @machine_tcp accept
    ip6 saddr @private6 udp dport @machine_udp accept
  }

  # What containers publish on the loopback address is for the machine alone; Docker lets neighbours route to it.
  chain loopback {
    type filter hook prerouting priority raw; policy accept;
    iifname != "lo" ip daddr 127.0.0.0/8 drop
  }

  chain forward {
    type filter hook forward priority filter; policy accept;
    ct state established,related accept
    # From containers, to outside and to each other as far as Docker lets them.
    iifname { "docker0", "docker_gwbridge" } accept
    iifname "br-*" accept
    ct status dnat goto published
    # To a container's own address, around the port that it publishes.
    oifname { "docker0", "docker_gwbridge" } drop
    oifname "br-*" drop
  }

  # Ports are those that visitors asked for, before Docker has turned them into a container's.
  chain published {
    meta l4proto tcp ct original proto-dst @public_tcp accept
    meta l4proto udp ct original proto-dst @public_udp accept
    ip saddr @private4 accept
    ip6 saddr @private6 accept
    drop
  }
}
`;

const isV6 = (network: string): boolean => isIPv6(network.replace(/\/.*/, ""));

const perProtocol = (name: string, ports: readonly (number | string)[]): string[] =>
  (["tcp", "udp"] as const).map((protocol) =>
    set(`${name}_${protocol}`, "inet_service", portsOf(ports, protocol)),
  );

const portsOf = (ports: readonly (number | string)[], protocol: Protocol): string[] =>
  ports
    .map((port) => String(port).split("/"))
    .filter(([, of = "tcp"]) => of === protocol)
    .map(([port]) => Number(port))
    .sort((a, b) => a - b)
    .map(String);

function set(name: string, type: string, elements: readonly string[]): string {
  const flags = type.endsWith("_addr") ? " flags interval; auto-merge;" : "";
  const listed = elements.length > 0 ? ` elements = { ${[...elements].join(", ")} };` : "";
  return `  set ${name} { type ${type};${flags}${listed} }`;
}
