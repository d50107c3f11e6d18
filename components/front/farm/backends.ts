import { againSection, askedOnceMore } from "../haproxy/again";
import { againConnections } from "../haproxy/capacity";
import { loadedRules } from "../haproxy/routerSays";
import { section } from "../haproxy/text";
import { asSentRules } from "./asSent";
import { type FarmDomains, sectionNameOf } from "./domainRules";
import type { FarmConfig } from "./farmConfig";
import { longCalls, overH2 } from "./h2";
import { longestTimeouts, type OwnLimits, timeoutRules } from "./ownLimits";
import { ownPages } from "./ownPages";
import {
  at,
  connectRules,
  connectWithin,
  type FarmRouter,
  farRules,
  type Neighbour,
  onlyServer,
  sameServer,
} from "./servers";
import type { FarmTimeouts } from "./timeouts";

/**
 * The section of a router that alone serves its domains.
 * @param timeouts by the farm's settings
 */
export const routerSection = (
  router: FarmRouter,
  entry: FarmDomains,
  { connect, tunnel }: Pick<FarmTimeouts, "connect" | "tunnel">,
  ownLimits: readonly OwnLimits[] = [],
): string =>
  section(
    `backend ${sectionNameOf(entry)}`,
    // A gate that has no router lets nobody in: a handshake tells enough.
    connectRules(connect, entry.h2 ? 3 : 1),
    router.wire ? farRules : loadedRules,
    entry.h2 ? longCalls(tunnel) : [],
    timeoutRules(ownLimits, router.name),
    asSentRules,
    ownPages(entry.h2),
    onlyServer(router) + (entry.h2 ? overH2 : ""),
    // Calls by HTTP/2 are mostly more than reading, and their clients know what to send again.
    entry.h2 ? [] : askedOnceMore(router.name),
  );

/** The section in which requests to that router ask once more. */
export const routerAgainSection = (
  router: FarmRouter,
  entry: FarmDomains,
  { timeouts, maxConnections, ownLimits }: Pick<FarmConfig, "timeouts" | "maxConnections" | "ownLimits">,
): string =>
  againSection({
    router: router.name,
    connections: againConnections(maxConnections),
    rules: [
      connectWithin(timeouts.connect),
      ...(router.wire ? farRules : loadedRules),
      ...longestTimeouts(ownLimits, router.name, timeouts),
    ],
    server: sameServer(router, sectionNameOf(entry)),
  });

/** Who tells of something that the farm does not know itself, at the administrator's port. */
export const metricsSection = (name: string, neighbour: Neighbour, port: number): string =>
  section(`backend ${name}`, "http-request set-path /metrics", `server ${name} ${at(neighbour, port)}`);
