import type { AccessLog } from "../../shared/accessLog";
import type { PerAddress } from "../haproxy/perAddress";
import type { Size } from "../haproxy/text";
import type { Behind } from "./behind";
import type { IssuerPeer } from "./challenges";
import type { FarmContainer } from "./containers";
import type { OwnDestination } from "./destination";
import type { Served } from "./domainRules";
import type { Maintenance } from "./maintenance";
import type { OwnLimits } from "./ownLimits";
import type { ServicePlace } from "./places";
import type { RateLimit } from "./rateLimit";
import type { FarmRouter, Neighbour } from "./servers";
import type { FarmTimeouts } from "./timeouts";
import type { FarmTls } from "./tls";
import type { PartlyServed } from "./unclaimed";

/** What a farm's configuration depends on. */
export interface FarmConfig extends Omit<Size, "maxConnections">, Served {
  /** Visitors' connections with TLS at once. */
  readonly maxConnections: number;
  readonly routers: readonly FarmRouter[];
  readonly containers: readonly FarmContainer[];
  /** Domains of which only some paths are served. */
  readonly partly: readonly PartlyServed[];
  /** Services whose WebDAV has rules of its own. */
  readonly destinations: readonly OwnDestination[];
  readonly timeouts: FarmTimeouts;
  /** The ports that visitors use. */
  readonly publicPorts: { readonly https: number };
  readonly tls: FarmTls;
  /** Whether visitors are served by HTTP/3 too. @default false */
  readonly http3?: boolean;
  readonly rateLimit: RateLimit;
  /** How long connections of before a reload go on, in seconds. */
  readonly hardStopSeconds: number;
  /** How much one address may have. */
  readonly perAddress: PerAddress;
  /** Which service has which names and paths. @default nothing depends on it */
  readonly places?: readonly ServicePlace[];
  /** Services for which the farm has other limits. @default none */
  readonly ownLimits?: readonly OwnLimits[];
  /** Who is let through to a service under maintenance, and what all others are told. */
  readonly maintenance?: Maintenance;
  /** Pages in the place of Homeport's own, by status. @default Homeport's own */
  readonly errorPages?: Readonly<Record<string, string>>;
  /** Domains with a service that asks for passwords. */
  readonly passwordDomains: readonly string[];
  /** Who answers the authority that proves names by HTTP. @default nobody */
  readonly issuer?: Neighbour;
  /** Another farm's door without TLS, whose issuer may be the one that is asked. @default there is no other */
  readonly issuerPeer?: IssuerPeer;
  /** Who watches over the certificates. @default nobody */
  readonly keeper?: Neighbour;
  /** Who makes backups. @default nobody whose metrics are shown */
  readonly backups?: Neighbour;
  /** The environment's network, whose containers see no statistics. */
  readonly subnet: string;
  /** Addresses of those who have its names inside, and tell who called. @default nobody tells */
  readonly hairpins?: readonly string[];
  /** Address of whoever asks for figures inside. @default nobody is answered there */
  readonly monitor?: string;
  /** Whoever stands in front, by the addresses that the farm sees. @default nobody does */
  readonly behind?: Behind;
  /** Its part of IPv6. @default it has none */
  readonly subnet6?: string;
  readonly accessLog: AccessLog;
  /** Addresses from which the statistics page takes orders. */
  readonly admins: readonly string[];
}
