import * as pulumi from "@pulumi/pulumi";
import type { TraefikRouter } from "../router/component";
import { type DomainServiceArgs, routersOf } from "./args";
import { checkService } from "./check";
import { Doors } from "./doors";
import type { DeployOrder, MadeContainer } from "./part";
import { makeParts } from "./parts";
import { type ServedRoute, servedRoutes } from "./routes";
import type { Served } from "./served";
import { type HeldVolumes, isPrivate } from "./sharing";
import { declaredBackups, told, toldPlaces, writtenDirectories } from "./told";
import { remarkOfUdp } from "./udp";
import { isUnvisited } from "./unvisited";

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
export class DomainService extends pulumi.ComponentResource implements Served {
  readonly serviceName: string;
  /** The routers that send the domains to the containers, each on a host of its own. */
  readonly routers: readonly TraefikRouter[];
  readonly domains: readonly string[];
  readonly pathPrefix?: string;
  /** Whether a visitor stays with one container, and with its host. */
  readonly stickySessions: boolean;
  /** Authorities of which each visitor has to show a certificate, as PEM. */
  readonly clientAuthority?: pulumi.Input<string>;
  /**
   * Every way into the service by HTTP, its own first; none where it has no domain.
   * @internal
   */
  readonly routes: readonly ServedRoute[];
  /** Start-first, unless a private volume or a port of UDP allows only one container at a time. */
  readonly deploys: DeployOrder;
  /**
   * Its own volumes, for services that share them.
   * @internal
   */
  readonly held: HeldVolumes = new Map();
  /** @internal */
  readonly made: MadeContainer[] = [];
  /**
   * Where its containers answer at their first port.
   * @internal
   */
  readonly port: number;
  /** @internal */
  readonly doors?: Doors;
  /**
   * What it is backed up by.
   * @internal
   */
  readonly kept: Pick<DomainServiceArgs, "image" | "user" | "volumes">;

  /** @throws RunError that names every argument that is not usable. */
  constructor(name: string, args: DomainServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    checkService(name, args);
    const byName = Object.fromEntries((args.volumes ?? []).map((one) => [one.name, one]));
    super("homeport:index:DomainService", name, { ...told(args), ...toldPlaces(byName) }, opts);
    this.routes = isUnvisited(args) ? [] : servedRoutes(name, args, routersOf(args));
    this.serviceName = name;
    this.port = args.port;
    this.routers = routersOf(args);
    this.domains = args.domains;
    this.pathPrefix = args.pathPrefix;
    this.stickySessions = args.stickySessions ?? false;
    this.clientAuthority = args.clientAuthority;
    this.deploys = args.udp || args.volumes?.some(isPrivate) ? "stop-first" : "start-first";

    if (this.deploys === "start-first") this.doors = new Doors();

    const { image, user, volumes } = args;
    this.kept = { image, user, volumes };
    makeParts(this, args);
    if (args.udp) remarkOfUdp(name, args.udp, !isUnvisited(args), this);
    const { domains, deploys, pathPrefix } = this;
    const { also } = told(args);
    this.registerOutputs({
      domains,
      deploys,
      pathPrefix,
      ...(also && { also }),
      backups: declaredBackups(byName),
      ...writtenDirectories(byName),
    });
  }
}
