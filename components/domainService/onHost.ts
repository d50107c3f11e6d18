import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { hostCommand } from "../dockerHost/hostCommand";
import { startedLater } from "../exchange/command";
import { thingOn } from "../exchange/thing";
import { withDefaults } from "../shared/defaults";
import { hardened, type Limits, silentlyIgnored } from "../shared/hardening";
import { hiddenVariable } from "../shared/inside";
import type { TraefikRouter } from "../traefikRouter/component";
import type { DomainServiceArgs } from "./args";
import { graceSeconds, publishCommand, withdrawCommand } from "./commands";
import { renderEnvironment, secretsAmong } from "./environment";
import { renderPublish } from "./publish";
import { secretUsers } from "./users";

/** How a service's containers are exchanged: new ones beside the old, or one after the other. */
export type DeployOrder = "start-first" | "stop-first";

/** What a service has on the host of one router. */
export interface ServicePart {
  readonly serviceName: string;
  readonly router: TraefikRouter;
  readonly deploys: DeployOrder;
  /** What its resources' names begin with. */
  readonly name: string;
  readonly parent: pulumi.Resource;
  /**
   * What their names began with, and below what, when the service had another number of routers: they stay what they are.
   * @default they are new
   */
  readonly formerly?: { readonly name: string; readonly parent: pulumi.Resource | pulumi.Input<pulumi.URN> };
}

/** What the entry points of common images need to prepare their files and to give up root. */
const defaultCapabilities = ["CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_SETGID", "CAP_SETUID"];

/** Makes volumes, containers and the route of a service on the host of one router. */
export function serveOnHost(part: ServicePart, args: DomainServiceArgs): void {
  const volumes = (args.volumes ?? []).map(({ name }) => makeVolume(part, name));
  const replicas = Array.from({ length: args.replicas ?? 1 }, (_, index) =>
    makeReplica(part, index, args, volumes),
  );
  publish(part, args, replicas, volumes);
}

const named = ({ parent, formerly }: ServicePart, role: string): pulumi.CustomResourceOptions => ({
  parent,
  ...(formerly ? { aliases: [{ name: `${formerly.name}-${role}`, parent: formerly.parent }] } : {}),
});

const onHost = (part: ServicePart, role: string): pulumi.CustomResourceOptions => ({
  ...named(part, role),
  ...part.router.network.host.options,
});

function makeVolume(part: ServicePart, volume: string): docker.Volume {
  const role = `volume-${volume}`;
  return new docker.Volume(
    `${part.name}-${role}`,
    { labels: part.router.network.labels(part.serviceName) },
    onHost(part, role),
  );
}

function makeReplica(
  part: ServicePart,
  index: number,
  args: DomainServiceArgs,
  volumes: readonly docker.Volume[],
): docker.Container {
  const { serviceName, deploys } = part;
  const { network } = part.router;
  return new docker.Container(
    `${part.name}-${index}`,
    {
      ...hardened(withDefaults<Limits>({ memory: "256MiB", cpus: 1 }, args.limits)),
      ...(deploys === "stop-first" ? startedLater : {}),
      image: args.image,
      command: args.command && [...args.command],
      envs: renderEnvironment(args.environment ?? {}),
      user: args.user,
      readOnly: args.readOnly,
      tmpfs: args.temporary && Object.fromEntries(args.temporary.map((path) => [path, ""])),
      capabilities: { drops: ["ALL"], adds: [...(args.capabilities ?? defaultCapabilities)] },
      volumes: volumes.map(({ name }, at) => ({
        volumeName: name,
        containerPath: args.volumes?.[at]?.path,
      })),
      networksAdvanced: [{ name: network.networkName }],
      labels: network.labels(serviceName, { "homeport.deploys": deploys }),
      healthcheck: args.healthCommand && {
        tests: ["CMD", ...args.healthCommand],
        interval: "5s",
        timeout: "5s",
        retries: 3,
      },
      destroyGraceSeconds: graceSeconds,
    },
    {
      ...onHost(part, String(index)),
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
  volumes: readonly docker.Volume[],
): void {
  const { serviceName, router, deploys } = part;
  const { readySeconds = 60, drainSeconds = 5 } = args;
  const route = {
    service: serviceName,
    domains: args.domains,
    pathPrefix: args.pathPrefix,
    stripPrefix: args.stripPrefix ?? false,
    probe: args.readiness ?? { kind: "http", path: "/" },
    sticky: args.stickySessions ?? false,
    allow: args.allow,
    askedOverWire: router.wire !== undefined,
  } as const;
  const names = pulumi.all(replicas.map((replica) => replica.name));
  const own = volumes.filter((_, at) => !args.volumes?.[at]?.shared).map(({ name }) => name);
  const users = pulumi.output(args.users && secretUsers(serviceName, args.users));

  hostCommand(
    `${part.name}-route`,
    router.network.host,
    {
      run: pulumi
        .all([router.containerName, names, thingOn(router.network, serviceName, own, true)])
        .apply(([container, containers, thing]) =>
          publishCommand({
            ...route,
            port: args.port,
            readySeconds,
            router: container,
            thing,
            containers,
            watched: args.healthCommand !== undefined,
            stopFirst: deploys === "stop-first",
          }),
        ),
      stdin: pulumi.all([names, users]).apply(([all, hashes]) =>
        renderPublish({
          route: { ...route, users: hashes, servers: all.map((name) => `${name}:${args.port}`) },
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
