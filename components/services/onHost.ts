import * as docker from "@pulumi/docker";
import { type Health, readySecondsOf } from "../containers/health";
import { type ContainerInputs, containerInputs } from "../containers/inputs";
import { type ContainerPlace, nameOf } from "../containers/place";
import { stopSecondsOf } from "../containers/process";
import { startedLater } from "../hosts/exchange/command";
import { thingOn } from "../hosts/exchange/thing";
import type { DomainServiceArgs } from "./args";
import { named, onHost, type ServicePart } from "./part";
import { publishOn } from "./publishOn";
import { isPrivate } from "./sharing";
import { publishedUdp } from "./udp";
import { makeVolumes } from "./volumes";

/** Makes volumes, containers and the route of a service on the host of one router. */
export function serveOnHost(part: ServicePart, args: DomainServiceArgs): void {
  const volumes = makeVolumes(part, args.volumes ?? []);
  const container = containerInputs(placeOf(part), { ...args, health: healthOf(args) }, volumes);
  const replicas = Array.from({ length: args.replicas ?? 1 }, (_, index) =>
    makeReplica(part, index, container, args),
  );
  part.made.push(
    ...replicas.map((one) => ({ host: part.router.network.host, container: one, hidden: container.hidden })),
  );
  const own = volumes.filter((_, at) => isPrivate(args.volumes?.[at] ?? {})).map(nameOf);
  publishOn(part, {
    ways: args,
    containers: replicas,
    thing: thingOn(part.router.network, part.serviceName, own, true),
    health: healthOf(args),
    readySeconds: readySecondsOf(args),
    drainSeconds: args.drainSeconds,
    stopSeconds: stopSecondsOf(args),
    hidden: container.hidden,
  });
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
  { udp }: DomainServiceArgs,
): docker.Container {
  const { serviceName, deploys } = part;
  const { network } = part.router;
  const name = `${part.name}-${index}`;
  return new docker.Container(
    name,
    {
      ...inputs,
      ...(deploys === "stop-first" ? startedLater : {}),
      ...(udp ? { ports: publishedUdp(part, part.serviceName, udp) } : {}),
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
