import * as pulumi from "@pulumi/pulumi";
import { areInBackups } from "../databases/inBackups";
import { hostCommand } from "../hosts/dockerHost/hostCommand";
import { exchange } from "../hosts/exchange/command";
import { derivedVolume } from "../services/derivedVolume";
import { defaultImages } from "../shared/image";
import { neverClear, tellOfClear } from "../shared/inClear";
import { insideOrTell } from "../shared/inside";
import { type MadeNeighbour, startedNeighbour } from "../shared/neighbour";
import { neverItself } from "../shared/neverItself";
import type { BackupsArgs } from "./args";
import { checkBackups } from "./check";
import { graceSeconds, makeBackupContainer } from "./container";
import { volumePath } from "./layout";
import { mountsOf } from "./mounts";
import { imagesOf } from "./parts";
import { type Plan, planOf } from "./plan";
import { intervalOf } from "./schedule";
import { keysOf, secretsFor } from "./secrets";
import { makeSweeper } from "./sweeper";
import { imagesTold, renderTold } from "./told";
import { waysOf } from "./ways";

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
    const state = derivedVolume(`${name}-state`, args.network, "backups", this);
    const container = makeBackupContainer(
      `${name}-restic`,
      {
        network: args.network,
        image: args.image ?? defaultImages.restic,
        limits: args.limits,
        script: plan,
        state,
        mounted: mountsOf(name, args, plan, this),
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
