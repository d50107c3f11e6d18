import { fileFunctions, waitFunctions } from "../shared/loop";
import { commandLine, quote } from "../shared/shell";
import type { Keep, Schedule } from "./args";
import { databaseFunction } from "./databasePart";
import { hideFunction } from "./hide";
import { libraryFile, pingMount, secretsDirectory, stateMount } from "./layout";
import { metricsLines } from "./metrics";
import { movedFunctions } from "./moved";
import { dumpFunction, type Part, partFunction, partFunctions } from "./part";
import { type Place, placeFunction } from "./place";
import { readFunction } from "./readingCheck";
import { retainFunction } from "./retain";
import { slotFunction } from "./schedule";
import { openFunction, setFunctions } from "./set";

/** What the backup container's script is made of. */
export interface BackupScript {
  /** Whose sets they are: project, environment and host. */
  readonly owner: string;
  readonly places: readonly Place[];
  readonly parts: readonly Part[];
  readonly schedule: Schedule;
  readonly keep: Required<Keep>;
  readonly prunes: boolean;
  readonly checkPercent: number;
  readonly pings: boolean;
  /** The address that may ask for metrics: the farm's. */
  readonly visitor: string;
}

/** How often it looks whether there is something to do, in seconds. */
const tickSeconds = 2;
/** Wait after a first failure, and the longest, in seconds. */
const retry = { first: 300, longest: 21_600 } as const;

/** What whoever is let into the container reaches repositories by, too. */
export const renderLibrary = ({
  places,
}: Pick<
  BackupScript,
  "places"
>): string => `export RESTIC_CACHE_DIR=${stateMount}/cache TMPDIR=${stateMount}/tmp GOGC=25
state=${stateMount}
places="${places.map((_, at) => at).join(" ")}"
${places.map(placeFunction).join("\n")}
`;

/**
 * Renders the script that the backup container runs: it makes sets when they are due or somebody asks for one, removes old
 * ones, reads them again in turns, and tells how things stand. It goes on where it was after a restart.
 */
export const renderBackups = (script: BackupScript): string => `set -u
umask 077
owner=${quote(script.owner)}
mkdir -p ${stateMount}/tmp ${stateMount}/places
rm -rf ${stateMount}/tmp/*
cat > ${libraryFile}.new <<'HOMEPORT_LIBRARY'
${renderLibrary(script)}HOMEPORT_LIBRARY
mv ${libraryFile}.new ${libraryFile}
. ${libraryFile}
work=$state/tmp/work

${fileFunctions}
alive() { echo > /tmp/alive; }
${hideFunction}

# A signal interrupts a wait, but no program in the foreground: what takes long runs beside the shell.
child=
metrics=
stop() {
  [ -z "$child" ] || kill "$child" 2>/dev/null
  [ -z "$metrics" ] || kill "$metrics" 2>/dev/null
  exit 0
}
trap stop TERM INT
${waitFunctions}

${movedFunctions}

${partFunctions}

${dumpFunction}
${script.parts.some((part) => "engine" in part) ? `\n${databaseFunction}\n` : ""}
${script.parts.map(partFunction).join("\n\n")}

each_part() {
${script.parts.map((_, at) => `  part_${at}`).join("\n")}
}

${setFunctions}

${openFunction}

${retainFunction(script.keep)}

${readFunction(script.checkPercent)}

${slotFunction(script.schedule, script.owner)}

# At one place: what is asked for, and where it is a set, what has to follow one.
attend() {
  place=$1 task=$2
  here=$state/places/$place
  eval "shown=\\$shown_$place"
  refused= problem= warned= made= remarks=
  time=$(now)
  if open_place && [ "$task" != open ]; then
    if [ "$task" = read ]; then read_part
    elif make_set; then
      made=yes
      ${script.prunes ? "retain" : ":"}
      first_line "$here/read"
      [ $((time - \${line:-0})) -lt 86400 ] && [ $((time - \${line:-0})) -ge 0 ] || read_part
    fi
  fi
  conclude
}

conclude() {
  problem=\${refused:-$problem}
  # What cannot be read is wrong until it has been read again, however many sets are made.
  if [ -z "$problem" ] && [ "$task" != open ] && [ -f "$here/unreadable" ]; then first_line "$here/unreadable"; problem=$line; fi
  warned="$warned\${warned:+\${remarks:+; }}$remarks"
  [ -z "$problem$warned" ] || echo "$shown: \${problem:-$warned}"
  jq -cn --arg place "$place" --arg shown "$shown" --arg refused "$refused" --arg problem "$problem" --arg warned "$warned" --argjson time "$time" \\
    '{$place, $shown, $time, refused: ($refused != ""), $problem, $warned}' | put "$here/outcome"
  first_line "$here/failures"
  if [ -n "$made" ]; then
    echo "$time" | put "$here/last"
    rm -f "$here/next"
  fi
  if [ -n "$problem" ]; then
    failures=$((\${line:-0} + 1))
    echo $failures | put "$here/failures"
    [ -z "$made" ] || return
    delay=${retry.first} step=1
    while [ $step -lt $failures ] && [ $delay -lt ${retry.longest} ]; do delay=$((delay * 2)); step=$((step + 1)); done
    echo $(($(now) + delay)) | put "$here/next"
  elif [ "$task" != open ]; then
    rm -f "$here/failures"
  fi
}

# Due is what has no set since its time; what failed waits for longer each time.
due() {
  first_line "$state/places/$1/last"
  last=\${line:-0}
  [ "$last" -lt "$slot" ] || [ "$last" -gt $((time + 300)) ] || return 1
  first_line "$state/places/$1/next"
  [ -z "$line" ] || [ "$line" -le "$time" ] || [ "$line" -gt $((time + ${2 * retry.longest})) ]
}

complete() {
  for one in $places; do
    first_line "$state/places/$one/last"
    [ "\${line:-0}" -ge "$slot" ] && [ ! -f "$state/places/$one/failures" ] && [ ! -f "$state/places/$one/unreadable" ] || return 1
  done
}

touch ${stateMount}/images ${stateMount}/ages
# A volume that is new does not wait for the next day.
for one in $places; do
  for part in ${commandLine(...script.parts.map(({ service, volume }) => `${service} ${volume}`))}; do
    grep -q "^$part $one " ${stateMount}/ages || rm -f ${stateMount}/places/$one/last
  done
done
${metricsLines(script.visitor, script.owner.split(".").at(-1) ?? "")}
echo "at work"

while :; do
  alive
  first_line $state/order
  order=$line
  first_line $state/attended
  attended=$line
  time=$(now)
  if [ -f ${secretsDirectory}/encryption ]; then
    ran=
    slot
    for one in $places; do
      if [ "$order" != "$attended" ]; then attend $one "\${order%% *}"; ran=yes
      elif due $one; then attend $one set; ran=yes
      fi
    done
    [ "$order" = "$attended" ] || echo "$order" | put $state/attended
${script.pings ? `    if [ -n "$ran" ] && time=$(now) && slot && complete; then date +%s | put ${pingMount}/complete; fi\n` : ""}  fi
  pause ${tickSeconds}
done
`;
