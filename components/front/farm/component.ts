import * as pulumi from "@pulumi/pulumi";
import type { BackedUpVolume } from "../../backups/component";
import { derivedVolume } from "../../services/derivedVolume";
import { isLoopback } from "../../shared/address";
import { withDefaults } from "../../shared/defaults";
import type { FittedLimits } from "../../shared/hardening";
import { defaultImages } from "../../shared/image";
import type { Authority } from "../certificates/authority";
import type { ProvenByHttp, ProvidedCertificates } from "../certificates/provide";
import { fillTrust } from "../certificates/trust";
import { allConnections, type Capacity, capacityOf } from "../haproxy/capacity";
import { defaultHardStop } from "../haproxy/hardStop";
import { perAddressOf } from "../haproxy/perAddress";
import { configureHaproxy, makeHaproxy } from "../haproxy/process";
import type { ConfigFile } from "../haproxy/text";
import { addressesOnce } from "./addresses";
import type { HaproxyFarmArgs } from "./args";
import { awaitedServices, farmBefore, farmType, servedOnce } from "./before";
import { asArriving } from "./behind";
import { clientCheckedDomains, provideCertificates } from "./certificates";
import { checkFarm } from "./check";
import { renderFarm } from "./config";
import { ownDestinations } from "./destination";
import { servedBy } from "./domains";
import { readErrorPages } from "./errorPages";
import { leadNamesInside } from "./inside";
import { farmLimits } from "./limits";
import { ownLimitsOf } from "./ownLimits";
import { placesOf } from "./places";
import { farmPorts } from "./ports";
import { defaultRateLimit } from "./rateLimit";
import { type ReachedRouters, reachRouters } from "./routers";
import { isRouted, passwordDomains, reachContainers, served } from "./services";
import type { FarmTimeouts } from "./timeouts";
import { judgeText } from "./tls";
import { partlyServed } from "./unclaimed";

const defaultTimeouts: FarmTimeouts = {
  connect: 5,
  request: 10,
  keepAlive: 5,
  client: 60,
  server: 300,
  tunnel: 3600,
};

/**
 * The front of an environment: sends each domain to the router that serves it.
 * Its configuration is validated before it goes live, and changed without losing a request.
 *
 * @example
 * ```ts
 * const farm = new HaproxyFarm("farm", {
 *   network,
 *   services: [blog],
 *   ports: { http: 7070, https: 7443, stats: 8404 },
 *   bindAddress: "0.0.0.0",
 * });
 * ```
 */
export class HaproxyFarm extends pulumi.ComponentResource {
  /** Where visitors and the administrator find the farm, as seen from its host. */
  readonly addresses: pulumi.Output<{ http: string; https: string; stats: string }>;
  /** Root certificate of the environment's own authority, to be imported where its sites are to be trusted. */
  readonly authority: pulumi.Output<string> | undefined;

  /** @internal */
  readonly network: HaproxyFarmArgs["network"];
  /**
   * Of whose backups its statistics tell how old they are.
   * @internal
   */
  readonly backedUp: readonly BackedUpVolume[];
  /**
   * All that it serves.
   * @internal
   */
  readonly serves: HaproxyFarmArgs["services"];
  /**
   * Whether others than this machine reach it.
   * @internal
   */
  readonly isPublic: boolean;
  /**
   * Where it is found on its host.
   * @internal
   */
  readonly door: {
    readonly bindAddress: string;
    readonly ports: HaproxyFarmArgs["ports"];
    readonly statistics: { readonly address: string; readonly port: number };
  };
  /**
   * The environment's own authority, by which another farm has certificates too.
   * @internal
   */
  readonly issuing: Authority | undefined;
  /**
   * How its names are proven, where whoever has their address is asked.
   * @internal
   */
  readonly provenByHttp: ProvenByHttp | undefined;
  private readonly statsAddress: string;
  private readonly capacity: Capacity;
  private readonly limits: pulumi.Output<FittedLimits>;

