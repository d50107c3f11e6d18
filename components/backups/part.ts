import type { KeptBackup, SqliteBackup } from "../services/volumeBackup";
import { commandLine, quote } from "../shared/shell";
import { type DatabasePart, databasePartFunction, patience, round } from "./databasePart";
import { besideData, copiesPath, dumpsPath, volumePath } from "./layout";

/** What is backed up: a volume, or a database. */
export type Part = VolumePart | DatabasePart;

/** A volume that is backed up. */
export interface VolumePart {
  readonly service: string;
  readonly volume: string;
  readonly backup: KeptBackup;
}

export const isSqlite = (backup: KeptBackup): backup is SqliteBackup => backup.kind === "sqlite";

/** What SQLite keeps beside a database while it is open: of another moment than the copy. */
const beside = ["", "-wal", "-shm", "-journal"] as const;

/**
 * Shell: `part_N` makes the snapshot of a volume, databases first: a file too many beside them is harmless, a missing one
 * is not.
 */
export const partFunction = (part: Part, at: number): string =>
  "engine" in part ? databasePartFunction(part, at) : volumePartFunction(part, at);

function volumePartFunction({ service, volume, backup }: VolumePart, at: number): string {
  const root = volumePath(service, volume);
  const databases = isSqlite(backup) ? backup.files : [];
  const out = [
    ...(backup.except ?? []),
    besideData,
    ...databases.flatMap((file) => beside.map((end) => file + end)),
  ].map((path) => `${root}/${path}`);
  const words = (option: string) => commandLine(...out.flatMap((path) => [option, path]));
  const copies = databases.length > 0 ? [copiesPath(service, volume)] : [];
  return `part_${at}() {
  service=${service} volume=${volume} root=${root} dumps=${dumpsPath(service, volume)}
  except=${quote(JSON.stringify(backup.except ?? []))} absent=
  stays || return
  [ -d "$root" ] || { failed "the volume is not there"; return; }
${databases.map((file) => `  dump ${commandLine(file)} || return\n`).join("")}  found=$(undeclared ${commandLine(...out.flatMap((path) => ["-path", path, "-prune", "-o"]))})
  [ -z "$found" ] || { failed "$found is a database, of which a copy of its file may be of no use: declare it, or leave it out by except"; return; }
  snapshot ${words("--exclude")} ${commandLine(root, ...copies)}
}`;
}

/** Shell: what all parts use. */
export const partFunctions = `failed() {
  echo "$service/$volume: $1"
  jq -cn --arg service "$service" --arg volume "$volume" --arg reason "$1" '{$service, $volume, $reason}' >> "$work/failed"
  return 1
}

# Databases by the files that their kinds have; of SQLite's, the size is one of whole pages.
undeclared() {
  find "$root" "$@" -type f \\( -name PG_VERSION -o -name ibdata1 -o -name WiredTiger \\) -print | head -n 1 | grep . && return
  find "$root" "$@" -type f -size +0 -exec stat -c '%s %n' {} + | awk '$1 >= 512 && $1 % 512 == 0 { sub(/^[0-9]+ /, ""); print }' |
    while IFS= read -r file; do
      # Without a word of what is no text.
      if [ "$(head -c 15 "$file" 2>/dev/null | tr -d '\\000')" = "SQLite format 3" ]; then echo "$file"; break; fi
    done
}

snapshot() {
  "restic_$place" backup --json --quiet --host "$owner" --tag homeport --tag "set-$set" --tag "part-$service-$volume" --time "$stamp" "$@" > "$work/out" 2> "$work/err" &
  await
  case $result in
    0) ;;
    3) failed "some of its files cannot be read: $(reason)"; return ;;
    *) failed "$(reason)"; return ;;
  esac
  jq -c --arg service "$service" --arg volume "$volume" --arg root "$root" --arg stat "$(stat -c '%u %g %a' "$root")" \\
    --argjson except "\${except:-[]}" --arg absent "\${absent:-}" \\
    'select(.message_type == "summary") | ($stat | split(" ")) as $own | {$service, $volume, $root, snapshot: .snapshot_id,
      files: .total_files_processed, bytes: .total_bytes_processed,
      owner: {uid: ($own[0] | tonumber), gid: ($own[1] | tonumber), mode: $own[2]}}
      + ({$except, absent: ($absent | split("\\n") | map(select(. != "")))} | with_entries(select(.value != [])))' < "$work/out" >> "$work/parts"
}

# What restic said last, or why it asked again until it was ended: as one line without a secret.
reason() {
  { jq -Rr '(fromjson? // .) | if type == "object" then (.error.message? // .message? // empty) + (if .item then " (" + .item + ")" else "" end) else . end' < "$work/err"
    echo "restic ended with status $result"; } | hide | grep . | awk '/^Is there a repository at / { exit }
      sub(/.*returned error, retrying after [^:]*: /, "") { cause = $0; next }
      last == "" || !/^restic ended with status/ { last = $0 }
      END { if (cause != "" && (last == "" || last ~ /context canceled|^restic ended/)) last = cause; print substr(last, 1, 400) }'
}`;

/** What is said of a database that is not in its volume. */
export const absentSaid = "there is no such file in the volume";

/**
 * Shell: `dump FILE` has a database copied by the container that may. One that the newest set of the volume has is gone where
 * it is not there; one that this has not is none yet, as an application makes it when it likes.
 */
export const dumpFunction = `not_there() {
  limit=120 "restic_$place" snapshots --json --latest 1 --host "$owner" --tag "part-$service-$volume" > "$work/out" 2> "$work/err" &
  await || { failed "$1: what the set before has of it cannot be read: $(reason)"; return; }
  before=$(jq -r 'sort_by(.time) | map(.id) | last // empty' < "$work/out")
  : > "$work/out"
  if [ -n "$before" ]; then
    limit=120 "restic_$place" ls --json "$before" "$dumps/files/$1" > "$work/out" 2> "$work/err" &
    await || { failed "$1: what the set before has of it cannot be read: $(reason)"; return; }
  fi
  if jq -e --arg path "$dumps/files/$1" 'select(.path == $path)' < "$work/out" > /dev/null; then
    failed "$1 is gone: the set before has it"
    return
  fi
  absent="$absent$1
"
  remarks="\${remarks:+$remarks; }$service/$volume: $1 is not there yet"
}

dump() {
  asked="$set-$place-$1"
  rm -rf "$dumps/status" "$dumps/begun"
  mkdir -p "$dumps/files"
  chmod 777 "$dumps" "$dumps/files"
  printf '%s\\n%s\\n' "$asked" "$1" | ( umask 022; put "$dumps/ask" )
  waited=0 beat=
  while :; do
    first_line "$dumps/status"
    [ "$line" != "$asked" ] || break
    # By what changes, not by what time it is.
    former=$beat
    beat=$(stat -c %y "$dumps/begun" 2>/dev/null)
    if [ "$beat" = "$former" ]; then waited=$((waited + 1)); else waited=0; fi
    if [ $waited -ge ${patience} ]; then
      if [ -z "$beat" ]; then failed "$1: nobody begins to copy it: its container does not run"
      else failed "$1: whoever copies it has died at it"
      fi
      return
    fi
    alive
    pause ${round}
  done
  rm -f "$dumps/ask"
  said=$(sed 1d "$dumps/status")
  if [ "$said" = ${quote(absentSaid)} ]; then not_there "$1"; return; fi
  [ "$said" = ok ] || { failed "$1: $said"; return; }
}`;
