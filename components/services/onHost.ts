import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Health } from "../containers/health";
import { type ContainerInputs, containerInputs } from "../containers/inputs";
import { type ContainerPlace, type Mounted, nameOf } from "../containers/place";
import { stopSecondsOf } from "../containers/process";
import { hostCommand } from "../hosts/dockerHost/hostCommand";
import { startedLater } from "../hosts/exchange/command";
import { thingOn } from "../hosts/exchange/thing";
import { hiddenVariable } from "../shared/inside";
import type { DomainServiceArgs } from "./args";
import { publishCommand, withdrawCommand } from "./commands";
import { named, onHost, type ServicePart } from "./part";
import { renderPublish } from "./publish";
import { isPrivate } from "./sharing";
import { makeVolumes } from "./volumes";
import { routeOf, usersOn, waysOn } from "./ways";

/** Makes volumes, containers and the route of a service on the host of one router. */
export function serveOnHost(part: ServicePart, args: DomainServiceArgs): void {
  const volumes = makeVolumes(part, args.volumes ?? []);
  const container = containerInputs(placeOf(part), { ...args, health: healthOf(args) }, volumes);
  const replicas = Array.from({ length: args.replicas ?? 1 }, (_, index) =>
    makeReplica(part, index, container),
  );
  publish(part, args, replicas, { volumes, hidden: container.hidden });
}

const placeOf = (part: ServicePart): ContainerPlace => ({
  network: part.router.network,
  path: part.serviceName,
  component: part.serviceName,
  name: part.name,
  options: (role) => named(part, role),
});

const healthOf = ({ health, healthCommand }: DomainServiceArgs): Health | undefined =>
  health ?? (healthCommand && { command: healthCommand });

function makeReplica(
  part: ServicePart,
  index: number,
  { inputs, options, told }: ContainerInputs,
): docker.Container {
  const { serviceName, deploys } = part;
  const { network } = part.router;
  const name = `${part.name}-${index}`;
  return new docker.Container(
    name,
    {
      ...inputs,
      ...(deploys === "stop-first" ? startedLater : {}),
      networksAdvanced: [{ name: network.networkName }],
      labels: network.labelsOf(name, part.parent, serviceName, { "homeport.deploys": deploys }, told),
    },
    {
      ...onHost(part, String(index)),
      ...options,
      // A stop-first one is made beside the one before, and started when that has been stopped.
      deleteBeforeReplace: false,
    },
  );
}

function publish(
  part: ServicePart,
  args: DomainServiceArgs,
  replicas: readonly docker.Container[],
  { volumes, hidden }: { readonly volumes: readonly Mounted[]; readonly hidden: pulumi.Output<string> },
): void {
  const { serviceName, router, deploys } = part;
  const { readySeconds = 60, drainSeconds = 5 } = args;
  const ways = waysOn(part, args);
  const names = pulumi.all(replicas.map((replica) => replica.name));
  const own = volumes.filter((_, at) => isPrivate(args.volumes?.[at] ?? {})).map(nameOf);
  const health = healthOf(args);
  const users = usersOn(part, args);

  hostCommand(
    `${part.name}-route`,
    router.network.host,
    {
      run: pulumi
        .all([router.containerName, names, thingOn(router.network, serviceName, own, true), ways])
        .apply(([container, containers, thing, [way, ...also]]) =>
          publishCommand({
            ...way,
            also,
            readySeconds,
            router: container,
            thing,
            containers,
            healthySeconds: health && readySeconds + (health.startSeconds ?? 0),
            stopFirst: deploys === "stop-first",
            stopSeconds: stopSecondsOf(args),
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
      environment: { [hiddenVariable]: hidden },
    },
    named(part, "route"),
  );
}
