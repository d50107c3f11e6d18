import type { DumpedDatabase } from "../databases/dumped";
import { commandLine } from "../shared/shell";
import { dumpFile, dumpRoot, dumpsPath } from "./layout";

/** A database that is dumped, as sets know it. */
export type DatabasePart = Pick<DumpedDatabase, "service" | "volume"> & {
  /** Kind of its server, and the series of its version. */
  readonly engine: string;
};

/** Shell: `part_N` makes the snapshot of a dump. */
export const databasePartFunction = ({ service, volume, engine }: DatabasePart, at: number): string =>
  `part_${at}() {
  service=${service} volume=${volume} dumps=${dumpsPath(service, volume)}
  stays || return
  snapshot_dump ${commandLine(engine)}
}`;

/** For how long nothing may happen where something is to be copied or dumped: so many rounds of so many seconds. */
export const [patience, round] = [120, 0.25];

/**
 * Takes a dump out of the pipe for restic, and ends well only where whoever wrote it says that it is whole: a pipe ends as
 * well where its writer dies.
 */
const taker = `dumps=$1 asked=$2 said=$3
give_up() { echo "$1" > "$said"; kill "$child" 2>/dev/null; exit 1; }
cat "$dumps/pipe" & child=$!
trap 'kill "$child" 2>/dev/null; exit 1' TERM INT HUP
run=$(cat "$dumps/begun") waited=0 beat=
until [ "$(head -n 1 "$dumps/status" 2>/dev/null)" = "$asked" ]; do
  # One that was started again begins anew, into a pipe that has ended.
  [ "$(cat "$dumps/begun")" = "$run" ] || give_up "whoever dumps it has died at it"
  former=$beat
  beat=$(stat -c %y "$dumps/begun")
  if [ "$beat" = "$former" ]; then waited=$((waited + 1)); else waited=0; fi
  [ $waited -lt ${patience} ] || give_up "whoever dumps it has died at it"
  sleep ${round}
done
came=$(sed 1d "$dumps/status")
[ "$came" = ok ] || give_up "$came"
wait "$child"`;

/** Shell: `snapshot_dump ENGINE` has a database dumped by its own image, and makes no snapshot where the dump is not whole. */
export const databaseFunction = `taker='${taker.replaceAll("'", `'\\''`)}'
snapshot_dump() {
  asked="$set-$place"
  rm -f "$work/said"
  rm -rf "$dumps"/*
  mkfifo "$dumps/pipe"
  echo "$asked" | put "$dumps/ask"
  waited=0
  while first_line "$dumps/begun"; [ "\${line%% *}" != "$asked" ]; do
    [ $waited -lt ${patience} ] || { rm -f "$dumps/ask"; failed "nobody begins to dump it: its container does not run"; return; }
    waited=$((waited + 1))
    alive
    pause ${round}
  done
  "restic_$place" backup --json --quiet --host "$owner" --tag homeport --tag "set-$set" --tag "part-$service-$volume" --time "$stamp" \\
    --stdin-filename ${dumpFile} --stdin-from-command -- sh -c "$taker" taker "$dumps" "$asked" "$work/said" > "$work/out" 2> "$work/err" &
  await
  rm -f "$dumps/ask" "$dumps/pipe"
  [ ! -s "$work/said" ] || { failed "$(hide < "$work/said" | head -n 1 | cut -c 1-400)"; return; }
  [ "$result" = 0 ] || { failed "$(reason)"; return; }
  counted before > "$work/before"
  counted after > "$work/after"
  jq -c --arg service "$service" --arg volume "$volume" --arg root ${dumpRoot} --arg engine "$1" --slurpfile before "$work/before" --slurpfile after "$work/after" \\
    'select(.message_type == "summary") | {kind: "database", $service, $volume, $root, $engine, snapshot: .snapshot_id,
      files: .total_files_processed, bytes: .total_bytes_processed, counts: {before: $before[0], after: $after[0]}}' < "$work/out" >> "$work/parts"
}

# Rows by table, as they were counted just before and just after.
counted() { jq -Rn '[inputs | select(. != "") | split("\\t") | {(.[0]): (.[1] | tonumber)}] | add // {}' < "$dumps/$1"; }`;
