import type { local } from "@pulumi/command";
import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";

/** A container on the environment's network, as soon as it is made. */
export interface MadeNeighbour {
  /** Its name, by which it is found there. */
  readonly host: pulumi.Output<string>;
  /** Its address there when it was made. */
  readonly address: pulumi.Output<string>;
}

/** How others on its only network reach a container. */
export const neighbourOf = ({ name, networkDatas }: docker.Container): MadeNeighbour => ({
  host: name,
  address: networkDatas.apply((networks) => networks[0]?.ipAddress ?? ""),
});

/** The same of a container that has an address only when a command has started it, and told it. */
export const startedNeighbour = (
  { name }: docker.Container,
  { stdout, urn }: local.Command,
): MadeNeighbour => ({
  host: pulumi.all([name, urn]).apply(([made]) => made),
  address: stdout,
});
