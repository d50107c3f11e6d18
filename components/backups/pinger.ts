import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { hostCommand } from "../hosts/dockerHost/hostCommand";
import type { EnvironmentNetwork } from "../network/environmentNetwork";
import { hardened, silentlyIgnored, stillAlive } from "../shared/hardening";
import { shellInside } from "../shared/inside";
import { putFunction, secretFiles } from "../shared/secretFiles";
import { pingMount } from "./layout";

/** The URL is read from a file: among a program's words all of the machine would see it. */
const pingProgram = `import sys, urllib.request
try:
    urllib.request.urlopen(open("${pingMount}/secrets/url").read().strip(), timeout=30).close()
except Exception as error:
    sys.exit(type(error).__name__)
`;

/** Asks for a URL after each complete set, and again each minute until that succeeds. */
export const pingerScript = `program=$1
child=
stop() { [ -z "$child" ] || kill "$child" 2>/dev/null; exit 0; }
trap stop TERM INT
umask 077
while :; do
  : > /tmp/alive
  seconds=2
  complete=$(cat ${pingMount}/complete 2>/dev/null)
  if [ -n "$complete" ] && [ -f ${pingMount}/secrets/url ] && [ "$complete" != "$(cat ${pingMount}/told 2>/dev/null)" ]; then
    python3 -c "$program" & child=$!
    if wait "$child"; then echo "$complete" > ${pingMount}/told; else echo "the ping failed"; seconds=60; fi
    child=
  fi
  sleep $seconds &
  wait $!
done
`;

/** What tells somebody that there is a complete set. */
export interface PingerArgs {
  readonly network: EnvironmentNetwork;
  readonly image: string;
  readonly url: pulumi.Input<string>;
  /** What it shares with the backup container. */
  readonly volume: docker.Volume;
}

/** Makes the container that asks for a URL after each complete set; it has nothing else of the environment. */
export function makePinger(
  name: string,
  { network, image, url, volume }: PingerArgs,
  parent: pulumi.Resource,
): void {
  const container = new docker.Container(
    name,
    {
      ...hardened(network.host.fit(name, { memory: "64MiB", cpus: 0.2 })),
      user: "0:0",
      image: network.host.image(image),
      entrypoints: ["sh", "-c", pingerScript, "pinger", pingProgram],
      readOnly: true,
      tmpfs: { "/tmp": "size=1m" },
      volumes: [{ volumeName: volume.name, containerPath: pingMount }],
      networksAdvanced: [{ name: network.networkName }],
      labels: network.labelsOf(name, parent, "pinger"),
      healthcheck: stillAlive(3),
      destroyGraceSeconds: 10,
    },
    { parent, ...network.host.options, deleteBeforeReplace: true, replaceOnChanges: silentlyIgnored },
  );
  hostCommand(
    `${name}-told`,
    network.host,
    {
      run: container.name.apply((made) => ({
        title: `tell ${name} its URL`,
        script: shellInside(made),
      })),
      stdin: pulumi
        .secret(url)
        .apply(
          (text) =>
            `set -eu\numask 077\n${putFunction}\n${secretFiles(`${pingMount}/secrets`, { url: text })}\n`,
        ),
    },
    { parent },
  );
}
