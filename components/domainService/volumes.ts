import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { hostsBeside } from "../dockerHost/others";
import { remembered } from "../survey/remembered";
import { type FoundVolume, findVolume, volumeLabel } from "../survey/volume";
import type { ServiceVolume } from "./args";
import { onHost, type ServicePart } from "./part";

/** The engine's names of a service's volumes on one host, each once its data is known to be there. */
export const makeVolumes = (part: ServicePart, volumes: readonly ServiceVolume[]): pulumi.Output<string>[] =>
  volumes.map((volume) =>
    volume.existing === undefined ? makeVolume(part, volume) : existingVolume(part, volume, volume.existing),
  );

/**
 * A volume of the service's own. Nothing that happens to its resource takes the data away: neither another label nor
 * the end of the service, after which it is found again.
 */
function makeVolume(part: ServicePart, { name, perHost }: ServiceVolume): pulumi.Output<string> {
  const role = `volume-${name}`;
  const resource = `${part.name}-${role}`;
  const labels = part.router.network.labels(part.serviceName, { [volumeLabel]: name });
  const found = find(part, resource, name, perHost ?? false, labels);
  const volume = new docker.Volume(
    resource,
    { name: found.apply(({ found: there }) => there) as pulumi.Output<string>, labels },
    {
      ...onHost(part, role),
      ignoreChanges: ["name", "labels", "driver", "driverOpts"],
      retainOnDelete: true,
    },
  );
  return volume.name;
}

type Settled = Exclude<FoundVolume, { readonly refused: string }>;

function find(
  part: ServicePart,
  resource: string,
  volume: string,
  perHost: boolean,
  labels: readonly { label: string; value: string }[],
): pulumi.Output<Settled> {
  const { host } = part.router.network;
  const urn = pulumi.createUrn(resource, "docker:index/volume:Volume", part.parent);
  const wanted = {
    path: `${part.serviceName}.volumes.${volume}`,
    host: host.hostName,
    labels: Object.fromEntries(labels.map(({ label, value }) => [label, value])),
    named: `${resource}-`,
    stack: pulumi.getStack(),
  };
  const others = perHost ? pulumi.output([]) : hostsBeside(host);
  return pulumi.all([urn, remembered(), host.survey, others]).apply(async ([at, state, survey, beside]) => {
    const found = findVolume({ ...wanted, urn: at }, state, survey, beside);
    if ("refused" in found) throw new pulumi.RunError(found.refused);
    if (found.found !== undefined && !found.known)
      await pulumi.log.info(
        `${wanted.path}: the volume "${found.found}" that was kept on host ${wanted.host} is used again, with its data.`,
        part.parent,
      );
    return found;
  });
}

/** A volume that is there already, and belongs to whoever made it. */
function existingVolume(
  part: ServicePart,
  { name }: ServiceVolume,
  engineName: string,
): pulumi.Output<string> {
  const { host } = part.router.network;
  const path = `${part.serviceName}.volumes.${name}.existing`;
  const urn = pulumi.createUrn(`${part.name}-volume-${name}`, "docker:index/volume:Volume", part.parent);
  return pulumi.all([urn, remembered(), host.survey]).apply(([at, state, survey]) => {
    if (state?.get(at)?.outputs.name === engineName)
      throw new pulumi.RunError(
        `${path}: "${engineName}" is the volume that the service has by itself; leave "existing" out`,
      );
    const owner = [...(state ?? [])].find(
      ([, { type, outputs }]) => type === "docker:index/volume:Volume" && outputs.name === engineName,
    );
    if (owner)
      throw new pulumi.RunError(
        `${path}: "${engineName}" belongs to another resource of this stack (${owner[0].split("::").at(-1)}); two services would write to it`,
      );
    if (survey && !survey.volumes.some((one) => one.name === engineName))
      throw new pulumi.RunError(
        `${path}: host ${host.hostName} has no volume "${engineName}"; look at: docker volume ls`,
      );
    return engineName;
  });
}
