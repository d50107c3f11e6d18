import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { hostCommand } from "../../hosts/dockerHost/hostCommand";
import { exchange, startedLater } from "../../hosts/exchange/command";
import type { EnvironmentNetwork } from "../../network/environmentNetwork";
import { type Published, publishedPorts } from "../../network/publishedPorts";
import { derivedVolume } from "../../services/derivedVolume";
import type { FittedLimits } from "../../shared/hardening";
import { answering, hardened, processLimit, silentlyIgnored, socketLimits } from "../../shared/hardening";
import { hiddenVariable, insideOrTell, insideOrTellOf } from "../../shared/inside";
import { renderApply } from "./apply";
import { filesFor } from "./capacity";
import { configDirectory, revisionPort } from "./paths";
import { renderFit, renderStart, renderUnfit, renderWorks } from "./start";
import { certificatesDirectory } from "./taken";
import type { ConfigFile } from "./text";

/**
 * How long requests that run in a HAProxy may take when its container is exchanged, in seconds: until they have ended,
 * nobody else is answered.
 */
const graceSeconds = 2;

/** What a HAProxy in a container needs. */
export interface HaproxyArgs {
  readonly network: EnvironmentNetwork;
  readonly image: string;
  readonly limits: pulumi.Output<FittedLimits>;
  readonly maxConnections: number;
  /**
   * Fixed address in the environment's network.
   * @default the engine chooses one
   */
  readonly ownAddress?: string;
  readonly published: readonly Published[];
  /**
   * Further names on the environment's network.
   * @default none
   */
  readonly aliases?: readonly string[];
  /** Label of what it belongs to. */
  readonly component: string;
  /**
   * Volume with certificates that something else changes at any time.
   * @default none
   */
  readonly certificates?: docker.Volume;
}

/** A HAProxy that waits for its configuration. */
export interface Haproxy {
  readonly name: string;
  readonly network: EnvironmentNetwork;
  /** Name of its container, known as soon as it runs. */
  readonly running: pulumi.Output<string>;
  /** What exists once its container runs. */
  readonly started: pulumi.Resource;
  /** Volume with its configuration, which belongs to the user that HAProxy runs as. */
  readonly volume: docker.Volume;
}

/** Makes a HAProxy in a container, still without a configuration. */
export function makeHaproxy(name: string, args: HaproxyArgs, parent: pulumi.Resource): Haproxy {
  const { network, component } = args;
  const volume = derivedVolume(`${name}-config`, network, component, parent);
  const container = network.expect(makeContainer(`${name}-haproxy`, args, volume, parent), name, "proxy");
  const started = exchange(
    name,
    {
      network,
      container,
      component,
      volumes: [volume.name],
      graceSeconds,
      works: renderWorks(),
      leave: renderFit(args.maxConnections),
      stay: renderUnfit(),
    },
    { parent },
  );
  const running = pulumi.all([container.name, started.urn]).apply(([made]) => made);
  return { name, network, running, started, volume };
}

/**
 * Gives a HAProxy its configuration, which is validated before it goes live and changed without a lost request.
 * @param after what has to be in place before
 * @returns the resource that exists once the configuration is at work.
 */
export const configureHaproxy = (
  haproxy: Haproxy,
  config: pulumi.Input<ConfigFile>,
  after: pulumi.Input<pulumi.Resource[]>,
  parent: pulumi.Resource,
): pulumi.Resource => commandHaproxy(haproxy, pulumi.output(config).apply(renderApply), after, parent);

/**
 * The same by a script of one's own, which applies a configuration.
 * @param hidden what no log line may show, one a line, where the script waits for other containers: of one that is not ready, its name is
 * the script's only standard output, and what it logged last is shown
 * @returns the resource that exists once the configuration is at work.
 */
export const commandHaproxy = (
  { name, network, running }: Haproxy,
  script: pulumi.Output<string>,
  after: pulumi.Input<pulumi.Resource[]>,
  parent: pulumi.Resource,
  hidden?: pulumi.Output<string>,
): pulumi.Resource =>
  hostCommand(
    `${name}-config`,
    network.host,
    {
      run: running.apply((made) => ({
        title: `configure ${name}`,
        script: hidden ? insideOrTellOf(made) : insideOrTell(made),
      })),
      stdin: script,
      ...(hidden && { environment: { [hiddenVariable]: hidden } }),
    },
    { parent, dependsOn: after },
  );

function makeContainer(name: string, args: HaproxyArgs, volume: docker.Volume, parent: pulumi.Resource) {
  const { network, limits, maxConnections } = args;
  const files = filesFor(maxConnections);
  return new docker.Container(
    name,
    {
      ...hardened(limits),
      ...startedLater,
      image: network.host.image(args.image),
      entrypoints: ["sh", "-c", renderStart(args.certificates !== undefined)],
      readOnly: true,
      // A visitor's upload from far away needs a window of its own.
      sysctls: socketLimits(1_048_576),
      ulimits: limits.apply((fitted) => [
        { name: "nofile", soft: files, hard: files },
        ...processLimit(fitted),
      ]),
      volumes: [
        { volumeName: volume.name, containerPath: configDirectory },
        ...(args.certificates
          ? [{ volumeName: args.certificates.name, containerPath: certificatesDirectory, readOnly: true }]
          : []),
      ],
      networksAdvanced: [
        {
          name: network.networkName,
          ipv4Address: args.ownAddress,
          ...(args.aliases ? { aliases: [...args.aliases] } : {}),
        },
      ],
      ...(args.published.length > 0 ? { ports: publishedPorts(name, network, args.published, parent) } : {}),
      labels: network.labelsOf(name, parent, args.component),
      healthcheck: answering(revisionPort, "/"),
      destroyGraceSeconds: 10,
    },
    // Address and ports are taken only by the start: until then, those of the container before it are held by that one.
    { parent, ...network.host.options, deleteBeforeReplace: false, replaceOnChanges: silentlyIgnored },
  );
}
