import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { EnvironmentNetwork } from "../network/environmentNetwork";

/**
 * A volume for what a deployment can write again at any time: configurations, routes, copies of certificates. It goes
 * with its component. Another label would replace it for nothing.
 */
export const derivedVolume = (
  name: string,
  network: EnvironmentNetwork,
  component: string,
  parent: pulumi.Resource,
): docker.Volume =>
  new docker.Volume(
    name,
    { labels: network.labels(component) },
    { parent, ...network.host.options, ignoreChanges: ["labels"] },
  );
