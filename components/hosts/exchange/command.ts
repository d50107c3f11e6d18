import type { local } from "@pulumi/command";
import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { EnvironmentNetwork } from "../../network/environmentNetwork";
import { lastLines } from "../../shared/inside";
import { quote } from "../../shared/shell";
import type { Titled } from "../../shared/titled";
import { hostCommand } from "../dockerHost/hostCommand";
import { plightFunction } from "./plight";
import { type Swap, swapFunctions } from "./swap";
import { thingOn } from "./thing";
import { alone } from "./unbroken";

/** What is done inside containers that are exchanged, each a shell script. */
export interface InsideExchanged {
  /** Fails where the new one does not do its work. */
  readonly works: string;
  /**
   * Runs in one that runs, before it makes place.
   * @default nothing
   */
  readonly leave?: string;
  /**
   * Runs in it when it has its place again.
   * @default nothing
   */
  readonly stay?: string;
}

/** A container that is made beside those before it, and can only run when they do not. */
export interface Exchanged extends InsideExchanged {
  readonly network: EnvironmentNetwork;
  readonly container: docker.Container;
  /** Label of what it belongs to. */
  readonly component: string;
  /** Names of the volumes to which it alone may write. */
  readonly volumes: readonly pulumi.Output<string>[];
  readonly graceSeconds: number;
}

/** Arguments of a container that is started by an exchange, and not by the provider. */
export const startedLater = { start: false } as const;

/**
 * Makes the command that puts a container in the place of those before it, and gives the place back where it does not
 * work.
 */
export const exchange = (
  name: string,
  { network, container, component, volumes, graceSeconds, ...inside }: Exchanged,
  opts: pulumi.CustomResourceOptions,
): local.Command =>
  hostCommand(
    `${name}-start`,
    network.host,
    {
      run: pulumi
        .all([container.name, thingOn(network, component, volumes)])
        .apply(([made, thing]) => exchangeCommand(name, { thing, container: made, graceSeconds }, inside)),
      stdin: "",
    },
    opts,
  );

/** The command of an exchange. Where nothing ran before there is nothing to go back to: what comes next says what is wrong. */
export const exchangeCommand = (
  name: string,
  swap: Swap,
  { works, leave, stay }: InsideExchanged,
): Titled => ({
  title: `start ${name}`,
  unbroken: true,
  script: `${alone(swap.thing, swap.graceSeconds)}
${plightFunction}
${swapFunctions(swap)}
inside() { docker exec "$1" sh -c "$2" >/dev/null 2>&1; }
works() {
  [ -n "$all" ] || return 0
  inside "$container" ${quote(works)} && return
  echo "$container does not work: $(plight "$container")" >&2
  ${lastLines('"$container"')}
  return 1
}
look
${
  leave
    ? `for one in $former; do inside "$one" ${quote(leave)}; done
`
    : ""
}swap && works || {
  back || { echo "nothing ran before that could run again" >&2; exit 1; }
${
  stay
    ? `  for one in $former; do inside "$one" ${quote(stay)}; done
`
    : ""
}  echo "$former runs again, as before" >&2
  exit 1
}
clear_away`,
});
