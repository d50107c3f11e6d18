import * as pulumi from "@pulumi/pulumi";
import { isLoopback } from "../../shared/address";
import { withDefaults } from "../../shared/defaults";
import type { FittedLimits } from "../../shared/hardening";
import type { ProvidedCertificates } from "../certificates/provide";
import type { Capacity } from "../haproxy/capacity";
import { defaultHardStop } from "../haproxy/hardStop";
import { perAddressOf } from "../haproxy/perAddress";
import type { ConfigFile } from "../haproxy/text";
import type { HaproxyFarmArgs } from "./args";
import { asArriving } from "./behind";
import { clientCheckedDomains } from "./certificates";
import { renderFarm } from "./config";
import { ownDestinations } from "./destination";
import { servedBy } from "./domains";
import { readErrorPages } from "./errorPages";
import { ownLimitsOf } from "./ownLimits";
import { placesOf } from "./places";
import { defaultStatsAddress } from "./ports";
import { defaultRateLimit } from "./rateLimit";
import type { ReachedRouters } from "./routers";
import { passwordDomains, reachContainers, served } from "./services";
import type { FarmTimeouts } from "./timeouts";
import { partlyServed } from "./unclaimed";

const defaultTimeouts: FarmTimeouts = {
  connect: 5,
  request: 10,
  keepAlive: 5,
  client: 60,
  server: 300,
  tunnel: 3600,
};

/** What is known of a farm once its parts are made. */
interface MadeParts {
  readonly capacity: Capacity;
  readonly limits: pulumi.Output<FittedLimits>;
  readonly certificates: ProvidedCertificates;
  readonly reached: ReachedRouters;
}

/** A farm's configuration, from its arguments and from what is made for it. */
export function configFrom(
  farmName: string,
  args: HaproxyFarmArgs,
  { capacity, limits, certificates, reached }: MadeParts,
): pulumi.Output<ConfigFile> {
  const { network, ports, publicPorts, timeouts, behind, hairpin = true } = args;
  const services = served(args.services);
  const claimed = servedBy(farmName, services);
  const containers = reachContainers(farmName, network, args.services);
  const { shown, keeper, issuer, provenByHttp } = certificates;
  const { routers } = reached;
  const backups = args.backups?.neighbour;
  const { subnet, subnet6 } = network.addresses;
  return pulumi
    .output({ routers, containers, shown, keeper, issuer, backups, limits })
    .apply(({ shown: paths, limits: { cpus }, ...made }) =>
      renderFarm({
        ...made,
        ...claimed,
        issuerPeer: provenByHttp?.peer ? { address: provenByHttp.peer, port: ports.http } : undefined,
        partly: partlyServed(services),
        places: placesOf(services),
        ownLimits: ownLimitsOf(services),
        maintenance: args.maintenance,
        errorPages: readErrorPages(args.errorPages),
        destinations: ownDestinations(services),
        timeouts: withDefaults(defaultTimeouts, timeouts),
        http3: args.http3 ?? false,
        maxConnections: capacity.connections,
        buffers: capacity.buffers,
        threads: Math.ceil(cpus ?? 1),
        publicPorts: { https: publicPorts?.https ?? ports.https },
        rateLimit: args.rateLimit ?? defaultRateLimit,
        hardStopSeconds: args.hardStopSeconds ?? defaultHardStop,
        perAddress: perAddressOf(capacity.connections, args.perAddress),
        passwordDomains: passwordDomains(services),
        tls: { ...paths, clientChecked: clientCheckedDomains(services), hstsDays: args.hstsDays ?? 0 },
        accessLog: args.accessLog ?? "all",
        subnet,
        behind: behind && asArriving(behind, network.addresses),
        hairpins: hairpin && network.isOwn ? network.addresses.hairpins : [],
        ...(network.isOwn ? { monitor: network.addresses.monitor } : {}),
        subnet6,
        admins: adminsOf(args),
      }),
    );
}

/** On a loopback port, the network's gateway stands for this machine and nobody else. */
function adminsOf({ network, statsAddress = defaultStatsAddress }: HaproxyFarmArgs): string[] {
  const { gateway, gateway6 } = network.addresses;
  const self = "127.0.0.0/8";
  return isLoopback(statsAddress) ? [self, gateway, ...(gateway6 ? [gateway6] : [])] : [self];
}
