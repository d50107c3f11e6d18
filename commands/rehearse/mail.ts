import { mailPorts } from "../../components/hosts/hostSetup/firewallRules";
import { commandLine } from "../../components/shared/shell";
import { containersAt, onHost } from "../restore/volumes/engine";
import { Failure } from "../shared/failure";
import type { Variables } from "../shared/surroundings";
import type { Environment, HostLook } from "../sleep/environment";

/** Servers that answer everybody who is let out, which nothing is sent to. */
const wellKnown = ["gmail-smtp-in.l.google.com", "smtp.gmail.com", "smtp.mailgun.org"] as const;

/** A server of mail that answered from within a network of the environment. */
export interface Reached {
  readonly host: string;
  readonly network: string;
  readonly subnets: readonly string[];
  /** As `smtp.example.org:587`. */
  readonly server: string;
}

/**
 * Shell: tries to connect to each server at each of the ports, all at once, and writes those that answer. The gateway of the
 * network is asked too: it is the host, which may send what it is given.
 */
export const probeScript = (servers: readonly string[]): string => `export RES_OPTIONS='timeout:2 attempts:1'
set -- $(awk '$2 == "00000000" { print $3; exit }' /proc/net/route | sed 's/\\(..\\)\\(..\\)\\(..\\)\\(..\\)/0x\\4 0x\\3 0x\\2 0x\\1/')
gateway=$([ $# -lt 4 ] || printf '%d.%d.%d.%d' "$@")
for server in $gateway ${commandLine(...servers)}; do
  for port in ${mailPorts.join(" ")}; do
    { timeout 8 nc -w 3 "$server" $port -e /bin/true < /dev/null > /dev/null 2>&1 && echo "$server:$port"; } &
  done
done
wait`;

/** Tries from each network of the environment whether mail could leave it. */
export async function probeMail(
  environment: Environment,
  servers: readonly string[],
  variables: Variables,
): Promise<Reached[]> {
  const asked = [...wellKnown, ...servers];
  const all = await Promise.all(
    environment.hosts.map((host) => probeHost(environment, host, asked, variables)),
  );
  return all.flat();
}

async function probeHost(
  { declared }: Environment,
  { host, engine }: HostLook,
  servers: readonly string[],
  variables: Variables,
): Promise<Reached[]> {
  const place = { host, engine, variables };
  const roles = new Map(declared.containers.map(({ id, role }) => [id, role]));
  const own = (await containersAt(place)).filter(({ id }) => roles.has(id));
  const networks = [
    ...new Set(
      own
        .filter(({ id }) => ["service", "job", "other"].includes(roles.get(id) ?? ""))
        .flatMap((one) => one.networks)
        // Of these nobody is reached, and the other is no network of its own.
        .filter((one) => one !== "none" && one !== "host"),
    ),
  ];
  // Images that have a shell and what connects.
  const image = own.find(({ id }) => ["backups", "router"].includes(roles.get(id) ?? ""))?.imageId;
  if (image === undefined || networks.length === 0) return [];
  const words = ["--rm", "--read-only", "--cap-drop", "ALL", "--user", "65534:65534", "--entrypoint", "sh"];
  const lines = networks.map((network) => {
    const run = commandLine(
      "docker",
      "run",
      ...words,
      "--network",
      network,
      image,
      "-c",
      probeScript(servers),
    );
    const subnets = commandLine(
      ...["docker", "network", "inspect", "-f", "{{range .IPAM.Config}}{{.Subnet}} {{end}}", network],
    );
    const name = commandLine(network);
    return `{ found=$(${run}) && subnets=$(${subnets}) || exit 1; for one in $found; do echo ${name}" $one $subnets"; done; } & all="$all $!"`;
  });
  const script = `all=\n${lines.join("\n")}\nfor one in $all; do wait $one || exit 1; done`;
  return parseReached(await onHost(place, script, 120), host);
}

/** Reads a line for each server that answered: network, server, subnets. */
export const parseReached = (text: string, host: string): Reached[] =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [network = "", server = "", ...subnets] = line.trim().split(/\s+/);
      return { host, network, server, subnets };
    });

/** @throws Failure where mail could leave the environment, with what keeps it in. */
export function refuseMail(reached: readonly Reached[], stack: string): void {
  if (reached.length === 0) return;
  const told = reached.map(
    ({ server, network, host }) => `${server} answers, from ${network} on host ${host}`,
  );
  const subnets = [...new Set(reached.flatMap((one) => one.subnets))];
  const four = subnets.filter((one) => !one.includes(":"));
  const rules = four.flatMap((subnet) =>
    ["DOCKER-USER", "INPUT"].map(
      (chain) =>
        `    iptables -I ${chain} -s ${subnet} -p tcp -m multiport --dports ${mailPorts.join(",")} -j REJECT`,
    ),
  );
  throw new Failure(
    [
      `applications of ${stack} could write to people with the addresses in production's data:`,
      ...told.map((one) => `    ${one}`),
      `  What keeps mail in, where Homeport sets the host up: firewall: { noMail: [${subnets.map((one) => JSON.stringify(one)).join(", ")}] }`,
      "  Elsewhere, on the host:",
      ...rules,
      "  Where it may leave: --mail-may-leave",
    ].join("\n"),
  );
}
