import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { hostCommand } from "../dockerHost/hostCommand";
import { withDefaults } from "../shared/defaults";
import { hardened, type Limits, silentlyIgnored } from "../shared/hardening";
import { hiddenVariable } from "../shared/inside";
import { byCode } from "../shared/order";
import type { TraefikRouter } from "../traefikRouter/component";
import type { DomainServiceArgs, ServiceVolume } from "./args";
import { checkService } from "./check";
import { publishCommand, withdrawCommand } from "./commands";
import { renderPublish } from "./publish";
import { secretUsers } from "./users";

/** How a service's containers are exchanged: new ones beside the old, or one after the other. */
export type DeployOrder = "start-first" | "stop-first";

/** What the entry points of common images need to prepare their files and to give up root. */
const defaultCapabilities = ["CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_SETGID", "CAP_SETUID"];

/**
 * The containers behind one or more domain names. A changed service is deployed without losing a request:
 * new containers start beside the old ones, are asked whether they can serve, and only then get the traffic.
 *
 * @example
 * ```ts
 * const blog = new DomainService("blog", {
 *   router,
 *   domains: ["blog.example.org"],
 *   image: "nginxinc/nginx-unprivileged:1.29.3-alpine",
 *   port: 8080,
 * });
 * ```
 */
export class DomainService extends pulumi.ComponentResource {
  readonly serviceName: string;
  readonly router: TraefikRouter;
  readonly domains: readonly string[];
  readonly pathPrefix?: string;
  /** Authorities of which each visitor has to show a certificate, as PEM. */
  readonly clientAuthority?: pulumi.Input<string>;
  /** Start-first, unless a private volume allows only one container at a time. */
  readonly deploys: DeployOrder;

  /** @throws InputPropertiesError where a setting is not usable. */
  constructor(name: string, args: DomainServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homeport:index:DomainService", name, {}, opts);
    checkService(name, args);
    this.serviceName = name;
    this.router = args.router;
    this.domains = args.domains;
    this.pathPrefix = args.pathPrefix;
    this.clientAuthority = args.clientAuthority;
    this.deploys = args.volumes?.some(({ shared }) => !shared) ? "stop-first" : "start-first";

    const volumes = (args.volumes ?? []).map((volume) => this.makeVolume(volume.name));
    const replicas = Array.from({ length: args.replicas ?? 1 }, (_, index) =>
      this.makeReplica(index, args, volumes),
    );
    this.publish(args, replicas);
    const { domains, deploys, pathPrefix } = this;
    this.registerOutputs({ domains, deploys, pathPrefix, backups: declaredBackups(args.volumes ?? []) });
  }

  private get onHost(): pulumi.CustomResourceOptions {
    const { host } = this.router.network;
    return { parent: this, provider: host.provider };
  }

  private makeVolume(name: string): docker.Volume {
    return new docker.Volume(
      `${this.serviceName}-volume-${name}`,
      { labels: this.router.network.labels(this.serviceName) },
      this.onHost,
    );
  }

  private makeReplica(
    index: number,
    args: DomainServiceArgs,
    volumes: readonly docker.Volume[],
  ): docker.Container {
    const { network } = this.router;
    const stopFirst = this.deploys === "stop-first";
    return new docker.Container(
      `${this.serviceName}-${index}`,
      {
        ...hardened(withDefaults<Limits>({ memory: "256MiB", cpus: 1 }, args.limits)),
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
        labels: network.labels(this.serviceName, { "homeport.deploys": this.deploys }),
        healthcheck: args.healthCommand && {
          tests: ["CMD", ...args.healthCommand],
          interval: "5s",
          timeout: "5s",
          retries: 3,
        },
        destroyGraceSeconds: 10,
      },
      { ...this.onHost, deleteBeforeReplace: stopFirst, replaceOnChanges: silentlyIgnored },
    );
  }

  private publish(args: DomainServiceArgs, replicas: readonly docker.Container[]): void {
    const { readySeconds = 60, drainSeconds = 5 } = args;
    const route = {
      service: this.serviceName,
      domains: args.domains,
      pathPrefix: args.pathPrefix,
      stripPrefix: args.stripPrefix ?? false,
      probe: args.readiness ?? { kind: "http", path: "/" },
      sticky: args.stickySessions ?? false,
      allow: args.allow,
    } as const;
    const names = pulumi.all(replicas.map((replica) => replica.name));
    const router = this.router.containerName;
    const users = pulumi.output(args.users && secretUsers(this.serviceName, args.users));

    hostCommand(
      `${this.serviceName}-route`,
      this.router.network.host,
      {
        run: pulumi.all([router, names]).apply(([container, containers]) => {
          const watched = args.healthCommand && { containers, seconds: readySeconds };
          return publishCommand(this.serviceName, container, watched);
        }),
        stdin: pulumi.all([names, users]).apply(([all, hashes]) =>
          renderPublish({
            route: { ...route, users: hashes, servers: all.map((name) => `${name}:${args.port}`) },
            readySeconds,
            drainSeconds,
          }),
        ),
        remove: router.apply((container) => withdrawCommand(this.serviceName, container, drainSeconds)),
        environment: { [hiddenVariable]: secretsAmong(Object.values(args.environment ?? {})) },
      },
      { parent: this },
    );
  }
}

/** As an output, and no label of the volume: a changed label would replace it, with the data. */
const declaredBackups = (volumes: readonly ServiceVolume[]): Record<string, string> =>
  Object.fromEntries(volumes.flatMap(({ name, backup }) => (backup === undefined ? [] : [[name, backup]])));

const renderEnvironment = (
  environment: Readonly<Record<string, pulumi.Input<string>>>,
): pulumi.Output<string>[] =>
  Object.entries(environment)
    .sort(([a], [b]) => byCode(a, b))
    .map(([name, value]) => pulumi.interpolate`${name}=${value}`);

/** The secret ones among environment values, one a line; itself a secret where there are any. */
const secretsAmong = (values: readonly pulumi.Input<string>[]): pulumi.Output<string> =>
  pulumi
    .output(Promise.all(values.map((value) => pulumi.isSecret(pulumi.output(value)))))
    .apply((secret) => pulumi.all(values.filter((_, at) => secret[at])))
    .apply((hidden) => hidden.join("\n"));
