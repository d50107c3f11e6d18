import type { HomeApplication } from "./applications";
import type { HomeBackups } from "./backups";
import type { HomeCertificates } from "./certificates";
import type { HomeVirtualAddress } from "./fronts";
import type { HomeHost } from "./hosts";
import type { HomeImages } from "./images";
import type { HomeMonitor } from "./monitor";
import type { HomePage, HomeStatusPage } from "./pages";
import type { HomePortService } from "./ports";
import type { HomeService } from "./services";

/** What a home is made of. */
export interface HomeArgs {
  /** Name of the environment, for labels and answers; the stack's name by default. */
  environment?: string;
  /** The machines. The farm runs on the first one. */
  hosts: HomeHost[];
  /** What is served and is one container, or several alike; none by default where there are applications. */
  services?: HomeService[];
  /** What is served and is several containers; none by default. */
  applications?: HomeApplication[];
  /** Ports of services beside HTTP, each with a HAProxy of its own; none by default. */
  portServices?: HomePortService[];
  /** Published ports of the farm. */
  ports: HomePorts;
  /** Address of the first host to which the visitors' ports are bound; 0.0.0.0 for all. */
  bindAddress: string;
  /** Private address of the first host to which the statistics port is bound; 127.0.0.1 by default. */
  statsAddress?: string;
  /** Ports under which visitors reach the farm from outside, where a box in front forwards to the published ones. */
  publicPorts?: HomePublicPorts;
  /** Where the certificates come from; an authority of the environment's own by default. */
  certificates?: HomeCertificates;
  /** For how many days browsers are told to use nothing but HTTPS; 0 by default, not at all. */
  hstsDays?: number;
  /** Whether visitors are served by HTTP/3 too, at the same port of UDP; false by default. */
  http3?: boolean;
  /** Requests that one client address has answered; 1000 within 10 seconds by default. */
  rateLimit?: HomeRateLimit;
  /** How many seconds connections of before a reload may go on; 120 by default. */
  hardStopSeconds?: number;
  /** Whoever stands in front of the farm, and tells who its visitors are; by default nobody is believed. */
  behind?: HomeBehind;
  /** Who sees a service that is under maintenance as ever, and when all others are told to come again; by default nobody does. */
  maintenance?: HomeMaintenance;
  /** HTML files in the place of the farm's own pages, by status as "404" and with absolute paths; the farm's own by default. */
  errorPages?: Record<string, string>;
  /** Whether the services' names lead to the farm itself for containers of the environment; true by default. */
  hairpin?: boolean;
  /** One address for the farm and a second one on another host; none by default. */
  virtualAddress?: HomeVirtualAddress;
  /** What backs up volumes and databases, for each host that has any. */
  backups?: HomeBackups[];
  /** What watches the home, and tells somebody; by default nobody does. */
  monitor?: HomeMonitor;
  /** A page with all that the monitor knows; none by default. */
  monitorPage?: HomePage;
  /** A page for everybody; none by default. */
  statusPage?: HomeStatusPage;
  /** Images of what Homeport brings itself; the official ones by default. */
  images?: HomeImages;
}

/** Published ports of the farm. */
export interface HomePorts {
  http: number;
  https: number;
  /** Statistics and metrics. */
  stats: number;
}

/** Ports that visitors use. */
export interface HomePublicPorts {
  http?: number;
  https?: number;
}

/** How many requests of one client address are answered. */
export interface HomeRateLimit {
  requests: number;
  seconds: number;
}

/** What visitors of a service under maintenance get. */
export interface HomeMaintenance {
  /** Networks or addresses of visitors who see the service as ever. */
  allow?: string[];
  /** After how many seconds all others are told to come again; 600 by default. */
  retrySeconds?: number;
}

/** Whoever stands in front of the farm. */
export interface HomeBehind {
  /** Addresses and networks from which its connections come. */
  addresses: string[];
  /** How it tells who a visitor is: "proxy-protocol", or "x-forwarded-for". */
  by: string;
}

/** Where visitors and the administrator find the farm. */
export interface HomeAddresses {
  http: string;
  https: string;
  stats: string;
}

/** What a person needs to know of a service that runs, or of a container of an application that is served. */
export interface HomeServiceSummary {
  domains: string[];
  /** Names whose visitors are sent on to one of `domains`. Default: none. */
  redirects?: string[];
  /** "start-first", or "stop-first" where a private volume allows only one container at a time. */
  deploys: string;
  /** Where the farm serves it, by a name that is served. */
  url: string;
  /** A command line that asks the service through its farm. */
  curl: string;
}
