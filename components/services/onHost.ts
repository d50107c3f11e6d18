import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { secretsAmong } from "../containers/environment";
import {
  type ContainerInputs,
  type ContainerPlace,
  containerInputs,
  type Mounted,
} from "../containers/inputs";
import { stopSecondsOf } from "../containers/process";
import { hostCommand } from "../hosts/dockerHost/hostCommand";
import { startedLater } from "../hosts/exchange/command";
import { thingOn } from "../hosts/exchange/thing";
import { hiddenVariable } from "../shared/inside";
import type { DomainServiceArgs, ServiceVolume } from "./args";
import { publishCommand, withdrawCommand } from "./commands";
import { named, onHost, type ServicePart } from "./part";
import { renderPublish } from "./publish";
import { isPrivate } from "./sharing";
import { makeVolumes } from "./volumes";
import { routeOf, usersOn, waysOn } from "./ways";

/** Makes volumes, containers and the route of a service on the host of one router. */
export function serveOnHost(part: ServicePart, args: DomainServiceArgs): void {
  const volumes = makeVolumes(part, args.volumes ?? []);
  const container = containerInputs(placeOf(part), args, mountedAt(args.volumes ?? [], volumes));
  const replicas = Array.from({ length: args.replicas ?? 1 }, (_, index) =>
    makeReplica(part, index, args, container),
  );
  publish(part, args, replicas, volumes);
}

const placeOf = (part: ServicePart): ContainerPlace => ({
  network: part.router.network,
  path: part.serviceName,
  name: part.name,
  options: (role) => onHost(part, role),
});

const mountedAt = (volumes: readonly ServiceVolume[], names: readonly pulumi.Output<string>[]): Mounted[] =>
  names.flatMap((volume, at) => {
    const { path, readOnly } = volumes[at] ?? {};
    return path === undefined ? [] : [{ volume, path, readOnly }];
  });

function makeReplica(
  part: ServicePart,
  index: number,
  args: DomainServiceArgs,
  { inputs, options }: ContainerInputs,
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
      labels: network.labelsOf(name, part.parent, serviceName, { "homeport.deploys": deploys }),
      healthcheck: args.healthCommand && {
        tests: ["CMD", ...args.healthCommand],
        interval: "5s",
        timeout: "5s",
        retries: 3,
      },
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
  volumes: readonly pulumi.Output<string>[],
): void {
  const { serviceName, router, deploys } = part;
  const { readySeconds = 60, drainSeconds = 5 } = args;
  const ways = waysOn(part, args);
  const names = pulumi.all(replicas.map((replica) => replica.name));
  const own = volumes.filter((_, at) => isPrivate(args.volumes?.[at] ?? {}));
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
            watched: args.healthCommand !== undefined,
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
      environment: { [hiddenVariable]: secretsAmong(Object.values(args.environment ?? {})) },
    },
    named(part, "route"),
  );
}