  /** @throws RunError where two services claim the same domain and prefix. */
  constructor(
    /** @internal */
    readonly farmName: string,
    private readonly args: HaproxyFarmArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    checkFarm(farmName, args);
    super(farmType, farmName, args.behind ? { behind: args.behind } : {}, opts);
    const { network, ports, bindAddress } = args;
    const services = served(args.services);
    this.network = network;
    this.backedUp = args.backups?.parts ?? [];
    this.serves = args.services;
    this.isPublic = !isLoopback(bindAddress);
    this.statsAddress = args.statsAddress ?? "127.0.0.1";
    this.door = { bindAddress, ports, statistics: { address: this.statsAddress, port: ports.stats } };
    this.capacity = capacityOf(args.limits?.memory ?? farmLimits.memory, args.maxConnections);
    this.limits = network.host.fit(farmName, farmLimits, args.limits);

    const volume = derivedVolume(`${farmName}-certificates`, network, "farm", this);
    const visitors = { address: bindAddress, addressPath: `${farmName}.bindAddress` };
    const https = {
      ...{ ...visitors, path: `${farmName}.ports.https` },
      ...{ internal: farmPorts.https, external: ports.https },
    };
    const haproxy = makeHaproxy(
      farmName,
      {
        network,
        image: args.image ?? defaultImages.haproxy,
        limits: this.limits,
        maxConnections: allConnections(this.capacity.connections),
        ownAddress: network.addresses.farm,
        published: [
          { ...visitors, path: `${farmName}.ports.http`, internal: farmPorts.http, external: ports.http },
          https,
          ...(args.http3 ? [{ ...https, protocol: "udp" as const }] : []),
          {
            path: `${farmName}.ports.stats`,
            addressPath: `${farmName}.statsAddress`,
            internal: farmPorts.stats,
            external: ports.stats,
            address: this.statsAddress,
          },
        ],
        component: "farm",
        certificates: volume,
      },
      this,
    );
    const certificates = provideCertificates(
      haproxy,
      {
        source: args.certificates ?? { source: "authority" },
        volume,
        keeperImage: args.keeperImage,
        legoImage: args.legoImage,
        publicHttpPort: args.publicPorts?.http ?? ports.http,
        judge: judgeText({ clientChecked: clientCheckedDomains(services) }),
      },
      services,
      this,
    );
    const networks = [network, ...services.flatMap((one) => one.routers.map((router) => router.network))];
    fillTrust(farmName, [...new Set(networks)], args.image ?? defaultImages.haproxy, certificates.root, this);
    const reached = reachRouters(haproxy, services, this);
    const before = farmBefore(this);
    const routes = awaitedServices(args.services.filter(isRouted), before);
    const atWork = configureHaproxy(
      haproxy,
      this.configWith(certificates, reached),
      routes.then((some) => [...some, ...certificates.ready, ...reached.ready]),
      this,
    );

    // A farm that is there already has to expect what it is told of callers.
    const settled = before.then(({ addresses }) => (addresses ? [atWork] : []));
    leadNamesInside(farmName, args, settled, this);

    const last = certificates.afterwards?.(atWork) ?? atWork;
    this.addresses = addressesOnce(last, before, args, this.statsAddress);
    this.authority = certificates.root;
    this.issuing = certificates.authority;
    this.provenByHttp = certificates.provenByHttp;
    const atWorkFor = servedOnce(atWork, services);
    this.registerOutputs({ addresses: this.addresses, authority: this.authority, served: atWorkFor });
  }

  private configWith(
    { shown, keeper, issuer, provenByHttp }: ProvidedCertificates,
    { routers }: ReachedRouters,
  ): pulumi.Output<ConfigFile> {
    const {
      network,
      ports,
      publicPorts,
      timeouts,
      hstsDays,
      http3,
      rateLimit,
      hardStopSeconds,
      perAddress,
      behind,
      hairpin = true,
    } = this.args;
    const services = served(this.args.services);
    const claimed = servedBy(this.farmName, services);
    const containers = reachContainers(this.farmName, network, this.args.services);
    const { subnet, subnet6, gateway, gateway6 } = network.addresses;
    const backups = this.args.backups?.neighbour;
    return pulumi
      .output({ routers, containers, shown, keeper, issuer, backups, limits: this.limits })
      .apply(({ shown: paths, limits, ...made }) =>
        renderFarm({
          ...made,
          ...claimed,
          issuerPeer: provenByHttp?.peer ? { address: provenByHttp.peer, port: ports.http } : undefined,
          partly: partlyServed(services),
          places: placesOf(services),
          ownLimits: ownLimitsOf(services),
          maintenance: this.args.maintenance,
          errorPages: readErrorPages(this.args.errorPages),
          destinations: ownDestinations(services),
          timeouts: withDefaults(defaultTimeouts, timeouts),
          http3: http3 ?? false,
          maxConnections: this.capacity.connections,
          buffers: this.capacity.buffers,
          threads: Math.ceil(limits.cpus ?? 1),
          publicPorts: { https: publicPorts?.https ?? ports.https },
          rateLimit: rateLimit ?? defaultRateLimit,
          hardStopSeconds: hardStopSeconds ?? defaultHardStop,
          perAddress: perAddressOf(this.capacity.connections, perAddress),
          passwordDomains: passwordDomains(services),
          tls: { ...paths, clientChecked: clientCheckedDomains(services), hstsDays: hstsDays ?? 0 },
          accessLog: this.args.accessLog ?? "all",
          subnet,
          behind: behind && asArriving(behind, network.addresses),
          hairpins: hairpin && network.isOwn ? network.addresses.hairpins : [],
          ...(network.isOwn ? { monitor: network.addresses.monitor } : {}),
          subnet6,
          // On a loopback port, the network's gateway stands for this machine and nobody else.
          admins: isLoopback(this.statsAddress)
            ? ["127.0.0.0/8", gateway, ...(gateway6 ? [gateway6] : [])]
            : ["127.0.0.0/8"],
        }),
      );
  }
}
