import { judgeImage } from "../../../components/shared/image";
import { types } from "../../shared/types";
import { parseUrn } from "../../shared/urn";
import type { Port } from "../read/facts";
import type { EndingCertificate } from "./certificates";
import { type DataMove, movedData } from "./data";
import type { Environment } from "./environment";
import { type HostChange, hostOf } from "./hosts";
import { otherChanges } from "./others";
import { ownersIn } from "./owner";
import type { ResourceChange } from "./resource";
import { type SignInChange, signInChanges } from "./signIns";
import type { UnitChange } from "./unit";
import type { UnprovenImage } from "./unproven";
import { volumeChange } from "./volume";

/** Something that whoever agrees to a change has to know first. */
export type Warning =
  | { readonly kind: "failed" }
  | { readonly kind: "data-lost"; readonly volume: string; readonly service?: string }
  | {
      readonly kind: "data-left";
      readonly volume: string;
      readonly service?: string;
      readonly host?: string;
    }
  | { readonly kind: "data-elsewhere"; readonly unit: UnitChange; readonly move: DataMove }
  | ({ readonly kind: "other-engine" } & HostChange)
  | { readonly kind: "away"; readonly unit: UnitChange }
  | { readonly kind: "removed"; readonly unit: UnitChange }
  | { readonly kind: "missing"; readonly unit: UnitChange }
  | { readonly kind: "public"; readonly unit: UnitChange; readonly ports: readonly Port[] }
  | { readonly kind: "open"; readonly unit: UnitChange; readonly paths: readonly string[] }
  | { readonly kind: "sign-in"; readonly unit: UnitChange; readonly change: SignInChange }
  | { readonly kind: "believed"; readonly unit: UnitChange }
  | { readonly kind: "unlimited"; readonly unit: UnitChange }
  | { readonly kind: "unpinned"; readonly unit: UnitChange }
  | ({ readonly kind: "unproven" } & UnprovenImage)
  | ({ readonly kind: "ending" } & EndingCertificate)
  | { readonly kind: "other"; readonly resource: ResourceChange };

/** All that is worth a warning in an environment, the worst first. */
export function warningsOf(environment: Environment): Warning[] {
  if (environment.failed) return [{ kind: "failed" }];
  const { units, hosts, unproven, ending } = environment;
  const changed = units.filter(({ change }) => change !== "removed");
  return [
    ...volumesOf(environment, "lost"),
    ...changed.flatMap((unit) =>
      movedData(unit.data).map((move) => ({ kind: "data-elsewhere" as const, unit, move })),
    ),
    ...hosts.map((host) => ({ kind: "other-engine" as const, ...host })),
    ...units.filter(isAway).map((unit) => ({ kind: "away" as const, unit })),
    ...units.filter(isRemoved).map((unit) => ({ kind: "removed" as const, unit })),
    ...volumesOf(environment, "left"),
    ...units.filter(({ way }) => way === "restored").map((unit) => ({ kind: "missing" as const, unit })),
    ...changed.flatMap(newlyPublic),
    ...changed.flatMap(newlyOpen),
    ...changed.flatMap(otherSignIns),
    ...changed.filter(believesOthers).map((unit) => ({ kind: "believed" as const, unit })),
    ...changed
      .filter(({ kind, memory }) => kind !== "application" && memory.after === undefined)
      .map((unit) => ({ kind: "unlimited" as const, unit })),
    ...changed.filter(hasUnpinned).map((unit) => ({ kind: "unpinned" as const, unit })),
    ...unproven.map((image) => ({ kind: "unproven" as const, ...image })),
    ...ending.map((certificate) => ({ kind: "ending" as const, ...certificate })),
    ...otherChanges(environment.resources)
      .filter(({ action }) => action === "delete" || action === "replace")
      .map((resource) => ({ kind: "other" as const, resource })),
  ];
}

/** What is not a service's holds nothing that is not made anew. */
const derived: readonly (string | undefined)[] = [types.farm, types.router, types.place];

function volumesOf({ resources }: Environment, change: "lost" | "left"): Warning[] {
  const ownerOf = ownersIn(resources);
  return resources
    .filter((one) => one.type === types.volume && volumeChange(one, resources) === change)
    .map((volume) => ({ volume, owner: parseUrn(ownerOf(volume)) }))
    .filter(({ owner }) => !derived.includes(owner?.type))
    .map(({ volume: { name, before }, owner }) => ({
      kind: `data-${change}` as const,
      volume: isOwner(owner?.type) ? name.replace(`${owner?.name}-volume-`, "") : name,
      service: isOwner(owner?.type) ? owner?.name : undefined,
      ...(change === "left" ? { host: hostOf(before) } : {}),
    }));
}

const owners: readonly (string | undefined)[] = [types.service, types.application, types.database];
const isOwner = (type: string | undefined): boolean => owners.includes(type);

const noticed: readonly UnitChange["kind"][] = ["service", "container", "farm", "port", "gate", "router"];

const isAway = ({ kind, way }: UnitChange): boolean =>
  noticed.includes(kind) && (way === "stop-first" || way === "replaced" || way === "moved");

/** An application goes with its containers, which are told. */
const isRemoved = ({ kind, way }: UnitChange): boolean => way === "removed" && kind !== "application";

/** Who visitors are is what all else at the door is judged by. */
export const believesOthers = ({ believed: { before, after } }: UnitChange): boolean =>
  JSON.stringify(before) !== JSON.stringify(after);

function newlyPublic(unit: UnitChange): Warning[] {
  const former = unit.change === "added" ? [] : unit.ports.before;
  const before = former.filter(isOpen).map(({ external }) => external);
  const ports = unit.ports.after.filter((port) => isOpen(port) && !before.includes(port.external));
  return ports.length > 0 ? [{ kind: "public", unit, ports }] : [];
}

function newlyOpen(unit: UnitChange): Warning[] {
  const paths = unit.openPaths.after.filter((path) => !unit.openPaths.before.includes(path));
  return paths.length > 0 ? [{ kind: "open", unit, paths }] : [];
}

/** Who begins to ask shuts people out at most; who asks nobody any more, or somebody else, may let others in. */
const otherSignIns = (unit: UnitChange): Warning[] =>
  signInChanges(unit)
    .filter(({ before }) => before !== undefined)
    .map((change) => ({ kind: "sign-in", unit, change }));

/** Every address of the host, those that the public reaches among them. */
const isOpen = ({ ip }: Port): boolean => ip === "0.0.0.0" || ip === "::";

const hasUnpinned = ({ image }: UnitChange): boolean =>
  image.after !== undefined && image.after !== image.before && judgeImage(image.after) === "unpinned";
