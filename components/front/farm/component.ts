import * as pulumi from "@pulumi/pulumi";
import type { BackedUpVolume } from "../../backups/component";
import { derivedVolume } from "../../services/derivedVolume";
import { isLoopback } from "../../shared/address";
import { defaultImages } from "../../shared/image";
import type { Authority } from "../certificates/authority";
import type { ProvenByHttp } from "../certificates/provide";
import { fillTrust } from "../certificates/trust";
import { allConnections, capacityOf } from "../haproxy/capacity";
import { configureHaproxy, makeHaproxy } from "../haproxy/process";
import { addressesOnce } from "./addresses";
import type { HaproxyFarmArgs } from "./args";
import { awaitedServices, farmBefore, farmType, servedOnce } from "./before";
import { tellOfUnbelieved } from "./believed";
import { clientCheckedDomains, provideCertificates } from "./certificates";
import { checkFarm } from "./check";
import { configFrom } from "./configFrom";
import { leadNamesInside } from "./inside";
import { farmLimits } from "./limits";
import { defaultStatsAddress, publishedBy } from "./ports";
import { reachRouters } from "./routers";
import { isRouted, served } from "./services";
import { judgeText } from "./tls";

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

  /** @throws RunError where two services claim the same domain and prefix. */
  constructor(
    /** @internal */
    readonly farmName: string,
    args: HaproxyFarmArgs,
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
    const statsAddress = args.statsAddress ?? defaultStatsAddress;
    this.door = { bindAddress, ports, statistics: { address: statsAddress, port: ports.stats } };
    const capacity = capacityOf(args.limits?.memory ?? farmLimits.memory, args.maxConnections);
    const limits = network.host.fit(farmName, farmLimits, args.limits);

    const volume = derivedVolume(`${farmName}-certificates`, network, "farm", this);
    const haproxy = makeHaproxy(
      farmName,
      {
        network,
        image: args.image ?? defaultImages.haproxy,
        limits,
        maxConnections: allConnections(capacity.connections),
        ownAddress: network.addresses.farm,
        published: publishedBy(farmName, args),
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
    tellOfUnbelieved(farmName, network, services, this);
    const reached = reachRouters(haproxy, services, this);
    const before = farmBefore(this);
    const routes = awaitedServices(args.services.filter(isRouted), before);
    const atWork = configureHaproxy(
      haproxy,
      configFrom(farmName, args, { capacity, limits, certificates, reached }),
      routes.then((some) => [...some, ...certificates.ready, ...reached.ready]),
      this,
    );

    // A farm that is there already has to expect what it is told of callers.
    const settled = before.then(({ addresses }) => (addresses ? [atWork] : []));
    leadNamesInside(farmName, args, settled, this);

    const last = certificates.afterwards?.(atWork) ?? atWork;
    this.addresses = addressesOnce(last, before, args, statsAddress);
    this.authority = certificates.root;
    this.issuing = certificates.authority;
    this.provenByHttp = certificates.provenByHttp;
    const atWorkFor = servedOnce(atWork, services);
    this.registerOutputs({ addresses: this.addresses, authority: this.authority, served: atWorkFor });
  }
}
