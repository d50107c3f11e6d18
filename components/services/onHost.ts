import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { secretsAmong } from "../containers/environment";
import {
  type ContainerInputs,
  type ContainerPlace,
  containerInputs,
  type Mounted,
} from "../containers/inputs";
import { stopSecondsOf } from "../containers/process";
import { startedLater } from "../hosts/exchange/command";
import { thingOn } from "../hosts/exchange/thing";
import type { DomainServiceArgs, ServiceVolume } from "./args";
import { onHost, type ServicePart } from "./part";
import { publishOn } from "./publishOn";
import { isPrivate } from "./sharing";
import { makeVolumes } from "./volumes";

/** Makes volumes, containers and the route of a service on the host of one router. */
export function serveOnHost(part: ServicePart, args: DomainServiceArgs): void {
  const volumes = makeVolumes(part, args.volumes ?? []);
  const container = containerInputs(placeOf(part), args, mountedAt(args.volumes ?? [], volumes));
  const replicas = Array.from({ length: args.replicas ?? 1 }, (_, index) =>
    makeReplica(part, index, args, container),
  );
  const own = volumes.filter((_, at) => isPrivate(args.volumes?.[at] ?? {}));
  const { readySeconds, drainSeconds, environment = {}, healthCommand } = args;
  publishOn(part, {
    ways: args,
    containers: replicas,
    thing: thingOn(part.router.network, part.serviceName, own, true),
    watched: healthCommand !== undefined,
    readySeconds,
    drainSeconds,
    stopSeconds: stopSecondsOf(args),
    hidden: secretsAmong(Object.values(environment)),
  });
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
