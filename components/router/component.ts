import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { makeWire, type Wire, type WireEnd } from "../front/certificates/wire";
import { hostCommand } from "../hosts/dockerHost/hostCommand";
import { othersFunction, type Thing, thingOn } from "../hosts/exchange/thing";
import type { EnvironmentNetwork } from "../network/environmentNetwork";
import { derivedVolume } from "../services/derivedVolume";
import { answering, hardened, silentlyIgnored, socketLimits } from "../shared/hardening";
import { defaultImages } from "../shared/image";
import { insideOrTell } from "../shared/inside";
import type { MemorySize } from "../shared/size";
import type { Titled } from "../shared/titled";
import type { PrivatePort, TraefikRouterArgs } from "./args";
import { requestsFor, routerLimits } from "./capacity";
import { checkRouter } from "./check";
import {
  renderRouterCommand,
  renderRouterEnvironment,
  routerGrace,
  routerGroup,
  routerPorts,
  routerUser,
  routesDirectory,
} from "./config";
import { type EngineDoor, makeDoor } from "./door/component";
import { doorDirectory } from "./door/config";
import { makeGate } from "./gate";
import { loadedPath } from "./loaded";
import { renderReady } from "./ready";
import { renderRouterStart } from "./start";

/** How a farm on another host reaches a router. */
export interface RouterWire extends PrivatePort {
  /** Addresses from which farms call. */
  readonly farms: readonly string[];
  /** The name that the gate's certificate is for. */
  readonly name: string;
  readonly end: WireEnd;
}

/**
 * Sends each domain of an environment to its containers on one host. Its routes are files in a volume,
 * one for each service: it needs no access to the Docker socket.
 *
 * @example
 * ```ts
 * const router = new TraefikRouter("router", { network });
 * ```
 */
export class TraefikRouter extends pulumi.ComponentResource {
  readonly network: EnvironmentNetwork;
  /** Name of the router in the farm's configuration. */
  readonly routerName: string;
  /** The container's name, by which it is found on the environment's network. */
  readonly containerName: pulumi.Output<string>;
  /**
   * How farms on other hosts reach the router; undefined where none is let in.
   * @internal
   */
  readonly wire: RouterWire | undefined;
  /**
   * Exists once the router has taken every route that is there.
   * @internal
   */
  readonly ready: pulumi.Resource;
  /**
   * Whether it finds containers by their labels.
   * @internal
   */
  readonly discovers: boolean;
  /**
   * How many requests at once the router has memory for, and its gate.
   * @internal
   */
  readonly maxRequests: number;

  /** @throws RunError that names every argument that is not usable. */
  constructor(name: string, args: TraefikRouterArgs, opts?: pulumi.ComponentResourceOptions) {
    checkRouter(name, args);
    super("homeport:index:TraefikRouter", name, {}, opts);
    this.network = args.network;
    this.routerName = name;
    this.discovers = args.discover ?? false;
    this.maxRequests = requestsFor(memoryOf(args));

    const routes = this.makeRoutesVolume();
    const engine = args.discover
      ? makeDoor(name, this.network, args.doorImage ?? defaultImages.keeper, this)
      : undefined;
    const container = this.makeContainer(args, routes, engine);
    this.containerName = container.name;
    this.ready = this.awaitRoutes(args, routes);
    const wire = args.publish?.farms && this.makeWire();
    const { farms = [], ...door } = args.publish ?? { address: "", port: 0 };
    this.wire = wire && { ...door, farms, name: wire.name, end: wire.farm };
    if (args.publish || args.dashboard) makeGate(this, { ...args, wire }, this.ready, this);
    this.registerOutputs({ containerName: this.containerName });
  }

  private get onHost(): pulumi.CustomResourceOptions {
    return { parent: this, ...this.network.host.options };
  }

  private makeWire(): Wire {
    const { network, routerName } = this;
    return makeWire(routerName, `Homeport ${pulumi.getProject()} ${network.environment} ${routerName}`, this);
  }

  private makeRoutesVolume(): docker.Volume {
    return derivedVolume(`${this.routerName}-routes`, this.network, "router", this);
  }

  private makeContainer(
    args: TraefikRouterArgs,
    routes: docker.Volume,
    door: EngineDoor | undefined,
  ): docker.Container {
    const { networkName } = this.network;
    const name = `${this.routerName}-traefik`;
    const container = new docker.Container(
      name,
      {
        ...hardened(this.network.host.fit(this.routerName, routerLimits, args.limits)),
        image: this.network.host.image(args.image ?? defaultImages.traefik),
        entrypoints: ["sh", "-c", renderRouterStart(), "traefik"],
        command: door ? networkName.apply((network) => this.command(args, network)) : this.command(args),
        envs: renderRouterEnvironment(memoryOf(args)),
        // Ports below 1024 need no privilege inside a container's own network.
        user: `${routerUser}:${routerGroup}`,
        readOnly: true,
        sysctls: socketLimits(262_144),
        volumes: [
          { volumeName: routes.name, containerPath: routesDirectory },
          ...(door ? [{ volumeName: door.volume.name, containerPath: doorDirectory, readOnly: true }] : []),
        ],
        networksAdvanced: [{ name: networkName }],
        labels: this.network.labelsOf(name, this, "router"),
        healthcheck: answering(routerPorts.ping, loadedPath),
        destroyGraceSeconds: routerGrace.accept + routerGrace.finish + 2,
      },
      // The new router starts beside the old one, which goes when the farm has left it.
      {
        ...this.onHost,
        ...(door ? { dependsOn: [door.ready] } : {}),
        deleteBeforeReplace: false,
        replaceOnChanges: silentlyIgnored,
      },
    );
    return this.network.expect(container, this.routerName, "proxy");
  }

  /** @param discovered the network on which containers are found by their labels */
  private command(args: TraefikRouterArgs, discovered?: string): string[] {
    const { environment, addresses } = this.network;
    return renderRouterCommand({
      trusted: this.farms(args),
      proxyProtocolFrom: args.publish && addresses.gate,
      discover: discovered === undefined ? undefined : { environment, network: discovered },
      dashboard: args.dashboard !== undefined,
      logLevel: args.logLevel ?? "INFO",
      accessLog: args.accessLog ?? "failures",
    });
  }

  /** Addresses from which farms ask. */
  private farms({ publish }: TraefikRouterArgs): string[] {
    return [this.network.addresses.farm, ...(publish?.farms ?? [])];
  }

  private awaitRoutes(args: TraefikRouterArgs, routes: docker.Volume): pulumi.Resource {
    return hostCommand(
      `${this.routerName}-ready`,
      this.network.host,
      {
        run: pulumi
          .all([this.containerName, thingOn(this.network, "router", [routes.name])])
          .apply(([container, thing]) => readyCommand(this.routerName, container, thing)),
        stdin: renderReady(
          this.farms(args),
          args.dashboard && this.network.addresses.gate,
          args.discover,
          args.publish?.farms,
        ),
      },
      { parent: this },
    );
  }
}

const memoryOf = ({ limits }: TraefikRouterArgs): MemorySize => limits?.memory ?? routerLimits.memory;

/**
 * One that was never started belongs to an update that was killed while it was made; it would keep its volume in use.
 * Several routers may be on one network: only the volume tells whose it is.
 */
const readyCommand = (router: string, container: string, thing: Thing): Titled => ({
  title: `wait for ${router}`,
  script: `${insideOrTell(container, "-u", "0")}
${othersFunction({ ...thing, network: "" }, [container])}
never=$(others | awk '$2 == "created" { print $1 }')
[ -z "$never" ] || docker rm $never >/dev/null 2>&1 || :`,
});
