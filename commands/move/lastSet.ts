import { hideFunction } from "../../components/backups/hide";
import { besideData, libraryFile, stateMount, volumePath } from "../../components/backups/layout";
import { movedTag, movedTags } from "../../components/backups/moved";
import { partFunctions } from "../../components/backups/part";
import { setFunctions } from "../../components/backups/set";
import { fileFunctions, waitFunctions } from "../../components/shared/loop";
import { commandLine, quote } from "../../components/shared/shell";
import type { Subject } from "./subject";

type Volumes = Pick<Subject, "service" | "volumes">;

/**
 * Makes a set of a service's volumes as they lie there, with nobody who writes to them: all that is in them, databases too,
 * and what sets else leave out. It says the set's name.
 */
export const lastSetScript = (
  { service, volumes }: Volumes,
  { owner, epoch, place }: { readonly owner: string; readonly epoch: number; readonly place: string },
): string => `set -u
umask 077
. ${libraryFile}
${fileFunctions}
${waitFunctions}
child=
${hideFunction}
${partFunctions}
${setFunctions}
place=${place} owner=${quote(owner)} epoch=${epoch} is=partial work=/tmp/work time=$(now)
set=$(date -u -d "@$time" +%Y%m%dT%H%M%SZ) stamp=$(date -u -d "@$time" '+%Y-%m-%d %H:%M:%S')
mkdir -p "$work"
: > "$work/parts"
: > "$work/failed"
[ -f ${stateMount}/images ] || : > ${stateMount}/images
all() {
${volumes.map(({ volume }) => partLine(service, volume)).join("\n")}
}
all >&2 || exit 1
seal || { echo "the set has no end: $(reason)" >&2; exit 1; }
echo "$set"
`;

function partLine(service: string, volume: string): string {
  const root = volumePath(service, volume);
  return `  service=${service} volume=${volume} root=${root}
  snapshot ${commandLine("--exclude", `${root}/${besideData}`, root)} || return`;
}

/** Writes into repositories that the data of a service go on on another host; the first has to take it. */
export const recordScript = (
  {
    service,
    to,
    epoch,
    owner,
  }: { readonly service: string; readonly to: string; readonly epoch: number; readonly owner: string },
  first = "0",
): string => `limit=120
record() {
  echo ${quote(JSON.stringify({ service, to, epoch }))} | "restic_$1" backup --quiet --host ${quote(owner)} --stdin --stdin-filename moved.json ${commandLine(
    ...[
      "homeport",
      movedTag,
      `${movedTags.service}${service}`,
      `${movedTags.to}${to}`,
      `${movedTags.epoch}${epoch}`,
    ].flatMap((tag) => ["--tag", tag]),
  )} >/dev/null 2>&1
}
record ${first} || { eval "echo \\"\\$shown_${first} does not take it\\" >&2"; exit 1; }
for place in $places; do
  [ $place = ${first} ] || record $place || eval "echo \\"\\$shown_$place\\""
done
`;
