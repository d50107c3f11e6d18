import { readImage } from "../shared/image";
import { npx } from "../shared/npx";
import { commandLine, quote } from "../shared/shell";
import type { StackState } from "../survey/remembered";
import { engineTypes } from "../survey/remembered";
import type { Upgrade } from "../survey/upgrades";
import type { DatabaseKind } from "./args";
import type { DatabaseEngine, Version } from "./engine";

/** The label of a server's container: its kind, and the series of its version. */
export const engineLabel = "homeport.engine";

/** @returns the version that an image's tag begins with; empty where it says none. */
export function versionOf(image: string): Version {
  const [, version] = /^v?(\d+(?:\.\d+){0,2})/.exec(readImage(image)?.tag ?? "") ?? [];
  return version === undefined ? [] : version.split(".").map(Number);
}

export const seriesOf = ({ series }: DatabaseEngine, version: Version): string =>
  version.slice(0, series).join(".");

export const labelOf = (engine: DatabaseEngine, image: string): string =>
  `${engine.kind} ${seriesOf(engine, versionOf(image))}`;

/** The kind of server that such a label names. */
export const kindOf = (label: string): DatabaseKind => label.split(" ")[0] as DatabaseKind;

/** Why a server cannot load a dump of another one, by the labels of both; undefined where it can. */
export function skewProblem(dumped: string, server: string): string | undefined {
  const [[kind, from = ""], [other, to = ""]] = [dumped.split(" "), server.split(" ")];
  if (kind !== other)
    return `the dump is of ${dumped}, and the server is ${server}: neither reads the other's`;
  return isOlder(to, from)
    ? `the dump is of ${dumped}, and the server is ${server}: an older one may not read it, or read it wrongly. Give it the image that it had, or a newer one`
    : undefined;
}

/** By numbers with points between them. */
export function isOlder(one: string, than: string): boolean {
  const [a, b] = [one, than].map((text) => text.split(".").map(Number)) as [number[], number[]];
  const at = b.findIndex((number, index) => number !== (a[index] ?? 0));
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}

/** A server that is to have a volume's data. */
export interface Claim {
  /** Where its image is said, as messages name it: `wiki-db.engine.image`. */
  readonly path: string;
  /** How commands call the database: `wiki-db`, `cloud/db`. */
  readonly part: string;
  readonly stack: string;
  readonly engine: DatabaseEngine;
  readonly image: string;
}

/** What brings data to a server of a later series. */
const command = ({ part, stack, image }: Omit<Claim, "path" | "engine">): string =>
  npx(`homeport upgrade-database ${part} --to ${image} --stack ${stack}`);

const way = (claim: Claim): string =>
  `${claim.engine.title} of another series does not start on them, or changes them for good. What brings older ones to it by a dump, with a way back: ${command(claim)} (docs/databases.md)`;

/**
 * What is wrong with a server on data that the state knows from another one, or undefined.
 * @param upgrades that the host's engine remembers: they go before what the state says
 */
export function claimProblem(
  claim: Claim,
  volume: string,
  state: StackState | undefined,
  upgrades: readonly Upgrade[],
): string | undefined {
  const { path, part, stack, engine, image } = claim;
  const former = [...(state ?? [])].flatMap(([, { type, outputs }]) =>
    type === engineTypes.container ? serverOn(outputs as unknown as ServerOutputs, volume) : [],
  );
  const wanted = labelOf(engine, image);
  const upgrade = upgrades.find(
    (one) => one.volume === volume && former.some((label) => [one.from, one.to].includes(label)),
  );
  const found = `${path}: ${quote(image)} is ${wanted}, and the data in the volume "${volume}"`;
  if (upgrade)
    return isSame(engine, upgrade.to, wanted)
      ? undefined
      : `${found} are of ${upgrade.to}, since an upgrade or its way back: give it an image of ${upgrade.to}. The way back from an upgrade: ${npx(`homeport upgrade-database ${part} --back --stack ${stack}`)} (docs/databases.md)`;
  const other = former.find((label) => !isSame(engine, label, wanted));
  return other === undefined ? undefined : `${found} are of ${other}: ${way(claim)}`;
}

/** What takes older data says so. */
function isSame({ takesOlder }: DatabaseEngine, before: string, now: string): boolean {
  const [[kind, had = "0"], [same, has = "0"]] = [before.split(" "), now.split(" ")];
  return kind === same && (takesOlder ? Number(had) <= Number(has) : had === has);
}

interface ServerOutputs {
  readonly labels?: readonly { readonly label: string; readonly value: string }[];
  readonly volumes?: readonly { readonly volumeName?: string }[];
}

const serverOn = ({ labels = [], volumes = [] }: ServerOutputs, volume: string): string[] =>
  volumes.some(({ volumeName }) => volumeName === volume)
    ? labels.flatMap(({ label, value }) => (label === engineLabel ? [value] : []))
    : [];

/** Files by which data are known, in this order: what has been another one's may have its files too. */
const signs = [
  "PG_VERSION=PostgreSQL",
  "WiredTiger=MongoDB",
  "aria_log_control=MariaDB",
  "auto.cnf=MySQL",
] as const;

/**
 * Shell: `data_fit` fails where what is in the data directory was written by another kind of server or another series. It
 * reads by way of a container that has not started, just before anything stops.
 */
export const fitFunction = (claim: Claim): string => {
  const { path, engine, image } = claim;
  const { title, versionFiles } = engine;
  const version = versionOf(image);
  return `data_fit() {
  of_data() { docker cp "$container:${engine.dataPath(version)}/$1" - 2>/dev/null | tar -xOf - 2>/dev/null; }
  kind=
  for one in ${commandLine(...signs)}; do
    [ -n "$kind" ] || [ "$(of_data "\${one%%=*}" | head -c 64 | wc -c)" -eq 0 ] || kind=\${one#*=}
  done
  [ "\${kind:-${title}}" = ${title} ] || { echo ${quote(`${path}: ${image} is ${title}`)}", and the data are of $kind: nothing was started on them. Give it a volume of its own" >&2; return 1; }
  wrote=
  for one in ${commandLine(...versionFiles)}; do
    [ -n "$wrote" ] || wrote=$(of_data "$one" | tr -d '\\000' | grep -oE '${engine.series === 1 ? "[0-9]+" : "[0-9]+[.][0-9]+[.][0-9]+"}' | tail -n 1)
  done
  case "\${wrote:-${seriesOf(engine, version)}}." in
    ${seriesOf(engine, version)}.*) ;;
    *) echo ${quote(`${path}: ${image} is ${title} ${seriesOf(engine, version)}`)}", and the data are of $wrote: nothing was started on them, and what ran goes on. ${way(claim)}" >&2; return 1 ;;
  esac
}`;
};
