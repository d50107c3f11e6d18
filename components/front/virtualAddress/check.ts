import ipaddr from "ipaddr.js";
import { z } from "zod";
import { isEveryAddress } from "../../shared/address";
import { expecting, shown } from "../../shared/expecting";
import { type Fields, type Problem, problemsOf, soundFor } from "../../shared/problems";
import { refuse } from "../../shared/refuse";
import { resourceSchema, typeOf } from "../../shared/resourceSchema";
import { nameSchema } from "../../shared/schemas";
import type { HaproxyFarm } from "../farm/component";
import { type FarmService, served } from "../farm/services";
import type { VirtualAddressArgs } from "./args";

const address = expecting(
  "an address (IPv4) that a machine can have, with the bits of its network (8–30)",
  "192.168.1.10/24",
);
const number = expecting("a whole number (1–255)", "10");
const two = expecting("two farms, on two hosts", "[atticFarm, cellarFarm]");
const farm = resourceSchema(typeOf("HaproxyFarm"), "a farm", "atticFarm");

/** What the arguments of a virtual address have to look like. */
export const virtualAddressSchema = z.strictObject(
  {
    address: z.string(address).refine(isAddress, address),
    farms: z.tuple([farm, farm], two),
    routerId: z.int(number).min(1, number).max(255, number).optional(),
  } satisfies Fields<VirtualAddressArgs>,
  expecting("a group of arguments", '{ address: "192.168.1.10/24", farms: [atticFarm, cellarFarm] }'),
);

function isAddress(text: string): boolean {
  if (!/^\d+\.\d+\.\d+\.\d+\/\d+$/.test(text) || !ipaddr.IPv4.isValidCIDR(text)) return false;
  const { own, bits, first, last } = parsed(text);
  return bits >= 8 && bits <= 30 && own !== first && own !== last;
}

function parsed(cidr: string) {
  const [own, bits] = ipaddr.IPv4.parseCIDR(cidr);
  return {
    own: own.toString(),
    bits,
    first: ipaddr.IPv4.networkAddressFromCIDR(cidr).toString(),
    last: ipaddr.IPv4.broadcastAddressFromCIDR(cidr).toString(),
  };
}

/** The address by itself, and how many bits its network has. */
export const partsOf = (cidr: string): { readonly address: string; readonly bits: number } => {
  const { own, bits } = parsed(cidr);
  return { address: own, bits };
};

/** Whether an address of IPv4 is in the network of a virtual one. */
export const isBeside = (cidr: string, other: string): boolean =>
  ipaddr.IPv4.isValidFourPartDecimal(other) && ipaddr.IPv4.parse(other).match(ipaddr.IPv4.parseCIDR(cidr));

/**
 * Checks the arguments of a virtual address before any resource exists.
 * @throws RunError that names every argument that is not usable.
 */
export function checkVirtualAddress(name: string, args: VirtualAddressArgs): void {
  const wrong = problemsOf(virtualAddressSchema, args);
  refuse(name, [
    ...problemsOf(nameSchema, name, ["name"]),
    ...wrong,
    ...(soundFor(wrong, "farms", "address") ? farmProblems(args) : []),
  ]);
}

/** An authority asks whoever has the address, and each farm knows what its own issuer has to prove. */
function unanswered(farms: VirtualAddressArgs["farms"]): Problem[] {
  const [first, second] = farms.map(({ provenByHttp }) => provenByHttp);
  if (!first && !second) return [];
  return farms.flatMap((one, at): Problem[] => {
    const other = farms[1 - at];
    const path = ["farms", at];
    if (!one.provenByHttp)
      return [
        {
          path,
          message: `${one.farmName} has no issuer to be asked, and names of ${other?.farmName} are proven by HTTP at whoever has the address; give both { source: "acme", challenge: { kind: "http-01", peer } }, each with the address of the other host, or prove them by dns-01`,
        },
      ];
    if (one.provenByHttp.peer !== undefined) return [];
    const message = `${one.farmName} does not know whom to ask for what ${other?.farmName} has to prove; give it certificates.challenge.peer, the address of ${other?.network.host.hostName}`;
    return [{ path, message }];
  });
}

const namesOf = ({ domains, redirects = {}, pathPrefix = "" }: FarmService): string[] => [
  ...domains.map((domain) => domain + pathPrefix),
  ...Object.keys(redirects),
];

/** Visitors do not know which of the two they have. */
function unequal(farms: VirtualAddressArgs["farms"]): Problem[] {
  const [first, second] = farms;
  const path = ["farms", 1];
  const names = farms.map(({ serves }) => [...new Set(served(serves).flatMap(namesOf))]);
  const partly = farms.flatMap(({ farmName }, at): Problem[] => {
    const missing = names[1 - at]?.filter((name) => !names[at]?.includes(name)) ?? [];
    if (missing.length === 0) return [];
    const message = `${farmName} does not serve ${missing.join(", ")}, which the other one does; give both the same services`;
    return [{ path: ["farms", at], message }];
  });
  const isTwice = first.issuing && second.issuing && first.issuing !== second.issuing;
  const message = `${second.farmName} has an authority of its own, and visitors would have to trust two; give it certificates: { source: "farm", farm: ${first.farmName} }`;
  return isTwice ? [...partly, { path, message }] : partly;
}

function farmProblems({ farms, address: cidr }: VirtualAddressArgs): Problem[] {
  const [first, second] = farms;
  const hosts = farms.map(({ network }) => network.host);
  const of = (farm: HaproxyFarm, message: string): Problem => ({
    path: ["farms", farms.indexOf(farm)],
    message: `${farm.farmName} ${message}`,
  });
  return [
    ...farms.flatMap((one) => {
      const { bindAddress } = one.door;
      if (isEveryAddress(bindAddress)) return [];
      const why =
        bindAddress === partsOf(cidr).address
          ? "the virtual address, which nobody can bind where it is not"
          : `${bindAddress}, where visitors of the virtual address would not reach it`;
      return [of(one, `is bound to ${why}; give it bindAddress: "0.0.0.0"`)];
    }),
    ...(hosts[0] === hosts[1]
      ? [of(second, `is on the host of ${first.farmName}, ${hosts[0]?.hostName}; take farms of two hosts`)]
      : []),
    ...farms.flatMap((one) =>
      one.network.host.machine.ssh
        ? []
        : [
            of(
              one,
              `is on ${one.network.host.hostName}, the machine that runs the program; take a host that is entered over SSH`,
            ),
          ],
    ),
    ...unanswered(farms),
    ...unequal(farms),
    ...(["http", "https"] as const).flatMap((port) =>
      first.door.ports[port] === second.door.ports[port]
        ? []
        : [
            of(
              second,
              `has ${shown(second.door.ports[port])} as ports.${port} and ${first.farmName} has ${shown(first.door.ports[port])}; visitors know one: give both the same`,
            ),
          ],
    ),
  ];
}
