import { everyAddress, isEveryAddress, isLoopback, isSix } from "../shared/address";
import { npx } from "../shared/npx";
import type { MachineAddress, SurveyedMachine } from "./machine";
import type { EngineContainer, HeldPort } from "./objects";
import type { Survey } from "./survey";

/** A port that a container is to hold, with the setting that says so. */
export interface Claim extends HeldPort {
  readonly path: string;
  /** The setting that says the address. */
  readonly addressPath: string;
}

/** What is to be said of the ports that a container is to hold. */
export interface Judgement {
  /** Why it cannot have them. */
  readonly problems: readonly string[];
  /** What may keep it from having them later. */
  readonly warnings: readonly string[];
}

/**
 * Judges whether a host can give a container its ports: where it cannot, a former container would be gone before that
 * is found out.
 * @param gateway of the container's own network, an address that the host has as soon as there is the network
 * @param isOwn whether a container gives way, as one that is replaced does
 */
export function judgePorts(
  host: string,
  claims: readonly Claim[],
  { containers, machine: told, leastPort = 0 }: Survey,
  gateway: string,
  isOwn: (container: EngineContainer) => boolean,
): Judgement {
  const machine = told && { ...told, addresses: [...told.addresses, ofNetwork(gateway)] };
  const others = containers.filter((one) => !isOwn(one));
  const published = containers.flatMap(({ ports }) => ports);
  const problems = claims.flatMap((claim) => {
    const missing = machine && missingAddress(host, claim, machine);
    const holder = others.find(({ ports }) => ports.some((port) => meet(port, claim)));
    const program =
      machine?.listening.some((port) => meetsProgram(port, claim)) &&
      !published.some((port) => meetsProgram(port, claim));
    return [
      ...(claim.port < leastPort ? [tooLow(host, claim, leastPort)] : []),
      ...(missing === undefined || (machine && takesAbsent(machine, claim.address)) ? [] : [missing]),
      ...(holder ? [heldByContainer(host, claim, holder)] : []),
      ...(program
        ? [
            heldBy(
              host,
              claim,
              "another program",
              `ss -l${claim.protocol === "udp" ? "u" : "t"}np 'sport = :${claim.port}' shows which`,
            ),
          ]
        : []),
    ];
  });
  return { problems: [...new Set(problems)], warnings: machine ? warningsOf(host, claims, machine) : [] };
}

/** @returns why a program cannot have two of its own ports. */
export const twiceClaimed = (host: string, claims: readonly Claim[], earlier: readonly Claim[]): string[] =>
  claims.flatMap((claim, at) => {
    const other = [...earlier, ...claims.slice(0, at)].find(
      (one) => one.path !== claim.path && meet(one, claim),
    );
    return other
      ? [
          `${claim.path}: ${named(claim)} of ${claim.address} on host ${host} is also ${other.path}; choose another one`,
        ]
      : [];
  });

const ofNetwork = (gateway: string): MachineAddress => ({
  address: gateway,
  network: `${gateway}/32`,
  interface: "bridge",
  given: false,
});

/** A container's port is on one family alone. */
const meet = (one: HeldPort, other: HeldPort): boolean =>
  one.port === other.port &&
  one.protocol === other.protocol &&
  (one.address === other.address ||
    (isSix(one.address) === isSix(other.address) &&
      (isEveryAddress(one.address) || isEveryAddress(other.address))));

/** A program that listens at every address of IPv6 has those of IPv4 as a rule. */
const meetsProgram = (program: HeldPort, claim: HeldPort): boolean =>
  meet(program, claim) ||
  (program.address === everyAddress.both && meet({ ...program, address: claim.address }, claim));

const takesAbsent = ({ takesAbsentAddresses: takes }: SurveyedMachine, address: string): boolean =>
  isSix(address) ? takes.six : takes.four;

/** Lets programs wait for an address that comes later. */
const waiting = (address: string): string =>
  `sysctl net.${isSix(address) ? "ipv6" : "ipv4"}.ip_nonlocal_bind=1`;

const has = ({ addresses }: SurveyedMachine, address: string): boolean =>
  isEveryAddress(address) || isLoopback(address) || addresses.some((one) => one.address === address);

function missingAddress(
  host: string,
  { addressPath, address }: Claim,
  machine: SurveyedMachine,
): string | undefined {
  if (has(machine, address)) return undefined;
  const all = machine.addresses.map((one) => one.address).filter((one) => !one.startsWith("fe80:"));
  // An environment that is up has its gateway's address already.
  const there = [...new Set(all)];
  return `${addressPath}: host ${host} has no address ${address}; it has ${there.join(", ")}.
  Take one of these, or ${isSix(address) ? "::" : "0.0.0.0"} for all; where the address comes later, let programs wait for it: ${waiting(address)}`;
}

const named = ({ port, protocol }: Pick<HeldPort, "port" | "protocol">): string =>
  `port ${port}${protocol === "udp" ? " (UDP)" : ""}`;

const tooLow = (host: string, { path, port }: Claim, leastPort: number): string =>
  `${path}: the engine of host ${host} does not run as root and may give no port below ${leastPort}, as ${port} is.
  Choose a port from ${leastPort} on, or let it: sysctl net.ipv4.ip_unprivileged_port_start=${port}, also in /etc/sysctl.d`;

const isHeld = (host: string, { path, address, ...held }: Claim, holder: string): string =>
  `${path}: ${named(held)} of ${address} on host ${host} is held by ${holder}.`;

const heldBy = (host: string, claim: Claim, holder: string, wayOut: string): string =>
  `${isHeld(host, claim, holder)}
  Choose another one, or have it given up: ${wayOut}`;

/** What another stack runs has its port by right, unless that stack is gone. */
function heldByContainer(host: string, claim: Claim, { name, labels }: EngineContainer): string {
  const { "homeport.environment": environment, "homeport.project": project } = labels;
  const holder = `the container "${name}"`;
  if (environment === undefined) return heldBy(host, claim, holder, `docker stop ${name}`);
  return `${isHeld(host, claim, `${holder} of the environment ${environment} of ${project}`)}
  Choose another one: portOffsets is what sets the ports of stacks apart. Of a stack that is gone, this shows what is left: ${npx(`homeport leftovers --project ${project} --environment ${environment}`)}`;
}

const comesLater = /^(wg|tun|tap|tailscale|zt|ppp|nebula)/;

/** An engine that starts before an address is there does not try a container again. */
function warningsOf(host: string, claims: readonly Claim[], machine: SurveyedMachine): string[] {
  return claims.flatMap(({ addressPath, address }) => {
    if (takesAbsent(machine, address))
      return has(machine, address) ? [] : [`${addressPath}: host ${host} has no address ${address} yet.`];
    const found = machine.addresses.find((one) => one.address === address);
    if (!found || !(found.given || comesLater.test(found.interface))) return [];
    return [
      `${addressPath}: ${address} of host ${host} (${found.interface}) may come after the engine when the machine starts, which then leaves the container stopped. Let programs wait for it: ${waiting(address)}, also in /etc/sysctl.d.`,
    ];
  });
}
