import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";

/** A container on the environment's network, as soon as it runs. */
export interface MadeNeighbour {
  /** Its name, by which it is found there. */
  readonly host: pulumi.Output<string>;
}

/** How others on its network reach a container that a resource has started. */
export const startedNeighbour = ({ name }: docker.Container, { urn }: pulumi.Resource): MadeNeighbour => ({
  host: pulumi.all([name, urn]).apply(([made]) => made),
});
