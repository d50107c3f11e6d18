import * as pulumi from "@pulumi/pulumi";
import type { DumpedDatabase } from "../databases/dumped";
import { labelOf } from "../databases/version";
import { withDefaults } from "../shared/defaults";
import type { BackupsArgs, Keep } from "./args";
import { dumpedOn, type PlacedPart, partsOn } from "./parts";
import { placeOf } from "./place";
import type { BackupScript } from "./script";

const defaultKeep: Required<Keep> = { all: "14d", daily: "60d", monthly: "1y" };

/** What is kept of what an environment has on one host. */
export interface Plan extends BackupScript {
  readonly placed: readonly PlacedPart[];
  readonly dumped: readonly DumpedDatabase[];
}

export function planOf(args: BackupsArgs): Plan {
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
