import type { AccessLog } from "../shared/accessLog";
import type { MemorySize } from "../shared/size";
import { asSent } from "./asSent";
import { heapOf } from "./capacity";
import { type DoorTask, discovering } from "./door/config";
import { routerLog } from "./log";

/** Ports inside a router's container. Only the first is ever published. */
export const routerPorts = { web: 80, ping: 8082, revision: 8083, metrics: 8084, dashboard: 8085 } as const;

/** Where a router's container has its route files. */
export const routesDirectory = "/etc/traefik/routes";

/**
 * Where files are before they are moved there, and what was in their place: of what is written here the router hears nothing, where
 * it would read all of its files anew.
 */
export const asideDirectory = `${routesDirectory}/.aside`;

/** Shell that makes it. */
export const makeAside = `mkdir -p -m 755 ${asideDirectory}`;

/**
 * User that the router runs as: nobody else's. A limit of processes counts a user's on the whole machine, and many images run
 * as 65532, as "nonroot".
 */
export const routerUser = 65088;

/** Group that may read the users of services. */
export const routerGroup = 65532;

/** How long a stopped router goes on taking requests, and then lets running ones end, in seconds. */
export const routerGrace = { accept: 8, finish: 20 } as const;

/**
 * How long a router keeps a connection to a container without a request, in seconds: less than any common server does,
 * which would close it under the next request.
 */
export const keepAliveSeconds = 1;

/** How many such connections a router keeps to one container. */
export const idleConnections = 200;

/** What a router's static configuration depends on. */
export interface RouterConfig {
  /** Addresses whose forwarding headers are believed: the farm's alone. */
  readonly trusted: readonly string[];
  /** Address whose PROXY protocol header is believed; nobody's where it is absent. */
  readonly proxyProtocolFrom?: string;
  /** Whose containers are found by their labels. @default none are */
  readonly discover?: DoorTask;
  /** Whether the dashboard is served. */
  readonly dashboard: boolean;
  readonly logLevel: "DEBUG" | "INFO" | "WARN" | "ERROR";
  readonly accessLog: AccessLog;
}

/**
 * Renders Traefik's static configuration as its command line, for a container without a writable file.
 * @see https://doc.traefik.io/traefik/reference/install-configuration/configuration-options/
 */
export function renderRouterCommand(config: RouterConfig): string[] {
  return [
    ...general(config),
    ...toContainers(),
    ...webEntryPoint(config),
    ...innerEntryPoints(),
    ...observability(config),
  ].map((option) => `--${option}`);
}

/**
 * Renders the environment of Traefik's process: it looks for unused memory half as often as it would, which takes
 * a few MiB and saves a twentieth of its work, but in time where the container's memory nearly ends.
 */
export const renderRouterEnvironment = (memory?: MemorySize): string[] => [
  "GOGC=200",
  ...(memory ? [`GOMEMLIMIT=${heapOf(memory)}MiB`] : []),
];

const general = ({ logLevel, dashboard, discover }: RouterConfig): string[] => [
  "global.checkNewVersion=false",
  "global.sendAnonymousUsage=false",
  `log.level=${logLevel}`,
  "log.format=json",
  `providers.file.directory=${routesDirectory}`,
  "providers.file.watch=true",
  // Many services deployed at once wait for one another by this much, by default 2 s.
  "providers.providersThrottleDuration=100ms",
  ...(discover ? discovering(discover) : []),
  ...(dashboard ? ["api.dashboard=true", `entryPoints.dashboard.address=:${routerPorts.dashboard}`] : []),
];

const toContainers = (): string[] => [
  `serversTransport.forwardingTimeouts.idleConnTimeout=${keepAliveSeconds}s`,
  `serversTransport.maxIdleConnsPerHost=${idleConnections}`,
];

const webEntryPoint = ({ trusted, proxyProtocolFrom }: RouterConfig): string[] => [
  `entryPoints.web.address=:${routerPorts.web}`,
  "entryPoints.web.asDefault=true",
  `entryPoints.web.forwardedHeaders.trustedIPs=${trusted.join(",")}`,
  ...(proxyProtocolFrom ? behindGate(proxyProtocolFrom) : []),
  // It would cut a long upload; the farm already guards against slow headers.
  "entryPoints.web.transport.respondingTimeouts.readTimeout=0",
  `entryPoints.web.transport.lifeCycle.requestAcceptGraceTimeout=${routerGrace.accept}s`,
  `entryPoints.web.transport.lifeCycle.graceTimeOut=${routerGrace.finish}s`,
  ...asSent.map((option) => `entryPoints.web.http.${option}`),
];

/** A gate passes connections on as they are: each has to end before a router that was stopped does. */
const behindGate = (gate: string): string[] => [
  `entryPoints.web.proxyProtocol.trustedIPs=${gate}`,
  `entryPoints.web.transport.keepAliveMaxTime=${routerGrace.accept / 2}s`,
];

const innerEntryPoints = (): string[] => [
  `entryPoints.ping.address=:${routerPorts.ping}`,
  `entryPoints.metrics.address=:${routerPorts.metrics}`,
  // Loopback of the container: reached only by a command that runs inside it.
  `entryPoints.revision.address=127.0.0.1:${routerPorts.revision}`,
  "ping.entryPoint=ping",
  // The farm has moved on before a router is stopped; until then it has to stay in use.
  "ping.terminatingStatusCode=200",
];

const observability = ({ accessLog }: RouterConfig): string[] => [
  ...routerLog(accessLog),
  "metrics.prometheus=true",
  "metrics.prometheus.entryPoint=metrics",
  "metrics.prometheus.addServicesLabels=true",
];
