import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { trustDirectory, trustOn, trustVariables } from "../front/certificates/trust";
import { hostCommand } from "../hosts/dockerHost/hostCommand";
import { startedLater } from "../hosts/exchange/command";
import { thingOn } from "../hosts/exchange/thing";
import { hardened, silentlyIgnored } from "../shared/hardening";
import { hiddenVariable } from "../shared/inside";
import type { DomainServiceArgs } from "./args";
import { asReadBack, defaultCapabilities } from "./capabilities";
import { publishCommand, withdrawCommand } from "./commands";
import { renderEnvironment, secretsAmong } from "./environment";
import { serviceLimits } from "./limits";
import { named, onHost, type ServicePart } from "./part";
import { processInputs, stopSecondsOf } from "./process";
import { renderPublish } from "./publish";
import { isPrivate } from "./sharing";
import { renderTemporary } from "./temporary";
import { makeVolumes } from "./volumes";
import { routeOf, usersOn, waysOn } from "./ways";

/** Makes volumes, containers and the route of a service on the host of one router. */
export function serveOnHost(part: ServicePart, args: DomainServiceArgs): void {
  const volumes = makeVolumes(part, args.volumes ?? []);
  const replicas = Array.from({ length: args.replicas ?? 1 }, (_, index) =>
    makeReplica(part, index, args, volumes),
  );
  publish(part, args, replicas, volumes);
}

function makeReplica(
  part: ServicePart,
  index: number,
  args: DomainServiceArgs,
  volumes: readonly pulumi.Output<string>[],
): docker.Container {
  const { serviceName, deploys } = part;
  const { network } = part.router;
  const name = `${part.name}-${index}`;
  const trust = args.trustAuthority ? trustOn(network, serviceName) : undefined;
  return new docker.Container(
    name,
    {
      ...hardened(network.host.fit(serviceName, serviceLimits, args.limits)),
      ...(deploys === "stop-first" ? startedLater : {}),
      image: network.host.image(args.image),
      command: args.command && [...args.command],
      envs: renderEnvironment({ ...(trust && trustVariables), ...args.environment }),
      user: args.user,
      readOnly: args.readOnly,
      tmpfs: args.temporary && renderTemporary(args.temporary),
      capabilities: { drops: ["ALL"], adds: asReadBack(args.capabilities ?? defaultCapabilities) },
      volumes: [
        ...volumes.map((volumeName, at) => ({
          volumeName,
          containerPath: args.volumes?.[at]?.path,
          readOnly: args.volumes?.[at]?.readOnly,
        })),
        ...(trust ? [{ volumeName: trust.volume.name, containerPath: trustDirectory, readOnly: true }] : []),
      ],
      networksAdvanced: [{ name: network.networkName }],
      labels: network.labelsOf(name, part.parent, serviceName, { "homeport.deploys": deploys }),
      healthcheck: args.healthCommand && {
        tests: ["CMD", ...args.healthCommand],
        interval: "5s",
        timeout: "5s",
        retries: 3,
      },
      ...processInputs(args),
    },
    {
      ...onHost(part, String(index)),
      ...(trust && { dependsOn: [trust.filled] }),
      // A stop-first one is made beside the one before, and started when that has been stopped.
      deleteBeforeReplace: false,
      replaceOnChanges: silentlyIgnored,
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
