import * as pulumi from "@pulumi/pulumi";
import type { TraefikRouter } from "../traefikRouter/component";
import { type DomainServiceArgs, routersOf, type ServiceVolume } from "./args";
import { checkService } from "./check";
import type { DeployOrder } from "./part";
import { makeParts } from "./parts";
import { queryOf } from "./readiness";
import { type HeldVolumes, isPrivate } from "./sharing";

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
  /** The routers that send the domains to the containers, each on a host of its own. */
  readonly routers: readonly TraefikRouter[];
  readonly domains: readonly string[];
  readonly pathPrefix?: string;
  /**
   * Whether the application sees paths without the prefix.
   * @internal
   */
  readonly stripPrefix: boolean;
  /** @internal */
  readonly webdavDestination: "http" | "as-sent";
  /** Whether a visitor stays with one container, and with its host. */
  readonly stickySessions: boolean;
  /** Authorities of which each visitor has to show a certificate, as PEM. */
  readonly clientAuthority?: pulumi.Input<string>;
  /**
   * Query of the path at which farms ask on several routers, with its question mark.
   * @internal
   */
  readonly askedQuery?: string;
  /** Start-first, unless a private volume allows only one container at a time. */
  readonly deploys: DeployOrder;
  /**
   * Its own volumes, for services that share them.
   * @internal
   */
  readonly held: HeldVolumes = new Map();

  /** @throws RunError that names every argument that is not usable. */
  constructor(name: string, args: DomainServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    checkService(name, args);
    // What a preview can tell of a service before there is anything of it.
    const told = { domains: [...args.domains], ...(args.usersExcept && { usersExcept: args.usersExcept }) };
    super("homeport:index:DomainService", name, told, opts);
    this.serviceName = name;
    this.routers = routersOf(args);
    this.domains = args.domains;
    this.pathPrefix = args.pathPrefix;
    this.stripPrefix = args.stripPrefix ?? false;
    this.webdavDestination = args.webdavDestination ?? "http";
    this.stickySessions = args.stickySessions ?? false;
    this.clientAuthority = args.clientAuthority;
    this.askedQuery = args.readiness && queryOf(args.readiness);
    this.deploys = args.volumes?.some(isPrivate) ? "stop-first" : "start-first";

    makeParts(this, args);
    const { domains, deploys, pathPrefix } = this;
    this.registerOutputs({ domains, deploys, pathPrefix, backups: declaredBackups(args.volumes ?? []) });
  }
}

/** As an output, and no label of the volume, which an engine cannot change. */
const declaredBackups = (volumes: readonly ServiceVolume[]): Record<string, string> =>
  Object.fromEntries(volumes.flatMap(({ name, backup }) => (backup === undefined ? [] : [[name, backup]])));
