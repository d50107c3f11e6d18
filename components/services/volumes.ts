import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { directoryProblem, lookScript, parseLook } from "../containers/hostDirectory";
import type { Mounted, Source } from "../containers/place";
import { hostsBeside } from "../hosts/dockerHost/others";
import { pulumiCommand } from "../shared/pulumiCommand";
import { readUrn } from "../shared/urn";
import { fromKnown, type Known, type Place, urnOf } from "../survey/known";
import { volumesLeft } from "../survey/leftBehind";
import { placeLeft } from "../survey/placeLeft";
import { refused } from "../survey/refused";
import { engineTypes } from "../survey/remembered";
import {
  type ElsewhereVolume,
  type FoundVolume,
  findVolume,
  type LeavingVolume,
  leavingVolumes,
  type UnusedVolume,
  volumeLabel,
} from "../survey/volume";
import { goesOnWith, leftBehind, placeLeftBehind } from "../survey/volumeRefusals";
import { usersOf } from "../survey/volumeUsers";
import type { ServiceVolume } from "./args";
import { type DataPart, ofApplication, onHost } from "./part";
import { isPrivate, take } from "./sharing";

/** Where a service's data are on one host, each once it is known to be there. */
export function makeVolumes(part: DataPart, volumes: readonly ServiceVolume[]): Mounted[] {
  const { host } = part.router.network;
  const own = volumes.filter(({ of }) => !of);
  const held = new Map(
    own.map((volume) => [volume.name, { isPrivate: isPrivate(volume), source: sourceOf(part, volume, own) }]),
  );
  part.held.set(host, held);
  return volumes.flatMap(({ name, of, path, readOnly }) => {
    const there = (of ? of.held.get(host) : held)?.get(name);
    return there ? [{ ...there.source, path, readOnly }] : [];
  });
}

function sourceOf(part: DataPart, volume: ServiceVolume, own: readonly ServiceVolume[]): Source {
  if (volume.directory !== undefined) return { directory: hostDirectory(part, volume, volume.directory) };
  return {
    volume:
      volume.existing === undefined
        ? makeVolume(part, volume, own)
        : existingVolume(part, volume, volume.existing),
  };
}

/**
 * A volume of the service's own. No label takes its data away; nor does the end of the service, after which it is found
 * again, unless the environment's data are for trial.
 */
function makeVolume(
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

const placeOf = (part: DataPart, volume: string): Place => ({
  name: `${part.name}-volume-${volume}`,
  type: engineTypes.volume,
  parent: part.parent,
});

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
  return fromKnown(host.survey, placeOf(part, volume), async ({ urn, state, survey }) => {
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

/** A volume that is there already, and belongs to whoever made it. */
function existingVolume(part: DataPart, volume: ServiceVolume, engineName: string): pulumi.Output<string> {
  const { host } = part.router.network;
  const { name } = volume;
  take({ host, volume: engineName, service: part.serviceName, isPrivate: isPrivate(volume) });
  const path = `${part.serviceName}.volumes.${name}.existing`;
  return fromKnown(host.survey, placeOf(part, name), async ({ urn, state, survey }) => {
    if (state?.get(urn)?.outputs.name === engineName)
      return refused(
        `${path}: "${engineName}" is the volume that the service has by itself; leave "existing" out`,
      );
    const owner = [...(state ?? [])].find(
      ([, { type, outputs }]) => type === engineTypes.volume && outputs.name === engineName,
    );
    if (owner)
      return refused(
        `${path}: "${engineName}" belongs to another resource of this stack (${readUrn(owner[0]).name}); two services would write to it`,
      );
    await lookForLeft(part, volume, path, engineName, { state, survey });
    if (survey && !survey.volumes.some((one) => one.name === engineName))
      return refused(
        `${path}: host ${host.hostName} has no volume "${engineName}"; look at: docker volume ls`,
      );
    await lookForUsers(part, volume, path, engineName, { state, survey });
    return engineName;
  });
}

/** A directory of the host, which has to be there. */
function hostDirectory(part: DataPart, volume: ServiceVolume, directory: string): pulumi.Output<string> {
  const { host } = part.router.network;
  const { name, readOnly = false } = volume;
  take({ host, volume: directory, service: part.serviceName, isPrivate: isPrivate(volume) });
  const path = `${part.serviceName}.volumes.${name}.directory`;
  return fromKnown(host.survey, placeOf(part, name), async ({ state, survey }) => {
    await lookForLeft(part, volume, path, directory, { state, survey });
    // An engine in a machine of its own has other directories.
    const answer = survey?.machine && (await host.ask(lookScript(directory)));
    const found = answer === undefined ? undefined : parseLook(answer);
    const problem = found && directoryProblem(host.hostName, directory, readOnly, found);
    if (problem !== undefined) return refused(`${path}: ${problem}`);
    await lookForUsers(part, volume, path, directory, { state, survey });
    return directory;
  });
}

/** What a service wrote on a host that it leaves, where the place that it has now is only called the same. */
async function lookForLeft(
  part: DataPart,
  { backup, readOnly = false }: ServiceVolume,
  path: string,
  place: string,
  { state, survey }: Pick<Known, "state" | "survey">,
): Promise<void> {
  const { host, keepVolumes } = part.router.network;
  if (readOnly || !keepVolumes) return;
  const surveys = [...(await hostsBeside(host)), ...(survey ? [{ name: host.hostName, survey }] : [])];
  const left = placeLeft({ place, labels: ownLabels(part), hosts: part.hosts }, state, surveys);
  if (!left) return;
  if (backup !== "none") return refused(placeLeftBehind(path, host.hostName, place, left));
  await pulumi.log.warn(goesOnWith(path, host.hostName, place, left), part.parent);
}

/** Whoever else writes to what a service is to have for itself. */
async function lookForUsers(
  part: DataPart,
  volume: ServiceVolume,
  path: string,
  place: string,
  { state, survey }: Pick<Known, "state" | "survey">,
): Promise<void> {
  if (!isPrivate(volume) || !survey || !state) return;
  const { hostName: host } = part.router.network.host;
  const users = usersOf({ path, host, volume: place, labels: ownLabels(part) }, state, survey);
  if (users.refused !== undefined) return refused(users.refused);
  if (users.warned !== undefined) await pulumi.log.warn(users.warned, part.parent);
}

/** Parts of an application have names of their own, and its volumes together. */
const ownLabels = (part: DataPart): Record<string, string> => {
  const labels = part.router.network.labels(part.serviceName, ofApplication(part));
  return Object.fromEntries(
    labels
      .filter(({ label }) => part.application === undefined || label !== "homeport.component")
      .map(({ label, value }) => [label, value]),
  );
};
