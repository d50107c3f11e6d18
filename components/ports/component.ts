import * as pulumi from "@pulumi/pulumi";
import { allConnections, capacityOf } from "../front/haproxy/capacity";
import { innerName } from "../front/haproxy/innerDoors";
import { commandHaproxy, type Haproxy, makeHaproxy } from "../front/haproxy/process";
import type { EnvironmentNetwork } from "../network/environmentNetwork";
import type { Published } from "../network/publishedPorts";
import { inUrl } from "../shared/address";
import { withDefaults } from "../shared/defaults";
import type { FittedLimits } from "../shared/hardening";
import { defaultImages } from "../shared/image";
import { refusal } from "../shared/refuse";
import { renderPortApply } from "./apply";
import type { PortProbe, PortServiceArgs } from "./args";
import { checkPort } from "./check";
import { doorPort, type PortConfig } from "./config";
import { portLimits, usualSeconds } from "./defaults";
import { doorNetwork, farOf, namesOn, reachDoors, routersOf } from "./reach";

/**
 * A port of a service beside HTTP: Git over SSH, mail, MQTT, a database. A HAProxy of its own holds it, so that the
 * service's containers change behind it: who is connected goes on, and who calls meanwhile waits.
 *
 * @example
 * ```ts
 * const ssh = new PortService("git-ssh", {
 *   service: git,
 *   port: 22,
 *   at: { address: "0.0.0.0", port: 2222 + portOffsets.farm },
 *   readiness: { kind: "banner", startsWith: "SSH-" },
 * });
 * ```
 */
export class PortService extends pulumi.ComponentResource {
  /** Where it is reached, as seen from its host, once it is: `tcp://0.0.0.0:2222`. */
  readonly address: pulumi.Output<string>;

  /** @internal */
  readonly readiness: PortProbe;
  /** @internal */
  readonly proxyProtocol: boolean;

  /** @internal */
  readonly allow?: readonly string[];

  /** @throws RunError that names every argument that is not usable. */
  constructor(
    /** @internal */
    readonly portName: string,
    private readonly args: PortServiceArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    checkPort(portName, args);
    super("homeport:index:PortService", portName, {}, opts);
    const { service, at } = args;
    this.readiness = args.readiness ?? { kind: "tcp" };
    this.proxyProtocol = args.proxyProtocol ?? false;
    this.allow = args.allow;
    const network = doorNetwork(args) ?? neverWithoutRouter();
    const far = farOf(args);
    const inner = far.map(({ router }) => this.makeInner(router.routerName, router.network));

    const limits = this.limitsOn(network);
    const door = this.makeDoor(portName, network, limits, {
      published: [
        {
          path: `${portName}.at.port`,
          addressPath: `${portName}.at.address`,
          internal: doorPort,
          external: at.port,
          address: at.address,
        },
      ],
    });
    const reached = reachDoors(portName, door, far, this);
    const config = reached.doors.apply((doors) => ({ far: doors }));
    const near = routersOf(service).filter((router) => router.network === network);
    const atWork = this.command(door, limits, config, near, [...inner, ...reached.ready]);
    const url = `tcp://${inUrl(at.address)}:${at.port}`;
    this.address = atWork.urn.apply(() => url);
    this.registerOutputs({ address: this.address, service: service.serviceName });
  }

  /** The door behind another host's gate, which waits for containers and asks them as the published one does its own. */
  private makeInner(router: string, network: EnvironmentNetwork): pulumi.Resource {
    const limits = this.limitsOn(network);
    const door = this.makeDoor(`${this.portName}-${router}`, network, limits, {
      published: [],
      aliases: [innerName(this.portName)],
    });
    const routers = routersOf(this.args.service).filter((one) => one.network === network);
    return this.command(door, limits, pulumi.output({ gate: network.addresses.gate }), routers, []);
  }

  private limitsOn = (network: EnvironmentNetwork): pulumi.Output<FittedLimits> =>
    network.host.fit(this.portName, portLimits, this.args.limits);

  private get capacity() {
    return capacityOf(this.args.limits?.memory ?? portLimits.memory);
  }

  private makeDoor(
    name: string,
    network: EnvironmentNetwork,
    limits: pulumi.Output<FittedLimits>,
    reached: { readonly published: readonly Published[]; readonly aliases?: readonly string[] },
  ): Haproxy {
    return makeHaproxy(
      name,
      {
        ...reached,
        network,
        image: this.args.image ?? defaultImages.haproxy,
        limits,
        maxConnections: allConnections(this.capacity.connections),
        component: `port-${this.portName}`,
      },
      this,
    );
  }

  /** Puts a door to work, before containers of before go where new ones run beside them. */
  private command(
    door: Haproxy,
    limits: pulumi.Output<FittedLimits>,
    place: pulumi.Output<Pick<PortConfig, "far" | "gate">>,
    routers: ReturnType<typeof routersOf>,
    after: readonly pulumi.Resource[],
  ): pulumi.Resource {
    const { service, port, proxyProtocol = false, allow, readySeconds, drainSeconds } = this.args;
    const { connections: maxConnections, buffers } = this.capacity;
    const here = routers.length > 0 ? service.made : [];
    const script = pulumi
      .all([namesOn(here, door.network), limits, place])
      .apply(([containers, { cpus }, more]) =>
        renderPortApply({
          ...withDefaults(usualSeconds, { readySeconds, drainSeconds }),
          ...{ containers, port, proxyProtocol, allow, maxConnections, buffers, ...more },
          readiness: this.readiness,
          threads: Math.ceil(cpus ?? 1),
          six: door.network.addresses.subnet6 !== undefined,
          several: routersOf(service).length > 1,
        }),
      );
    // All containers of a service have the same to hide.
    const hidden = service.made[0]?.hidden ?? pulumi.output("");
    const atWork = commandHaproxy(
      door,
      script,
      [...after, ...(service.doors ? [] : [service])],
      this,
      hidden,
    );
    for (const { routerName } of routers)
      if (service.doors?.add(routerName, atWork) === false)
        throw refusal(
          `${this.portName}.service: ${service.serviceName} was made too long ago: its containers would go before this port leads to others; make the port where the service is made, without waiting in between`,
        );
    return atWork;
  }
}

const neverWithoutRouter = (): never => {
  throw new Error("a service that is checked has a router");
};
