import * as pulumi from "@pulumi/pulumi";
import { allConnections, capacityOf } from "../front/haproxy/capacity";
import { commandHaproxy, makeHaproxy } from "../front/haproxy/process";
import { inUrl } from "../shared/address";
import { withDefaults } from "../shared/defaults";
import { defaultImages } from "../shared/image";
import { refusal } from "../shared/refuse";
import { renderPortApply } from "./apply";
import type { PortServiceArgs } from "./args";
import { checkPort } from "./check";
import { doorPort } from "./config";
import { portLimits, usualSeconds } from "./defaults";

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

  /** @throws RunError that names every argument that is not usable. */
  constructor(name: string, args: PortServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    checkPort(name, args);
    super("homeport:index:PortService", name, {}, opts);
    const { service, port, at, proxyProtocol = false, allow, readySeconds, drainSeconds } = args;
    const { network } = args.service.routes[0]?.routers[0] ?? neverWithoutRouter();
    const limits = network.host.fit(name, portLimits, args.limits);
    const { connections: maxConnections, buffers } = capacityOf(args.limits?.memory ?? portLimits.memory);
    const door = makeHaproxy(
      name,
      {
        network,
        image: args.image ?? defaultImages.haproxy,
        limits,
        maxConnections: allConnections(maxConnections),
        published: [
          {
            path: `${name}.at.port`,
            addressPath: `${name}.at.address`,
            internal: doorPort,
            external: at.port,
            address: at.address,
          },
        ],
        component: `port-${name}`,
      },
      this,
    );
    const script = pulumi
      .all([pulumi.all(service.made.map(({ container }) => container.name)), limits])
      .apply(([containers, { cpus }]) =>
        renderPortApply({
          ...withDefaults(usualSeconds, { readySeconds, drainSeconds }),
          ...{ containers, port, proxyProtocol, allow, maxConnections, buffers },
          readiness: args.readiness ?? { kind: "tcp" },
          threads: Math.ceil(cpus ?? 1),
          six: network.addresses.subnet6 !== undefined,
        }),
      );
    const atWork = commandHaproxy(door, script, service.doors ? [] : [service], this);
    if (service.doors?.add(atWork) === false)
      throw refusal(
        `${name}.service: ${service.serviceName} was made too long ago: its containers would go before this port leads to others; make the port where the service is made, without waiting in between`,
      );
    const url = `tcp://${inUrl(at.address)}:${at.port}`;
    this.address = atWork.urn.apply(() => url);
    this.registerOutputs({ address: this.address, service: service.serviceName });
  }
}

const neverWithoutRouter = (): never => {
  throw new Error("a service that is checked has a router");
};
