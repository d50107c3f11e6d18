import type { HostFirewall } from "./args";

/** What decides a machine's rules. */
export interface WantedFirewall extends HostFirewall {
  /** Where SSH is entered. */
  readonly sshPort: number;
}

/** Of ours alone: the tables of Docker, libvirt and others stay as they are. */
export const table = "inet homeport";

/**
 * Renders the rules as `nft -f` reads them, which puts all of them in place at once or none. They come before the
 * rules of Docker: what is dropped here is gone, what is accepted here goes on to Docker's.
 *
 * A published port is reached by a translated address, and is known by the port that was asked for. Only an engine
 * without IPv6 that has a userland proxy takes visitors at the port itself, by IPv6: then `public` counts too, while
 * private networks reach what `machine` names.
 *
 * Containers that call the machine are treated by their addresses, as everybody is: from a bridge of Docker comes what
 * may be an intruder, and published ports are reached by translation. Where the engine has a userland proxy, containers
 * arrive at the port itself, and `public` and `machine` count.
 */
export function renderFirewallRules(wanted: WantedFirewall): string {
  const { public: open = [], machine = [], private: near = [], noMail = [], vrrp = [] } = wanted;
  const networks = (six: boolean) => near.filter((network) => network.includes(":") === six);
  return `table ${table}
delete table ${table}
table ${table} {
${[
  ports("ssh", [wanted.sshPort], "tcp"),
  ports("public_tcp", open, "tcp"),
  ports("public_udp", open, "udp"),
  ports("machine_tcp", machine, "tcp"),
  ports("machine_udp", machine, "udp"),
  set("private4", "ipv4_addr", networks(false), interval),
  set("private6", "ipv6_addr", networks(true), interval),
].join("")}${noMail.length > 0 ? noMailChains(noMail) : ""}${chains(vrrp)}}
`;
}

/** Ports at which servers take mail. */
export const mailPorts = [25, 465, 587, 2525] as const;

/** A chain by itself: whoever names nobody keeps the rules that it has. */
function noMailChains(networks: readonly string[]): string {
  const from = (family: "ip" | "ip6") => {
    const own = networks.filter((network) => network.includes(":") === (family === "ip6"));
    return own.length > 0
      ? [`    ${family} saddr { ${own.join(", ")} } tcp dport { ${mailPorts.join(", ")} } drop\n`]
      : [];
  };
  const chain = (hook: "forward" | "input") => `
  chain no_mail_${hook} {
    type filter hook ${hook} priority filter - 15; policy accept;
${[...from("ip"), ...from("ip6")].join("")}  }
`;
  return chain("forward") + chain("input");
}

type Ports = readonly (number | `${number}/udp`)[];

function ports(name: string, all: Ports, protocol: "tcp" | "udp"): string {
  const numbers = all
    .filter((port) => (typeof port === "number") === (protocol === "tcp"))
    .map((port) => Number.parseInt(String(port), 10));
  return set(
    name,
    "inet_service",
    numbers.sort((a, b) => a - b),
  );
}

/** Networks may hold one another. */
const interval = ["flags interval", "auto-merge"];

function set(name: string, type: string, elements: readonly (string | number)[], how: string[] = []): string {
  const given = [...new Set(elements)].join(", ");
  const lines = [`type ${type}`, ...how, ...(given ? [`elements = { ${given} }`] : [])];
  return `  set ${name} {\n${lines.map((line) => `    ${line}\n`).join("")}  }\n`;
}

/** Bridges of Docker: the first one, that of swarms, and those of its networks. */
const bridges = ["docker0", "docker_gwbridge", "br-*"];
const each = (rule: (bridge: string) => string) =>
  bridges.map((name) => `    ${rule(`"${name}"`)}`).join("\n");

/** @param peers who tells by VRRP that it is there */
const chains = (peers: readonly string[]) => `
  chain input {
    type filter hook input priority filter - 10; policy drop;
    ct state established,related accept
    iifname "lo" accept
    meta l4proto icmp accept
    icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem, echo-request } accept
    icmpv6 type { nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert } accept
    icmpv6 type { mld-listener-query, mld-listener-report, mld-listener-done, mld2-listener-report } accept
    # Answers of DHCP, which no connection is known for; VMs of libvirt ask the machine for address, way out and names.
    udp sport 67 udp dport 68 accept
    ip6 saddr fe80::/10 udp sport 547 udp dport 546 accept
    iifname "virbr*" icmpv6 type nd-router-solicit accept
    iifname "virbr*" udp dport { 53, 67, 547 } accept
    iifname "virbr*" tcp dport 53 accept
    tcp dport @ssh accept
    tcp dport @public_tcp accept
    udp dport @public_udp accept
    ip saddr @private4 jump from_private
    ip6 saddr @private6 jump from_private
${peers.length > 0 ? `    ip saddr { ${[...new Set(peers)].join(", ")} } meta l4proto vrrp accept\n` : ""}  }
  chain from_private {
    tcp dport @machine_tcp accept
    udp dport @machine_udp accept
  }
  # What containers publish on the loopback address is for the machine alone; an older Docker lets neighbours route to it.
  chain loopback {
    type filter hook prerouting priority raw; policy accept;
    iifname != "lo" ip daddr 127.0.0.0/8 drop
  }
  chain forward {
    type filter hook forward priority filter - 10; policy accept;
    ct state established,related accept
${each((bridge) => `iifname ${bridge} accept`)}
${each((bridge) => `oifname ${bridge} jump to_containers`)}
  }
  chain to_containers {
    ct status dnat meta l4proto tcp ct original proto-dst @public_tcp accept
    ct status dnat meta l4proto udp ct original proto-dst @public_udp accept
    ct status dnat ip saddr @private4 accept
    ct status dnat ip6 saddr @private6 accept
    drop
  }
`;
