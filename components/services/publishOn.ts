import type { local } from "@pulumi/command";
import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { type Health, healthySecondsOf } from "../containers/health";
import { hostCommand } from "../hosts/dockerHost/hostCommand";
import type { Thing } from "../hosts/exchange/thing";
import { hiddenVariable } from "../shared/inside";
import { publishCommand, withdrawCommand } from "./commands";
import { named, type ServicePart } from "./part";
import { renderPublish } from "./publish";
import { type Ways, waysInto } from "./servicePort";
import { routeOf, usersOn, waysOn } from "./ways";

/** Containers that are to serve, and how. */
export interface Serving {
  readonly ways: Ways;
  readonly containers: readonly docker.Container[];
  /** What the containers before them have in common with them. */
  readonly thing: pulumi.Output<Thing>;
  /**
   * How the engine watches their health, which is waited for.
   * @default nobody does
   */
  readonly health?: Health;
  readonly readySeconds: number;
  /** @default 5 */
  readonly drainSeconds?: number;
  readonly stopSeconds: number;
  /** Values that no log line may show, one a line. */
  readonly hidden: pulumi.Output<string>;
  /**
   * Shell function `may_start`, where nothing has started them yet: it fails where they may not.
   * @default they run, or take the place of others without being asked
   */
  readonly mayStart?: pulumi.Output<string>;
  /**
   * What has to be in place before they start.
   * @default nothing
   */
  readonly after?: pulumi.Input<pulumi.Resource[]>;
}

/** Sends a service's names to its containers on one host, once they can serve. */
export function publishOn(part: ServicePart, serving: Serving): local.Command {
  const { serviceName, router, deploys } = part;
  const { containers, thing, health, readySeconds, drainSeconds = 5, stopSeconds } = serving;
  const ways = waysOn(part, serving.ways);
  const names = pulumi.all(containers.map((one) => one.name));
  const users = usersOn(part, serving.ways);
  return hostCommand(
    `${part.name}-route`,
    router.network.host,
    {
      run: pulumi
        .all([router.containerName, names, thing, ways, serving.mayStart, part.doors?.asked()])
        .apply(([container, all, before, [way, ...also], mayStart, isAsked]) =>
          publishCommand({
            ...way,
            also,
            readySeconds,
            router: container,
            thing: before,
            containers: all,
            healthySeconds: health && healthySecondsOf(health, readySeconds),
            stopFirst: deploys === "stop-first",
            stopSeconds,
            mayStart,
            ...(isAsked && { isAsked }),
          }),
        ),
      stdin: pulumi.all([names, ways, users]).apply(([all, [way, ...others], [hashes, ...hashesOfOthers]]) =>
        renderPublish({
          route: routeOf(way, all, hashes),
          also: others.map((other, at) => routeOf(other, all, hashesOfOthers[at])),
          readySeconds,
          drainSeconds,
        }),
      ),
      remove: router.containerName.apply((container) =>
        withdrawCommand(serviceName, container, drainSeconds),
      ),
      environment: { [hiddenVariable]: serving.hidden },
    },
    { ...named(part, "route"), dependsOn: comesAfter(part, serving) },
  );
}

/** Whoever is asked who may come in is there first. */
function comesAfter(
  { doors, router }: ServicePart,
  { after, ways }: Serving,
): pulumi.Input<pulumi.Resource[]> | undefined {
  const before = doors?.made(router.routerName) ?? after;
  const asked = waysInto("", ways).flatMap(([, { signIn }]) => (signIn ? [signIn.service] : []));
  if (asked.length === 0) return before;
  for (const service of asked) service.doors?.ask();
  return pulumi.output(before ?? []).apply((resources) => [...resources, ...asked]);
}
