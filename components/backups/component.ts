import * as pulumi from "@pulumi/pulumi";
import type { Mounted } from "../containers/place";
import type { DumpedDatabase } from "../databases/dumped";
import { areInBackups } from "../databases/inBackups";
import { labelOf } from "../databases/version";
import { hostCommand } from "../hosts/dockerHost/hostCommand";
import { exchange } from "../hosts/exchange/command";
import { derivedVolume } from "../services/derivedVolume";
import { withDefaults } from "../shared/defaults";
import { defaultImages } from "../shared/image";
import { neverClear, tellOfClear } from "../shared/inClear";
import { insideOrTell } from "../shared/inside";
import { type MadeNeighbour, startedNeighbour } from "../shared/neighbour";
import { neverItself } from "../shared/neverItself";
import { byCode } from "../shared/order";
import type { BackupsArgs, Keep } from "./args";
import { checkBackups } from "./check";
import { graceSeconds, makeBackupContainer } from "./container";
import { makeDatabaseDumper } from "./databaseDumper";
import { repositoryDirectories } from "./directory";
import { makeDumper } from "./dumper";
import { dumpsPath, pingMount, volumePath } from "./layout";
import { isSqlite } from "./part";
import { dumpedOn, imagesOf, type PlacedPart, partsOn } from "./parts";
import { makePinger } from "./pinger";
import { keysOf, placeOf, secretsOf } from "./place";
import { intervalOf } from "./schedule";
import type { BackupScript } from "./script";
import { makeSweeper } from "./sweeper";
import { imagesTold, renderTold } from "./told";
import { waysOf } from "./ways";

const defaultKeep: Required<Keep> = { all: "14d", daily: "60d", monthly: "1y" };

/** What is kept of what an environment has on one host. */
interface Plan extends BackupScript {
  readonly placed: readonly PlacedPart[];
  readonly dumped: readonly DumpedDatabase[];
}

/** A volume or a database, as figures and commands name it. */
export interface BackedUpVolume {
  readonly service: string;
  readonly volume: string;
}

/**
 * Backs up the volumes of an environment on one host: one container makes sets in one or more repositories of restic,
 * removes old ones and reads them again.
 *
 * @example
 * ```ts
 * const backups = new Backups("backups", {
 *   network,
 *   of: [wiki],
 *   repository: { kind: "rest", url: "https://backup.example.org:8000/prod", user: "prod", password },
 *   encryption: config.requireSecret("backup-encryption"),
 *   schedule: { at: "03:15", timeZone: "Europe/Vienna" },
 * });
 * ```
 */
export class Backups extends pulumi.ComponentResource {
  /**
   * The container that makes them, as the environment's network has it.
   * @internal
   */
  readonly neighbour: MadeNeighbour;
  /**
   * Of what there is to be a set.
   * @internal
   */
  readonly parts: readonly BackedUpVolume[];
  /** @internal */
  readonly network: BackupsArgs["network"];

  /** @throws RunError that names every argument that is not usable. */
  constructor(name: string, given: BackupsArgs, opts?: pulumi.ComponentResourceOptions) {
    checkBackups(name, given);
    super("homeport:index:Backups", name, {}, opts);
    tellOfClear(name, keysOf(given));
    const { ping } = given;
    const args = {
      ...given,
      encryption: neverClear(name, "encryption", given.encryption),
      ...(ping !== undefined && { ping: neverItself(name, "ping", "the backups'", ping) }),
    };
    this.network = args.network;
    const plan = planOf(args);
    areInBackups(plan.dumped);
    this.parts = [...plan.dumped, ...plan.placed].map(({ service, volume }) => ({ service, volume }));
    const mounted = [
      ...this.mountDumps(name, args, plan),
      ...this.mountData(name, args, plan),
      ...mountRepositories(name, args),
    ];
    const state = derivedVolume(`${name}-state`, args.network, "backups", this);
    const container = makeBackupContainer(
      `${name}-restic`,
      {
        network: args.network,
        image: args.image ?? defaultImages.restic,
        limits: args.limits,
        script: plan,
        state,
        mounted: [...mounted, ...this.mountPinger(name, args)],
      },
      this,
    );
    const { network } = args;
    network.expect(container, name);
    const started = exchange(
      `${name}-restic`,
      // It may be at work for hours: that it has not ended at once is all that can be asked.
      { network, container, component: "backups", volumes: [state.name], graceSeconds, works: "sleep 2" },
      { parent: this },
    );
    makeSweeper(
      `${name}-sweeper`,
      {
        network,
        image: args.image ?? defaultImages.restic,
        mounted: [...plan.dumped, ...plan.placed].map(({ service, volume, source }) => ({
          ...source,
          path: volumePath(service, volume),
          readOnly: false,
        })),
      },
      this,
    );
    this.neighbour = startedNeighbour(container, started);
    this.tell(name, args, plan);
    this.registerOutputs({
      host: network.host.hostName,
      everySeconds: intervalOf(plan.schedule),
      volumes: plan.parts.map(({ service, volume }) => `${service}/${volume}`),
      repositories: plan.places.map(({ shown }) => shown),
      owner: plan.owner,
      ways: pulumi.secret(secretsFor(args)).apply((secrets) => JSON.stringify(waysOf(args, plan, secrets))),
    });
  }

