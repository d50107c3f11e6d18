import * as pulumi from "@pulumi/pulumi";
import { directoryProblem, lookScript, parseLook } from "../containers/hostDirectory";
import { hostsBeside } from "../hosts/dockerHost/others";
import { readUrn } from "../shared/urn";
import { fromKnown, type Known } from "../survey/known";
import { placeLeft } from "../survey/placeLeft";
import { refused } from "../survey/refused";
import { engineTypes } from "../survey/remembered";
import { goesOnWith, placeLeftBehind } from "../survey/volumeRefusals";
import { usersOf } from "../survey/volumeUsers";
import type { ServiceVolume } from "./args";
import { type DataPart, ofApplication, placeOfVolume } from "./part";
import { isPrivate, take } from "./sharing";

/** A volume that is there already, and belongs to whoever made it. */
export function existingVolume(
  part: DataPart,
  volume: ServiceVolume,
  engineName: string,
): pulumi.Output<string> {
  const { host } = part.router.network;
  const { name } = volume;
  take({ host, volume: engineName, service: part.serviceName, isPrivate: isPrivate(volume) });
  const path = `${part.serviceName}.volumes.${name}.existing`;
  return fromKnown(host.survey, placeOfVolume(part, name), async ({ urn, state, survey }) => {
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
export function hostDirectory(
  part: DataPart,
  volume: ServiceVolume,
  directory: string,
): pulumi.Output<string> {
  const { host } = part.router.network;
  const { name, readOnly = false } = volume;
  take({ host, volume: directory, service: part.serviceName, isPrivate: isPrivate(volume) });
  const path = `${part.serviceName}.volumes.${name}.directory`;
  return fromKnown(host.survey, placeOfVolume(part, name), async ({ state, survey }) => {
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
