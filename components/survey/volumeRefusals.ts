/** Why a program is refused that would lose sight of data, with the ways out. */
import { npx } from "../shared/npx";
import type { LeftBehind } from "./leftBehind";
import type { Move } from "./moves";
import type { PlaceLeft } from "./placeLeft";
import type { ElsewhereVolume, WantedVolume } from "./wantedVolume";

/** Where another host has the data. */
export const elsewhere = (
  { path, host, urn, formerUrn, labels, stack, pulumi }: WantedVolume,
  { host: there, name }: ElsewhereVolume,
): string =>
  `${path}: the data is on host ${there}, in the volume "${name}", and would not go along to host ${host}: the service would begin with an empty volume.
  Have them moved: ${moveCommand(labels, host, stack)}, and go on (docs/moving.md); or leave the service on host ${there}${formerUrn === undefined ? "" : ", whose router comes first of several"}.
  Where the data may be lost: backup: "none"; or ${pulumi} state delete '${urn}' --stack ${stack}, and remove the volume on host ${there}`;

const moveCommand = (labels: WantedVolume["labels"], to: string, stack: string): string =>
  npx(`homeport move ${labels["homeport.component"]} --to ${to} --stack ${stack}`);

/** Where they have moved to another host than the program has the service on. */
export const movedOn = ({ path, host, labels, stack }: WantedVolume, { to, set }: Move): string =>
  `${path}: the data have moved to host ${to}, as of the set ${set}; what host ${host} has is from before.
  Say in the program that the service is on host ${to}; or have them moved back: ${moveCommand(labels, host, stack)}`;

/** Where they are on their way. */
export const underWay = ({ path, labels, stack }: WantedVolume, { from, to }: Move): string =>
  `${path}: the data are being moved from host ${from} to host ${to}, and that has not come to its end.
  Let it go on: ${moveCommand(labels, to, stack)} --yes; or give it up: ${moveCommand(labels, to, stack)} --back --yes`;

/** Where a service leaves one of its hosts, and its data there behind. */
export const leftBehind = (
  { path, stack, pulumi }: Pick<WantedVolume, "path" | "stack" | "pulumi">,
  { urn, name, host }: LeftBehind,
): string =>
  `${path}: the service leaves ${host === undefined ? "a host that the program does not have any more" : `host ${host}`}, and what it wrote there would be left behind, in the volume "${name}".
  Leave that router in; or take the data along first (docs/data.md).
  Where they may stay behind: backup: "none"; or have the state forget them: ${pulumi} state delete '${urn}' --stack ${stack}`;

/** Where a place that was there before the service has a namesake on the host that it goes to. */
export const placeLeftBehind = (path: string, host: string, place: string, left: PlaceLeft): string =>
  `${path}: the data is ${whereLeft(left)}, where ${left.container} writes to it, and would not go along to host ${host}: "${place}" there is only called the same.
  Leave it ${left.host === undefined ? "where it was" : `on host ${left.host}`}; or copy the data to host ${host} under another name (docs/data.md), and name that one.
  Under the same name: take the service out of the program, and update; copy the data; put the service in again.
  Where the data may be lost: backup: "none"`;

/** The same where the data may be lost. */
export const goesOnWith = (path: string, host: string, place: string, left: PlaceLeft): string =>
  `${path}: it goes on with "${place}" of host ${host}. What the service wrote stays ${whereLeft(left)}, as nothing is to back it up`;

const whereLeft = ({ host }: PlaceLeft): string =>
  host === undefined
    ? "on a host that does not answer, or that the program does not have any more"
    : `on host ${host}`;

/** Where a host may have them that cannot be asked. */
export const perhapsAway = (
  { path, host, urn, labels, stack, pulumi }: WantedVolume,
  volume: string,
  away: readonly string[],
): string =>
  `${path}: the volume "${volume}" is not on host ${host}. It may be on host ${away.join(" or ")}, which does not answer, or which the program does not have any more.
  Keep that host, and have the data moved: ${moveCommand(labels, host, stack)}, and go on (docs/moving.md); or leave the service where it was.
  Where the data may be lost: ${pulumi} state delete '${urn}' --stack ${stack}`;

/** Where nobody has them. */
export const gone = ({ path, host, stack, pulumi }: WantedVolume, volume: string): string =>
  `${path}: the volume "${volume}" is not on host ${host} any more: it was removed there, or this is another engine than before.
  Bring it back under the same name (docs/data.md), or name the engine that has it (DOCKER_HOST, "docker context use").
  To begin with an empty one, have the state forget it: ${pulumi} refresh --stack ${stack}`;

/** Where somebody else writes to them. */
export const inUse = (
  { path, host }: WantedVolume,
  { container, volume }: { container: string; volume: string },
): string =>
  `${path}: the container "${container}" on host ${host} writes to the volume "${volume}" of this service, and the state does not know it: an update was cut off, runs at this moment, or has another state.
  Wait for its end; or remove what it left: docker rm -f ${container}`;

/** Where it is not clear which they are. */
export const several = ({ path, host }: WantedVolume, names: readonly string[]): string =>
  `${path}: host ${host} has ${names.length} volumes that were kept for it: ${names.join(", ")}.
  Say which one it is; example: existing: "${names[0]}"; or remove the others: docker volume rm ${names.slice(1).join(" ")}`;