  /** Volumes to be read alone, and what copies databases in them. */
  private mountData(name: string, { network, sqliteImage }: BackupsArgs, { placed }: Plan): Mounted[] {
    return placed.flatMap((part) => {
      const { service, volume, backup } = part;
      const data = { ...part.source, path: volumePath(service, volume), readOnly: true };
      if (!isSqlite(backup)) return [data];
      const dumper = `${name}-${service}-${volume}`;
      const dumps = derivedVolume(`${dumper}-dumps`, network, "dumper", this);
      const image = sqliteImage ?? defaultImages.sqlite;
      const of = { network, image, user: part.user, source: part.source, dumps };
      network.expect(makeDumper(`${dumper}-dumper`, of, this), dumper);
      return [data, { volume: dumps.name, path: dumpsPath(service, volume) }];
    });
  }

  /** What dumps databases, and where it leaves what it writes. */
  private mountDumps(name: string, { network }: BackupsArgs, { dumped }: Plan): Mounted[] {
    return dumped.map((one) => {
      const dumper = `${name}-${one.service}-${one.volume}`;
      const dumps = derivedVolume(`${dumper}-dumps`, network, "dumper", this);
      network.expect(makeDatabaseDumper(`${dumper}-dumper`, { network, dumped: one, dumps }, this), dumper);
      return { volume: dumps.name, path: dumpsPath(one.service, one.volume) };
    });
  }

  private mountPinger(name: string, { network, ping, sqliteImage }: BackupsArgs): Mounted[] {
    if (ping === undefined) return [];
    const volume = derivedVolume(`${name}-ping`, network, "pinger", this);
    makePinger(
      `${name}-pinger`,
      { network, image: sqliteImage ?? defaultImages.sqlite, url: ping, volume },
      this,
    );
    return [{ volume: volume.name, path: pingMount }];
  }

  /** Hands over what is secret, and has the repositories opened. */
  private tell(name: string, args: BackupsArgs, { places }: Plan): void {
    hostCommand(
      `${name}-told`,
      args.network.host,
      {
        run: this.neighbour.host.apply((container) => ({
          title: `open the repositories of ${name}`,
          script: `${imagesTold(container, imagesOf(args.of))}\n${insideOrTell(container)}`,
        })),
        stdin: pulumi
          // Also where the program forgot to say so.
          .secret(secretsFor(args))
          .apply((secrets) => renderTold(secrets, places.length)),
      },
      { parent: this, dependsOn: [...args.of] },
    );
  }
}

function planOf(args: BackupsArgs): Plan {
  const { network, of, repository, copies = [], schedule, keep, prune, checkPercent, ping } = args;
  const placed = partsOn(network.host, of);
  const dumped = dumpedOn(network.host, of);
  return {
    owner: `${pulumi.getProject()}.${network.environment}.${network.host.hostName}`,
    places: [repository, ...copies].map(placeOf),
    placed,
    dumped,
    // Databases first: a file too many is harmless, a missing one is not.
    parts: [
      ...dumped.map(({ service, volume, server: { engine, image } }) => ({
        ...{ service, volume, engine: labelOf(engine, image) },
      })),
      ...placed.map(({ service, volume, backup }) => ({ service, volume, backup })),
    ],
    schedule: schedule ?? { at: "03:15" },
    keep: withDefaults(defaultKeep, keep),
    prunes: prune !== "elsewhere",
    checkPercent: checkPercent ?? 4,
    pings: ping !== undefined,
    visitor: network.addresses.farm,
  };
}

function mountRepositories(name: string, args: BackupsArgs): Mounted[] {
  const { repository, copies = [] } = args;
  const directories = repositoryDirectories(name, args);
  return [repository, ...copies].flatMap((one, at) =>
    one.kind === "directory"
      ? [{ directory: directories[at] ?? one.path, path: placeOf(one, at).address }]
      : [],
  );
}

/** In an order that does not change from one deployment to the next. */
const secretsFor = ({ repository, copies = [], encryption }: BackupsArgs) =>
  Object.fromEntries(
    Object.entries(
      [repository, ...copies].reduce((all, one, at) => Object.assign(all, secretsOf(one, at)), {
        encryption,
      } as Record<string, pulumi.Input<string>>),
    ).sort(([a], [b]) => byCode(a, b)),
  );
