import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { mountInputs } from "../containers/inputs";
import type { Mounted } from "../containers/place";
import type { EnvironmentNetwork } from "../network/environmentNetwork";
import { hardened, silentlyIgnored, stillAlive } from "../shared/hardening";
import { swapFunctions } from "./swap";

/** Once an hour, looks into each volume for what a restore has kept there. */
export const sweeperScript = `child=
stop() { [ -z "$child" ] || kill "$child" 2>/dev/null; exit 0; }
trap stop TERM INT
umask 077
${swapFunctions}
while :; do
  : > /tmp/alive
  sleep 3600 &
  child=$!
  wait $!
  for one in /volumes/*/*; do at "$one" && grow_older; done
done
`;

/** What removes the data from before a restore. */
export interface SweeperArgs {
  readonly network: EnvironmentNetwork;
  readonly image: string;
  readonly mounted: readonly Mounted[];
}

/**
 * Makes the container that removes what restores have kept, once it is old enough: what makes backups may write to no
 * volume. It has no network and no key.
 */
export const makeSweeper = (
  name: string,
  { network, image, mounted }: SweeperArgs,
  parent: pulumi.Resource,
): docker.Container =>
  new docker.Container(
    name,
    {
      ...hardened(network.host.fit(name, { memory: "32MiB", cpus: 0.2 })),
      user: "0:0",
      capabilities: { drops: ["ALL"], adds: ["CAP_DAC_OVERRIDE", "CAP_FOWNER"] },
      image: network.host.image(image),
      entrypoints: ["sh", "-c", sweeperScript],
      readOnly: true,
      tmpfs: { "/tmp": "size=1m" },
      ...mountInputs(mounted),
      networkMode: "none",
      labels: network.labelsOf(name, parent, "sweeper"),
      healthcheck: stillAlive(130),
      destroyGraceSeconds: 10,
    },
    { parent, ...network.host.options, deleteBeforeReplace: true, replaceOnChanges: silentlyIgnored },
  );
