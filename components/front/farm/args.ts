import type { Backups } from "../../backups/component";
import type { EnvironmentNetwork } from "../../network/environmentNetwork";
import type { Served } from "../../services/served";
import type { AccessLog } from "../../shared/accessLog";
import type { Limits } from "../../shared/hardening";
import type { CertificateSource } from "../certificates/source";
import type { PerAddress } from "../haproxy/perAddress";
import type { Behind } from "./behind";
import type { OwnStatus } from "./errorPages";
import type { Maintenance } from "./maintenance";
import type { RateLimit } from "./rateLimit";
import type { ContainerService, DiscoveredDomains } from "./services";
import type { FarmTimeouts } from "./timeouts";

/** Settings of a farm. */
export interface HaproxyFarmArgs {
  /** The environment's network on the farm's host. */
  readonly network: EnvironmentNetwork;
  /** What the farm serves. */
  readonly services: readonly (Served | ContainerService | DiscoveredDomains)[];
  /** Published ports: visitors' HTTP and HTTPS, and statistics with metrics. */
  readonly ports: { readonly http: number; readonly https: number; readonly stats: number };
  /**
   * The environment's backups on the farm's host, whose metrics are at the port of the statistics, as `/backups/metrics`.
   * @default none are shown
   */
  readonly backups?: Backups;
  /**
   * Ports under which visitors reach the farm from outside, where a box in front forwards to the published ones.
   * @default the published ports
   */
  readonly publicPorts?: { readonly http?: number; readonly https?: number };
  /**
   * Where the certificates come from.
   * @default { source: "authority" }
   */
  readonly certificates?: CertificateSource;
  /**
   * For how long browsers are told to use nothing but HTTPS for these names, in days. It holds for the name in every
   * environment, and cannot be taken back before it has run out.
   * @default 0, not at all
   */
  readonly hstsDays?: number;
  /**
   * Whether visitors are served by HTTP/3 too, at the same port of UDP (`public: ["7443/udp"]` of a firewall, and a box in front
   * forwards it as well). The image has to have QUIC, as the official ones of HAProxy 3.2 and later do. To begin or end it exchanges the farm's container.
   * @default false
   */
  readonly http3?: boolean;
  /**
   * Requests that one client address, or one /64 of IPv6, has answered within some seconds; above, it is asked to wait.
   * @default { requests: 1000, seconds: 10 }
   */
  readonly rateLimit?: RateLimit;
  /**
   * How long connections of before a reload may go on, in seconds: WebSockets, uploads and downloads, at most a day. So long
   * the process before stays, and takes 12 MiB and 70 KiB for each connection of the farm's memory limit; a fourth reload ends the oldest.
   * Services and names on a router that the farm has already, and certificates, come and go without a reload.
   * @default 120
   */
  readonly hardStopSeconds?: number;
  /**
   * How much one client address, or one /64 of IPv6, may have of the farm at once.
   * @default connections 60 %, requests 20 % and websockets half of maxConnections; 1500 new connections within 10 seconds; 30 wrong passwords within a minute
   */
  readonly perAddress?: Partial<PerAddress>;
  /**
   * Whoever stands in front of the farm, and tells who its visitors are: another proxy for a while, a provider's balancer.
   * From its addresses alone a visitor's address is believed: for limits, `allow`, logs and applications.
   * @default nobody stands in front, and nobody is believed
   */
  readonly behind?: Behind;
  /**
   * Whether the farm's names lead to the farm itself for containers of the environment, whatever public DNS says of them.
   * Names below a wildcard do where they are named beside it.
   * @default true
   */
  readonly hairpin?: boolean;
  /** Address of the host to which the visitors' ports are bound; `0.0.0.0` for all of IPv4, `::` for those of IPv6 too. */
  readonly bindAddress: string;
  /**
   * Address of the host to which the statistics port is bound; a private one.
   * @default 127.0.0.1
   */
  readonly statsAddress?: string;
  /**
   * HAProxy 3.0 or later, with a shell, `wget`, `base64` and `gunzip` as in the official Alpine image.
   * @default haproxy:3.2.21-alpine
   */
  readonly image?: string;
  /**
   * Node.js 20 or later, with `wget`, for what brings certificates to the farm that are not its own.
   * @default node:22.21.1-alpine3.22
   */
  readonly keeperImage?: string;
  /**
   * lego 4.25 or later, with a shell as in the official image, for certificates by ACME.
   * @default goacme/lego:v4.31.0
   */
  readonly legoImage?: string;
  /**
   * What visitors of a service get that is under maintenance (`homeport maintenance`), and who sees it all the same.
   * @default everyone gets the page, and is told to come again in 10 minutes
   */
  readonly maintenance?: Maintenance;
  /**
   * Pages of your own in the place of the farm's, by status (400, 404, 408, 411, 413, 414, 421, 429, 500, 502, 503, 504): HTML
   * files of at most 24 KiB, by paths from the directory of Pulumi.yaml, with all that they need in them. What a service answers stays its own.
   * @default plain pages in English
   */
  readonly errorPages?: Readonly<Partial<Record<OwnStatus, string>>>;
  /** @default connect 5, request 10, keepAlive 5, client 60, server 300, tunnel 3600 seconds */
  readonly timeouts?: Partial<FarmTimeouts>;
  /**
   * Visitors' connections at once. Those of statistics and health checks come on top. A change exchanges the farm's container.
   * @default four for each MiB of limits.memory: 2048
   */
  readonly maxConnections?: number;
  /**
   * Requests that are logged, as JSON and without their query strings: `all`, or `failures`: those that no
   * router answered, and answers 500–599.
   * @default all
   */
  readonly accessLog?: AccessLog;
  /** @default 512MiB of memory, 2 processors, 256 processes */
  readonly limits?: Limits;
}
