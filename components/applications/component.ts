import * as pulumi from "@pulumi/pulumi";
import type { DumpedDatabase } from "../databases/dumped";
import { passwordOf } from "../databases/password";
import type { Served } from "../services/served";
import { declaredBackups, toldPlaces, writtenDirectories } from "../services/told";
import { tellOfClear } from "../shared/inClear";
import type { ApplicationArgs } from "./args";
import { checkApplication } from "./check";
import {
  accessTo,
  type DatabaseAccess,
  databaseBackups,
  dumpedOf,
  rehearsals,
  type Unfolded,
  unfold,
} from "./databases";
import { exchangeOf } from "./exchanged";
import { guardFunction } from "./guard";
import { doJob } from "./jobOn";
import { type KeptPlace, keptIn } from "./kept";
import { Member } from "./member";
import { privateNetwork } from "./network";
import { inOrder, waitsOf } from "./order";
import { guardedPlaces, isOnlyRead, makePlaces } from "./places";
import type { Scope } from "./scope";

/**
 * Several containers as one thing: some answer for domain names, the others are companions (databases, caches, workers)
 * that nobody outside reaches. They have a network and data of their own, start in the order that they need, and are
 * exchanged one by one: what does not change goes on.
 *
 * @example
 * ```ts
 * const pad = new Application("pad", {
 *   router,
 *   volumes: { db: {} },
 *   containers: {
 *     db: {
 *       image: "mariadb:11.8.5",
 *       environment: { MARIADB_DATABASE: "pad", MARIADB_ROOT_PASSWORD: password },
 *       mounts: [{ volume: "db", path: "/var/lib/mysql" }],
 *       health: { command: ["healthcheck.sh", "--connect"], startSeconds: 60 },
 *     },
 *     app: {
 *       image: "etherpad/etherpad:2.5.2",
 *       environment: { DB_TYPE: "mysql", DB_HOST: "db", DB_NAME: "pad", DB_USER: "root", DB_PASS: password },
 *       after: { db: "healthy" },
 *       web: { domains: ["pad.example.org"], port: 9001 },
 *     },
 *   },
 * });
 * const farm = new HaproxyFarm("farm", { services: [...pad.services], … });
 * ```
 */
export class Application extends pulumi.ComponentResource {
  readonly applicationName: string;
  /** What of it answers for domain names, for a farm. */
  readonly services: readonly Served[];
  /** How each of its containers is exchanged. */
  readonly deploys: Readonly<Record<string, "start-first" | "stop-first">>;
  /** Its databases, as its containers reach them. */
  readonly databases: Readonly<Record<string, DatabaseAccess>>;
  /** @internal */
  readonly dumped: readonly DumpedDatabase[];
  /** @internal */
  readonly keptPlaces: readonly KeptPlace[];
  /** By the names of its containers. @internal */
  readonly images: Readonly<Record<string, string>>;

  /** @throws RunError that names every argument that is not usable. */
  constructor(name: string, given: ApplicationArgs, opts?: pulumi.ComponentResourceOptions) {
    checkApplication(name, given);
    super("homeport:index:Application", name, toldPlaces({ ...given.volumes, ...given.databases }), opts);
    this.applicationName = name;
    for (const [key, { password }] of Object.entries(given.databases ?? {}))
      tellOfClear(name, { [`databases.${key}.password`]: password });
    const passwords = Object.fromEntries(
      Object.entries(given.databases ?? {}).map(([key, one]) => [
        key,
        passwordOf(`${name}-${key}`, one, this),
      ]),
    );
    const unfolded = unfold(name, given, passwords);
    const { args, servers } = unfolded;
    const exchanges = Object.fromEntries(
      Object.entries(args.containers).map(([key, one]) => [key, exchangeOf(args, key, one)]),
    );
    this.deploys = Object.fromEntries(Object.entries(exchanges).map(([key, { deploys }]) => [key, deploys]));
    const scope = scopeOf(this, name, unfolded);
    this.services = makeAll(scope).filter(({ isReached }) => isReached);
    this.dumped = dumpedOf(scope, passwords);
    this.keptPlaces = keptIn(scope);
    this.images = Object.fromEntries(Object.entries(args.containers).map(([key, { image }]) => [key, image]));
    this.databases = Object.fromEntries(
      [...servers].map(([key, server]) => [key, accessTo(key, server, passwords[key] ?? pulumi.secret(""))]),
    );
    const volumes = Object.fromEntries(
      Object.entries(args.volumes ?? {}).map(([volume, place]) => [
        volume,
        { ...place, readOnly: isOnlyRead(volume, args.containers) },
      ]),
    );
    this.registerOutputs({
      containers: exchanges,
      backups: { ...declaredBackups(volumes), ...databaseBackups(name, given, this.dumped) },
      ...writtenDirectories(volumes),
      ...rehearsals(given),
      ...(servers.size > 0 && { databases: this.databases }),
    });
  }
}

function scopeOf(parent: pulumi.Resource, application: string, { args, servers }: Unfolded): Scope {
  const { router, volumes = {}, containers, subnet } = args;
  const beside = router.network;
  const held = new Map();
  const alone = {
    router,
    routerNames: [router.routerName],
    hosts: [beside.host.hostName],
    deploys: "stop-first",
  } as const;
  const places = makePlaces(
    { ...alone, serviceName: application, application, held, made: [], name: application, parent },
    args,
  );
  const owner = {
    project: pulumi.getProject(),
    environment: beside.environment,
    name: application,
    is: "application" as const,
  };
  return {
    application,
    args,
    router,
    parent,
    network: privateNetwork({ application, beside, subnet, parent }),
    places,
    servers,
    mayStart: guardedPlaces(application, containers, volumes, places).apply((guarded) =>
      guardFunction(owner, guarded),
    ),
  };
}

/** Makes each container and job behind what it waits for. */
function makeAll(scope: Scope): Member[] {
  const { containers, jobs = {} } = scope.args;
  const waits = waitsOf(scope.args);
  const made = new Map<string, pulumi.Resource>();
  const members = inOrder(waits).flatMap((key) => {
    const after = (waits.get(key) ?? []).flatMap((one) => made.get(one) ?? []);
    const job = jobs[key];
    const like = containers[job?.like ?? key];
    if (!like) return [];
    if (job) {
      made.set(key, doJob(scope, key, job, like, after));
      return [];
    }
    const member = new Member(scope, key, like, after);
    made.set(key, member.atWork);
    return [member];
  });
  return members;
}
