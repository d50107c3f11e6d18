import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { mountInputs } from "../containers/inputs";
import type { Mounted } from "../containers/place";
import { startedLater } from "../hosts/exchange/command";
import type { EnvironmentNetwork } from "../network/environmentNetwork";
import { hardened, type Limits, silentlyIgnored, stillAlive } from "../shared/hardening";
import { stateMount } from "./layout";
import { zoneOf } from "./schedule";
import { type BackupScript, renderBackups } from "./script";

/** What the backup container is made of. */
export interface BackupContainer {
  readonly network: EnvironmentNetwork;
  readonly image: string;
  readonly limits: Limits | undefined;
  readonly script: BackupScript;
  readonly state: docker.Volume;
  readonly mounted: readonly Mounted[];
}

/** How long it may take to end, in seconds: restic gives up what it has begun, and nothing is lost. */
export const graceSeconds = 20;

/** Makes the container that alone has the repositories' keys, and may read the volumes but not write to them. */
export const makeBackupContainer = (
  name: string,
  { network, image, limits, script, state, mounted }: BackupContainer,
  parent: pulumi.Resource,
): docker.Container =>
  new docker.Container(
    name,
    {
      ...startedLater,
      ...hardened(network.host.fit(name, { memory: "384MiB", cpus: 1 }, limits)),
      image: network.host.image(image),
      entrypoints: ["sh", "-c", renderBackups(script)],
      // Files of every application. CAP_DAC_READ_SEARCH would be less to write with, and a way out of the container.
      user: "0:0",
      capabilities: { drops: ["ALL"], adds: ["CAP_DAC_OVERRIDE"] },
      // A lock that a dead run has left is told by it.
      hostname: "backups",
      envs: [`TZ=${zoneOf(script.schedule)}`],
      readOnly: true,
      tmpfs: { "/tmp": "size=1m" },
      ...mountInputs([{ volume: state.name, path: stateMount }, ...mounted]),
      networksAdvanced: [{ name: network.networkName }],
      labels: network.labelsOf(name, parent, "backups"),
      // One task may take half a day.
      healthcheck: stillAlive(780),
      destroyGraceSeconds: graceSeconds,
    },
    // Two of them would make the same sets: the start stops the one before.
    { parent, ...network.host.options, deleteBeforeReplace: false, replaceOnChanges: silentlyIgnored },
  );
