taker='dumps=$1 asked=$2 said=$3
give_up() { echo "$1" > "$said"; kill "$child" 2>/dev/null; exit 1; }
cat "$dumps/pipe" & child=$!
trap '\''kill "$child" 2>/dev/null; exit 1'\'' TERM INT HUP
run=$(cat "$dumps/begun") waited=0 beat=
until [ "$(head -n 1 "$dumps/status" 2>/dev/null)" = "$asked" ]; do
  # One that was started again begins anew, into a pipe that has ended.
  [ "$(cat "$dumps/begun")" = "$run" ] || give_up "whoever dumps it has died at it"
  former=$beat
  beat=$(stat -c %y "$dumps/begun")
  if [ "$beat" = "$former" ]; then waited=$((waited + 1)); else waited=0; fi
  [ $waited -lt 120 ] || give_up "whoever dumps it has died at it"
  sleep 0.25
done
came=$(sed 1d "$dumps/status")
[ "$came" = ok ] || give_up "$came"
wait "$child"'
snapshot_dump() {
  asked="$set-$place"
  rm -f "$work/said"
  rm -rf "$dumps"/*
  mkfifo "$dumps/pipe"
  echo "$asked" | put "$dumps/ask"
  waited=0
  while first_line "$dumps/begun"; [ "${line%% *}" != "$asked" ]; do
    [ $waited -lt 120 ] || { rm -f "$dumps/ask"; failed "nobody begins to dump it: its container does not run"; return; }
    waited=$((waited + 1))
    alive
    pause 0.25
  done
  "restic_$place" backup --json --quiet --host "$owner" --tag homeport --tag "set-$set" --tag "part-$service-$volume" --time "$stamp" \
    --stdin-filename /dump --stdin-from-command -- sh -c "$taker" taker "$dumps" "$asked" "$work/said" > "$work/out" 2> "$work/err" &
  await
  rm -f "$dumps/ask" "$dumps/pipe"
  [ ! -s "$work/said" ] || { failed "$(hide < "$work/said" | head -n 1 | cut -c 1-400)"; return; }
  [ "$result" = 0 ] || { failed "$(reason)"; return; }
  counted before > "$work/before"
  counted after > "$work/after"
  jq -c --arg service "$service" --arg volume "$volume" --arg root / --arg engine "$1" --slurpfile before "$work/before" --slurpfile after "$work/after" \
    'select(.message_type == "summary") | {kind: "database", $service, $volume, $root, $engine, snapshot: .snapshot_id,
      files: .total_files_processed, bytes: .total_bytes_processed, counts: {before: $before[0], after: $after[0]}}' < "$work/out" >> "$work/parts"
}

# Rows by table, as they were counted just before and just after.
counted() { jq -Rn '[inputs | select(. != "") | split("\t") | {(.[0]): (.[1] | tonumber)}] | add // {}' < "$dumps/$1"; }

part_0() {
  service=cloud volume=db dumps=/dumps/cloud/db
  stays || return
  snapshot_dump 'mariadb 11.8'
}
