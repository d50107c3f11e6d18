import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { hostsBeside } from "../hosts/dockerHost/others";
import { pulumiCommand } from "../shared/pulumiCommand";
import { type LeavingVolume, leavingVolumes } from "../survey/keptVolumes";
import { fromKnown, urnOf } from "../survey/known";
import { volumesLeft } from "../survey/leftBehind";
import { refused } from "../survey/refused";
import { engineTypes } from "../survey/remembered";
import { findVolume } from "../survey/volume";
import { leftBehind } from "../survey/volumeRefusals";
import {
  type ElsewhereVolume,
  type FoundVolume,
  type UnusedVolume,
  volumeLabel,
} from "../survey/wantedVolume";
import type { ServiceVolume } from "./args";
import { type DataPart, ofApplication, onHost, placeOfVolume } from "./part";

/**
 * A volume of the service's own. No label takes its data away; nor does the end of the service, after which it is found
 * again, unless the environment's data are for trial.
 */
export function makeVolume(
  part: DataPart,
  { name, perHost, backup }: ServiceVolume,
  all: readonly ServiceVolume[],
): pulumi.Output<string> {
  const role = `volume-${name}`;
  const resource = `${part.name}-${role}`;
  const labels = part.router.network.labels(part.serviceName, {
    ...ofApplication(part),
    [volumeLabel]: name,
  });
  const declared = all.map((one) => one.name);
  const mayBeLost = backup === "none";
  const found = find(
    part,
    { resource, volume: name, declared, perHost: perHost ?? false, mayBeLost },
    labels,
  );
  const volume = new docker.Volume(
    resource,
    { name: found.apply(({ found: there }) => there) as pulumi.Output<string>, labels },
    {
      ...onHost(part, role),
      ignoreChanges: ["name", "labels", "driver", "driverOpts"],
      retainOnDelete: part.router.network.keepVolumes,
    },
  );
  return volume.name;
}

interface Sought {
  readonly resource: string;
  readonly volume: string;
  /** Names of all volumes of the service. */
  readonly declared: readonly string[];
  readonly perHost: boolean;
  readonly mayBeLost: boolean;
}

type Settled = Exclude<FoundVolume, { readonly refused: string }>;

function find(
  part: DataPart,
  { resource, volume, declared, perHost, mayBeLost }: Sought,
  labels: readonly { label: string; value: string }[],
): pulumi.Output<Settled> {
  const { host, keepVolumes } = part.router.network;
  const wanted = {
    path: `${part.serviceName}.volumes.${volume}`,
    host: host.hostName,
    labels: Object.fromEntries(labels.map(({ label, value }) => [label, value])),
    named: `${resource}-`,
    perHost,
    mayBeLost,
    stack: pulumi.getStack(),
    pulumi: pulumiCommand(pulumi.getRootDirectory()),
    hostMayBeNew: host.goesWith.deletedWith !== undefined && !pulumi.runtime.isDryRun(),
  };
  return fromKnown(host.survey, placeOfVolume(part, volume), async ({ urn, state, survey }) => {
    const others = await hostsBeside(host);
    const formerUrn = await formerUrnOf(part, volume);
    const found = findVolume({ ...wanted, urn, formerUrn }, state, survey, others);
    if ("refused" in found) return refused(found.refused);
    const [left] = volumesLeft(onAllHosts(part, volume), state, [
      ...others,
      ...(survey ? [{ name: host.hostName, survey }] : []),
    ]);
    if (left && !mayBeLost && keepVolumes) return refused(leftBehind(wanted, left));
    if (found.stays) await pulumi.log.warn(beginsEmpty(wanted, found.stays), part.parent);
    if (found.found === undefined && found.unused?.length)
      await pulumi.log.warn(unusedIs(wanted, found.unused), part.parent);
    for (const leaving of found.found === undefined ? leavingVolumes(urn, volume, declared, state) : [])
      await pulumi.log.warn(leavesBeside(wanted.path, leaving), part.parent);
    if (found.found !== undefined && !found.known)
      await pulumi.log.info(
        `${wanted.path}: the volume "${found.found}" that was kept on host ${wanted.host} is used again, with its data.`,
        part.parent,
      );
    return found;
  });
}

/** What its resources are called, and were when the service had another number of routers. */
const onAllHosts = ({ serviceName, routerNames }: DataPart, volume: string) => ({
  component: serviceName,
  volume,
  resources: [serviceName, ...routerNames.map((router) => `${serviceName}-${router}`)].map(
    (name) => `${name}-volume-${volume}`,
  ),
});

/** Only the first of several routers has what the only one had, wherever that was. */
async function formerUrnOf({ formerly, routerNames }: DataPart, volume: string) {
  if (!formerly || routerNames.length === 1 || !pulumi.Resource.isInstance(formerly.parent)) return undefined;
  return urnOf({
    name: `${formerly.name}-volume-${volume}`,
    type: engineTypes.volume,
    parent: formerly.parent,
  });
}

const beginsEmpty = (
  { path, host }: { readonly path: string; readonly host: string },
  stays: ElsewhereVolume,
): string =>
  `${path}: it begins empty on host ${host}. What the service wrote stays on host ${stays.host}, in the volume "${stays.name}", as nothing is to back it up`;

const leavesBeside = (path: string, { volume, name }: LeavingVolume): string =>
  `${path}: it begins empty. The volume "${volume}" leaves the service in this update; its data stay in "${name}". Where these data are meant, keep the name "${volume}"`;

const unusedIs = (
  { path, host }: { readonly path: string; readonly host: string },
  unused: readonly UnusedVolume[],
): string => {
  const volumes = unused.map(({ name, environment }) => `"${name}" (environment ${environment})`).join(", ");
  return `${path}: it begins empty. Host ${host} has what the same service wrote under another name of the environment, and nothing uses: ${volumes}. Where these data are meant: existing: "${unused[0]?.name}"`;
};
