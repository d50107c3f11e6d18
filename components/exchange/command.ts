import type { local } from "@pulumi/command";
import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { hostCommand } from "../dockerHost/hostCommand";
import type { EnvironmentNetwork } from "../environmentNetwork";
import { lastLines } from "../shared/inside";
import { quote } from "../shared/shell";
import type { Titled } from "../shared/titled";
import { plightFunction } from "./plight";
import { type Swap, swapFunctions } from "./swap";
import { thingOn } from "./thing";
import { alone } from "./unbroken";

/** A container that is made beside those before it, and can only run when they do not. */
export interface Exchanged {
  readonly network: EnvironmentNetwork;
  readonly container: docker.Container;
  /** Label of what it belongs to. */
  readonly component: string;
  /** Volumes to which it alone may write. */
  readonly volumes: readonly docker.Volume[];
  readonly graceSeconds: number;
  /** Shell that runs inside the container and fails where it does not do its work. */
  readonly works: string;
}

/** Arguments of a container that is started by an exchange, and not by the provider. */
export const startedLater = { start: false, mustRun: false } as const;

/**
 * Makes the command that puts a container in the place of those before it, and gives the place back where it does not
 * work. What it prints is the container's address.
 */
export const exchange = (
  name: string,
  { network, container, component, volumes, graceSeconds, works }: Exchanged,
  opts: pulumi.CustomResourceOptions,
): local.Command =>
  hostCommand(
    `${name}-start`,
    network.host,
    {
      run: pulumi
        .all([container.name, thingOn(network, component, volumes.map((volume) => volume.name))])
        .apply(([made, thing]) => exchangeCommand(name, { thing, container: made, graceSeconds }, works)),
      stdin: "",
    },
    opts,
  );

/** The command of an exchange. Where nothing ran before there is nothing to go back to: what comes next says what is wrong. */
export const exchangeCommand = (name: string, swap: Swap, works: string): Titled => ({
  title: `start ${name}`,
  unbroken: true,
  script: `${alone(swap.thing)}
${plightFunction}
${swapFunctions(swap)}
works() {
  [ -n "$all" ] || return 0
  docker exec "$container" sh -c ${quote(works)} >/dev/null 2>&1 && return
  echo "$container does not work: $(plight "$container")" >&2
  ${lastLines('"$container"')}
  return 1
}
look
swap && works || {
  back && echo "$former runs again, as before" >&2 || echo "nothing ran before that could run again" >&2
  exit 1
}
clear_away
docker inspect -f '{{with index .NetworkSettings.Networks ${JSON.stringify(swap.thing.network)}}}{{.IPAddress}}{{end}}' "$container"`,
});
