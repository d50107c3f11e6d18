set -u
umask 077
owner=home.prod.infra
mkdir -p /backups/tmp /backups/places
rm -rf /backups/tmp/*
cat > /backups/library.new <<'HOMEPORT_LIBRARY'
export RESTIC_CACHE_DIR=/backups/cache TMPDIR=/backups/tmp GOGC=25
state=/backups
places="0 1 2 3"
restic_0() (
  export RESTIC_REPOSITORY=rest:https://backup.example.org:8000/prod
  export RESTIC_REST_USERNAME=prod
  RESTIC_REST_PASSWORD=$(cat /backups/secrets/0-password) && export RESTIC_REST_PASSWORD || exit 1
  # What is said of times is UTC.
  export TZ=UTC RESTIC_PASSWORD_FILE=/backups/secrets/encryption
  exec timeout "${limit:-43200}" restic --retry-lock 2m --cacert /backups/secrets/0-authority "$@"
)
shown_0=https://backup.example.org:8000/prod
restic_1() (
  export RESTIC_REPOSITORY=s3:https://s3.example.org/b/prod
  export AWS_DEFAULT_REGION=r
  AWS_ACCESS_KEY_ID=$(cat /backups/secrets/1-access) && export AWS_ACCESS_KEY_ID || exit 1
  AWS_SECRET_ACCESS_KEY=$(cat /backups/secrets/1-secret) && export AWS_SECRET_ACCESS_KEY || exit 1
  # What is said of times is UTC.
  export TZ=UTC RESTIC_PASSWORD_FILE=/backups/secrets/encryption
  exec timeout "${limit:-43200}" restic --retry-lock 2m "$@"
)
shown_1=https://s3.example.org/b/prod
restic_2() (
  export RESTIC_REPOSITORY=sftp://backup@nas.example.org:2222//srv/prod
  # What is said of times is UTC.
  export TZ=UTC RESTIC_PASSWORD_FILE=/backups/secrets/encryption
  exec timeout "${limit:-43200}" restic --retry-lock 2m -o 'sftp.args=-i /backups/secrets/2-key -o IdentitiesOnly=yes -o BatchMode=yes -o UserKnownHostsFile=/backups/secrets/2-host -o StrictHostKeyChecking=yes' "$@"
)
shown_2=sftp://backup@nas.example.org:2222//srv/prod
restic_3() (
  export RESTIC_REPOSITORY=/repositories/3
  # What is said of times is UTC.
  export TZ=UTC RESTIC_PASSWORD_FILE=/backups/secrets/encryption
  exec timeout "${limit:-43200}" restic --retry-lock 2m "$@"
)
shown_3=/mnt/disk
HOMEPORT_LIBRARY
mv /backups/library.new /backups/library
. /backups/library
work=$state/tmp/work

now() { date +%s; }
random() { echo $(($(od -An -N2 -tu2 /dev/urandom) % $1)); }
put() { cat > "$1.new" && sync "$1.new" && mv "$1.new" "$1"; }
# Without another process: it is asked for every few seconds.
first_line() { line=; { read -r line < "$1"; } 2>/dev/null; }
alive() { echo > /tmp/alive; }
# What a server says when it complains may hold what it was told.
hide() { HOMEPORT_HIDDEN=$(cat /backups/secrets/* 2>/dev/null | sed -n '/....../p') awk 'BEGIN { n = split(ENVIRON["HOMEPORT_HIDDEN"], hidden, "\n") }
{ shown = ""
  for (at = 1; at <= length($0);) {
    found = ""
    for (i = 1; i <= n; i++)
      if (length(hidden[i]) > length(found) && substr($0, at, length(hidden[i])) == hidden[i]) found = hidden[i]
    shown = shown (found == "" ? substr($0, at, 1) : "[secret]")
    at += found == "" ? 1 : length(found)
  }
  print shown }'; }

# A signal interrupts a wait, but no program in the foreground: what takes long runs beside the shell.
child=
metrics=
stop() {
  [ -z "$child" ] || kill "$child" 2>/dev/null
  [ -z "$metrics" ] || kill "$metrics" 2>/dev/null
  exit 0
}
trap stop TERM INT
await() { child=$!; wait "$child"; result=$?; child=; return $result; }
pause() { sleep "$1" & await; }

moves() {
  limit=120 "restic_$place" snapshots --json --host "$owner" --tag moved > "$work/out" 2> "$work/err" &
  await || { problem="the repository cannot be read: $(reason)"; return 1; }
  touch /backups/moves
  jq -r '.[].tags | "\((map(select(startswith("service-")))[0] // "")[8:]) \((map(select(startswith("to-")))[0] // "")[3:]) \((map(select(startswith("epoch-")))[0] // "")[6:])"' < "$work/out" |
    awk 'NF == 3 && $3 + 0 >= epoch[$1] { epoch[$1] = $3 + 0; to[$1] = $2 } END { for (one in to) print one, to[one], epoch[one] }' - /backups/moves | sort > "$work/moves"
  put /backups/moves < "$work/moves"
  epoch=$(awk 'BEGIN { most = 1 } $3 > most { most = $3 } END { print most }' /backups/moves)
}

stays() {
  to=$(awk -v service="$service" -v own="${owner##*.}" '$1 == service && $2 != own { print $2 }' /backups/moves)
  [ -z "$to" ] || failed "its data go on on host $to, so no set of them is made here any more"
}

failed() {
  echo "$service/$volume: $1"
  jq -cn --arg service "$service" --arg volume "$volume" --arg reason "$1" '{$service, $volume, $reason}' >> "$work/failed"
  return 1
}

# Databases by the files that their kinds have; of SQLite's, the size is one of whole pages.
undeclared() {
  find "$root" "$@" -type f \( -name PG_VERSION -o -name ibdata1 -o -name WiredTiger \) -print | head -n 1 | grep . && return
  find "$root" "$@" -type f -size +0 -exec stat -c '%s %n' {} + | awk '$1 >= 512 && $1 % 512 == 0 { sub(/^[0-9]+ /, ""); print }' |
    while IFS= read -r file; do
      # Without a word of what is no text.
      if [ "$(head -c 15 "$file" 2>/dev/null | tr -d '\000')" = "SQLite format 3" ]; then echo "$file"; break; fi
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
  jq -c --arg service "$service" --arg volume "$volume" --arg root "$root" --arg stat "$(stat -c '%u %g %a' "$root")" \
    --argjson except "${except:-[]}" --arg absent "${absent:-}" \
    'select(.message_type == "summary") | ($stat | split(" ")) as $own | {$service, $volume, $root, snapshot: .snapshot_id,
      files: .total_files_processed, bytes: .total_bytes_processed,
      owner: {uid: ($own[0] | tonumber), gid: ($own[1] | tonumber), mode: $own[2]}}
      + ({$except, absent: ($absent | split("\n") | map(select(. != "")))} | with_entries(select(.value != [])))' < "$work/out" >> "$work/parts"
}

# What restic said last, or why it asked again until it was ended: as one line without a secret.
reason() {
  { jq -Rr '(fromjson? // .) | if type == "object" then (.error.message? // .message? // empty) + (if .item then " (" + .item + ")" else "" end) else . end' < "$work/err"
    echo "restic ended with status $result"; } | hide | grep . | awk '/^Is there a repository at / { exit }
      sub(/.*returned error, retrying after [^:]*: /, "") { cause = $0; next }
      last == "" || !/^restic ended with status/ { last = $0 }
      END { if (cause != "" && (last == "" || last ~ /context canceled|^restic ended/)) last = cause; print substr(last, 1, 400) }'
}

not_there() {
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
  remarks="${remarks:+$remarks; }$service/$volume: $1 is not there yet"
}

dump() {
  asked="$set-$place-$1"
  rm -rf "$dumps/status" "$dumps/begun"
  mkdir -p "$dumps/files"
  chmod 777 "$dumps" "$dumps/files"
  printf '%s\n%s\n' "$asked" "$1" | ( umask 022; put "$dumps/ask" )
  waited=0 beat=
  while :; do
    first_line "$dumps/status"
    [ "$line" != "$asked" ] || break
    # By what changes, not by what time it is.
    former=$beat
    beat=$(stat -c %y "$dumps/begun" 2>/dev/null)
    if [ "$beat" = "$former" ]; then waited=$((waited + 1)); else waited=0; fi
    if [ $waited -ge 120 ]; then
      if [ -z "$beat" ]; then failed "$1: nobody begins to copy it: its container does not run"
      else failed "$1: whoever copies it has died at it"
      fi
      return
    fi
    alive
    pause 0.25
  done
  rm -f "$dumps/ask"
  said=$(sed 1d "$dumps/status")
  if [ "$said" = 'there is no such file in the volume' ]; then not_there "$1"; return; fi
  [ "$said" = ok ] || { failed "$1: $said"; return; }
}

part_0() {
  service=wiki volume=files root=/volumes/wiki/files dumps=/dumps/wiki/files
  except='["cache","it'\''s"]' absent=
  stays || return
  [ -d "$root" ] || { failed "the volume is not there"; return; }
  found=$(undeclared -path /volumes/wiki/files/cache -prune -o -path '/volumes/wiki/files/it'\''s' -prune -o -path /volumes/wiki/files/.homeport -prune -o)
  [ -z "$found" ] || { failed "$found is a database, of which a copy of its file may be of no use: declare it, or leave it out by except"; return; }
  snapshot --exclude /volumes/wiki/files/cache --exclude '/volumes/wiki/files/it'\''s' --exclude /volumes/wiki/files/.homeport /volumes/wiki/files
}

part_1() {
  service=wiki volume=db root=/volumes/wiki/db dumps=/dumps/wiki/db
  except='[]' absent=
  stays || return
  [ -d "$root" ] || { failed "the volume is not there"; return; }
  dump app.db || return
  dump in/other.db || return
  found=$(undeclared -path /volumes/wiki/db/.homeport -prune -o -path /volumes/wiki/db/app.db -prune -o -path /volumes/wiki/db/app.db-wal -prune -o -path /volumes/wiki/db/app.db-shm -prune -o -path /volumes/wiki/db/app.db-journal -prune -o -path /volumes/wiki/db/in/other.db -prune -o -path /volumes/wiki/db/in/other.db-wal -prune -o -path /volumes/wiki/db/in/other.db-shm -prune -o -path /volumes/wiki/db/in/other.db-journal -prune -o)
  [ -z "$found" ] || { failed "$found is a database, of which a copy of its file may be of no use: declare it, or leave it out by except"; return; }
  snapshot --exclude /volumes/wiki/db/.homeport --exclude /volumes/wiki/db/app.db --exclude /volumes/wiki/db/app.db-wal --exclude /volumes/wiki/db/app.db-shm --exclude /volumes/wiki/db/app.db-journal --exclude /volumes/wiki/db/in/other.db --exclude /volumes/wiki/db/in/other.db-wal --exclude /volumes/wiki/db/in/other.db-shm --exclude /volumes/wiki/db/in/other.db-journal /volumes/wiki/db /dumps/wiki/db/files
}

each_part() {
  part_0
  part_1
}

make_set() {
  set=$(date -u -d "@$time" +%Y%m%dT%H%M%SZ)
  stamp=$(date -u -d "@$time" '+%Y-%m-%d %H:%M:%S')
  rm -rf "$work"
  mkdir -p "$work"
  : > "$work/parts"
  : > "$work/failed"
  begun=$(now)
  remarks=
  moves || return
  each_part
  rm -rf /dumps/*/*/files /dumps/*/*/ask
  if [ ! -s "$work/parts" ]; then problem="nothing could be backed up: $(jq -r '"\(.service)/\(.volume): \(.reason)"' < "$work/failed" | head -n 1)"; return 1; fi
  if [ -s "$work/failed" ]; then is=partial; else is=complete; fi
  seal || { problem="the set has no end: $(reason)"; return 1; }
  jq -r --arg place "$place" --arg time "$time" '"\(.service) \(.volume) \($place) \($time)"' < "$work/parts" > "$work/ages"
  { [ ! -f $state/ages ] || awk 'NR == FNR { new[$1 " " $2 " " $3] = 1; next } !(($1 " " $2 " " $3) in new)' "$work/ages" $state/ages; cat "$work/ages"; } > "$work/all"
  put $state/ages < "$work/all"
  echo "set $set: $is, $(wc -l < "$work/parts") volumes in $(($(now) - begun)) s, in $shown"
  [ $is = complete ] || { problem="the set is not complete: $(jq -r '"\(.service)/\(.volume): \(.reason)"' < "$work/failed" | head -n 1)"; return 1; }
}

# The end of a set, without which it does not exist.
seal() {
  manifest > "$work/manifest.json"
  "restic_$place" backup --json --quiet --host "$owner" --tag homeport --tag manifest --tag "set-$set" --tag "epoch-$epoch" --tag $is --time "$stamp" \
    --stdin --stdin-filename manifest.json < "$work/manifest.json" > "$work/out" 2> "$work/err" &
  await
}

manifest() {
  jq -n --arg set "$set" --argjson time "$time" --argjson epoch "$epoch" --arg owner "$owner" \
    --slurpfile parts "$work/parts" --slurpfile failed "$work/failed" --rawfile images $state/images \
    '{version: 1, $set, $time, $epoch, $owner, complete: ($failed == []), $parts, $failed,
      images: ($images | split("\n") | map(select(. != "") | split(" ") | {(.[0]): {image: .[1], id: .[2]}}) | add // {})}'
}

root_at() { awk -v at="/repositories/$1" '$5 == at { print $4 }' /proc/self/mountinfo; }
root_0=
root_1=
root_2=
root_3=$(root_at 3)
stays_put() {
  eval "root=\$root_$place"
  is=$(root_at "$place")
  [ "$is" != "$root" ] || return 0
  case $is in
    *//deleted) refused="the directory was removed while it was in use; where it is there again, start this container again" ;;
    *) refused="the directory was renamed, and is $is on its disk now: no set is made there; give it back its name, or have the program name it" ;;
  esac
  return 1
}
all_here() { return 1; }

# What a server of S3 says once and for all, restic asks again and again.
said_all='bucket does not exist|signature we calculated|[Aa]ccess [Kk]ey|Access Denied'
ask_config() {
  limit=45 "restic_$place" cat --quiet config > "$work/config" 2> "$work/err" &
  child=$!
  { while kill -0 "$child"; do ! grep -qE "$said_all" "$work/err" || kill "$child"; sleep 0.5; done; } 2>/dev/null &
  wait "$child"
  result=$?
  child=
  # A bucket is made with the repository.
  ! grep -q 'bucket does not exist' "$work/err" || result=10
}

open_place() {
  rm -rf "$work"
  mkdir -p "$work" "$here"
  stays_put || return 1
  ask_config
  opened="$here/opened-$(printf %s "$shown" | sha256sum | cut -c 1-16)"
  case $result in
    # What a run left that is dead holds the next one up.
    0) limit=120 "restic_$place" unlock > /dev/null 2>&1 & await || : ;;
    10)
      if [ -f "$opened" ]; then refused="the repository is gone: it was there, and is not made anew by itself"; return 1; fi
      limit=120 "restic_$place" init > /dev/null 2> "$work/err" &
      await || { problem="no repository can be made: $(reason)"; return 1; }
      echo "$shown: a new repository"
      ask_config
      [ $result = 0 ] || { problem="the repository cannot be reached: $(reason)"; return 1; }
      ;;
    12) refused="the password is not this repository's: what was encrypted by another one cannot be read by this"; return 1 ;;
    *) problem="the repository cannot be reached: $(reason)"; return 1 ;;
  esac
  id=$(jq -r .id < "$work/config")
  if [ -f "$opened" ]; then
    first_line "$opened"
    [ "$line" = "$id" ] || { refused="another repository is in the place of the one that was there: bring that one back, or give this one another path or URL"; return 1; }
    return
  fi
  limit=120 "restic_$place" snapshots --json --tag manifest > "$work/out" 2> "$work/err" &
  await || { problem="the repository cannot be read: $(reason)"; return 1; }
  other=$(jq -r --arg owner "$owner" '[.[].hostname | select(. != $owner)] | first // empty' < "$work/out")
  if [ -n "$other" ]; then refused="the repository has the sets of $other: give each environment and host one of its own"; return 1; fi
  echo "$id" | put "$opened"
}

old_sets() { "restic_$place" forget --json --dry-run --host "$owner" --tag "manifest,$1" --group-by host --keep-within 14d --keep-within-daily 60d --keep-within-monthly 1y; }
# Where nothing is as old as all that is kept, nothing is asked of it.
some_before() { ! jq -e --arg limit "$(date -u -d "@$1" +%Y-%m-%dT%H:%M:%S)" 'all(.[]; .time[0:19] >= $limit)' < "$work/snapshots" > /dev/null; }
snapshots() { "restic_$place" snapshots --json --host "$owner" --tag homeport > "$work/snapshots" 2> "$work/err" & await; }

retain() {
  warned=
  snapshots || { warned="old sets cannot be told: $(reason)"; return; }
  previous=$(jq -r --arg set "set-$set" '[.[] | select(.tags | index("manifest")) | .tags[] | select(startswith("set-") and . < $set)] | sort | last // empty' < "$work/snapshots")
  if [ -n "$previous" ]; then
    before=$(date -u -d "$(echo "$previous" | sed 's/set-\(....\)\(..\)\(..\)T\(..\)\(..\)\(..\)Z/\1-\2-\3 \4:\5:\6/')" +%s)
    if [ $((time - before)) -gt 691200 ]; then
      echo "$shown: the set before is of $previous: nothing is removed this time, as the clock may be wrong"
      return
    fi
  fi
  : > "$work/gone"
  states=
  if some_before $((time - 1209600)); then
    { old_sets complete && old_sets partial; } > "$work/old" 2> "$work/err" &
    await || { warned="old sets cannot be told: $(reason)"; return; }
    jq -rs '[.[][]?.remove[]?] | sort_by(.time) | .[0:2][] | .tags[] | select(startswith("set-"))' < "$work/old" > "$work/gone"
    # What was kept of Pulumi's state, by the same times.
    "restic_$place" forget --json --dry-run --host "$owner" --tag state --group-by host --keep-within 14d --keep-within-daily 60d --keep-within-monthly 1y > "$work/old" 2> "$work/err" &
    await || { warned="old states cannot be told: $(reason)"; return; }
    states=$(jq -rs '[.[][]?.remove[]?] | sort_by(.time) | .[0:2][].id' < "$work/old")
  fi
  # What has no end belongs to no set: left by a run that was cut off.
  limited=$(date -u -d "@$((time - 2 * 86400))" +set-%Y%m%dT%H%M%SZ)
  jq -r --arg limit "$limited" '(map(select(.tags | index("manifest")) | .tags[] | select(startswith("set-")))) as $whole
    | [.[].tags[] | select(startswith("set-") and . < $limit)] | unique - $whole | .[]' < "$work/snapshots" >> "$work/gone"
  [ -s "$work/gone" ] || [ -n "$states" ] || return
  ids="$states $(jq -r --rawfile gone "$work/gone" '($gone | split("\n")) as $gone | .[] | select(any(.tags[]; . as $tag | $gone | index($tag))) | .id' < "$work/snapshots")"
  "restic_$place" forget $ids > /dev/null 2> "$work/err" &
  await
  # Some versions call it a success where the server refuses.
  snapshots || { warned="what was removed cannot be told: $(reason)"; return; }
  for id in $ids; do
    if grep -q "$id" "$work/snapshots"; then warned="old sets cannot be removed: the repository refuses it; let another machine do that (prune: elsewhere)"; return; fi
  done
  echo "$shown: $(tr '\n' ' ' < "$work/gone")${states:+$(echo $states | wc -w) of Pulumi's state }removed"
  first_line "$here/pruned"
  [ $((time - ${line:-0})) -lt 604800 ] && [ $((time - ${line:-0})) -ge 0 ] && return
  "restic_$place" prune --max-unused 10% > /dev/null 2> "$work/err" &
  await || { warned="the room of old sets cannot be given back: $(reason)"; return; }
  echo "$time" | put "$here/pruned"
}

read_part() {
  first_line "$here/turn"
  turn=${line:-1}
  "restic_$place" check --json --quiet --read-data-subset=$turn/25 > "$work/out" 2> "$work/err" &
  await
  if [ $result = 0 ]; then
    rm -f "$here/unreadable"
    echo $((turn % 25 + 1)) | put "$here/turn"
  else
    problem="what it has cannot be read: $(damage)"
    echo "$problem" | put "$here/unreadable"
  fi
  now | put "$here/read"
  echo "$shown: part $turn of 25 read$([ $result = 0 ] || echo ", with errors")"
  return $result
}
damage() { cat "$work/out" "$work/err" | hide | grep -iE 'pack|blob|data|hash' | grep -v '^{"message_type":"summary"' | sed 's/^{"message_type":"error","message":"//' | cut -c 1-300 | head -n 1 | grep . || reason; }

slot() {
  slot=$(date -d "$(date -d "@$((time - 3113))" +%Y-%m-%d) 03:15" +%s)
  [ $((slot + 3113)) -le "$time" ] || slot=$((slot - 86400))
}

# At one place: what is asked for, and where it is a set, what has to follow one.
attend() {
  place=$1 task=$2
  here=$state/places/$place
  eval "shown=\$shown_$place"
  refused= problem= warned= made= remarks=
  time=$(now)
  if open_place && [ "$task" != open ]; then
    if [ "$task" = read ]; then read_part
    elif make_set; then
      made=yes
      retain
      first_line "$here/read"
      [ $((time - ${line:-0})) -lt 86400 ] && [ $((time - ${line:-0})) -ge 0 ] || read_part
    fi
  fi
  conclude
}

conclude() {
  problem=${refused:-$problem}
  # What cannot be read is wrong until it has been read again, however many sets are made.
  if [ -z "$problem" ] && [ "$task" != open ] && [ -f "$here/unreadable" ]; then first_line "$here/unreadable"; problem=$line; fi
  warned="$warned${warned:+${remarks:+; }}$remarks"
  [ -z "$problem$warned" ] || echo "$shown: ${problem:-$warned}"
  [ -n "$problem$warned" ] || ! all_here || warned='every repository is a directory of the machine that is backed up, and is lost with it: add one elsewhere (copies), or take the disk away now and then'
  jq -cn --arg place "$place" --arg shown "$shown" --arg refused "$refused" --arg problem "$problem" --arg warned "$warned" --argjson time "$time" \
    '{$place, $shown, $time, refused: ($refused != ""), $problem, $warned}' | put "$here/outcome"
  first_line "$here/failures"
  if [ -n "$made" ]; then
    echo "$time" | put "$here/last"
    rm -f "$here/next"
  fi
  if [ -n "$problem" ]; then
    failures=$((${line:-0} + 1))
    echo $failures | put "$here/failures"
    [ -z "$made" ] || return
    delay=300 step=1
    while [ $step -lt $failures ] && [ $delay -lt 21600 ]; do delay=$((delay * 2)); step=$((step + 1)); done
    echo $(($(now) + delay)) | put "$here/next"
  elif [ "$task" != open ]; then
    rm -f "$here/failures"
  fi
}

# Due is what has no set since its time; what failed waits for longer each time.
due() {
  first_line "$state/places/$1/last"
  last=${line:-0}
  [ "$last" -lt "$slot" ] || [ "$last" -gt $((time + 300)) ] || return 1
  first_line "$state/places/$1/next"
  [ -z "$line" ] || [ "$line" -le "$time" ] || [ "$line" -gt $((time + 43200)) ]
}

complete() {
  for one in $places; do
    first_line "$state/places/$one/last"
    [ "${line:-0}" -ge "$slot" ] && [ ! -f "$state/places/$one/failures" ] && [ ! -f "$state/places/$one/unreadable" ] || return 1
  done
}

touch /backups/images /backups/ages
# A volume that is new does not wait for the next day.
for one in $places; do
  for part in 'wiki files' 'wiki db'; do
    grep -q "^$part $one " /backups/ages || rm -f /backups/places/$one/last
  done
done
cat > /backups/answer.new <<'HOMEPORT_ANSWER'
#!/bin/sh
while read -r line && [ ${#line} -gt 1 ]; do :; done
now=$(date +%s)
text=$(
  echo "# HELP homeport_backup_age_seconds Time since the newest set that has the volume was begun."
  echo "# TYPE homeport_backup_age_seconds gauge"
  awk -v now="$now" '{ age = now - $4; printf "homeport_backup_age_seconds{service=\"%s\",volume=\"%s\",place=\"%s\"} %d\n", $1, $2, $3, age < 0 ? 0 : age }' /backups/ages 2>/dev/null
  echo "# HELP homeport_backup_failures Runs in a row that did not make a complete set."
  echo "# TYPE homeport_backup_failures gauge"
  echo "# HELP homeport_backup_unreadable Whether the last reading of the repository found damage."
  echo "# TYPE homeport_backup_unreadable gauge"
  echo "# HELP homeport_backup_moved_away Whether the data of a service go on on another host, and no set of them is made here."
  echo "# TYPE homeport_backup_moved_away gauge"
  awk -v own=infra '$2 != own { printf "homeport_backup_moved_away{service=\"%s\",to=\"%s\"} 1\n", $1, $2 }' /backups/moves 2>/dev/null
  echo "# HELP homeport_rehearsed The last rehearsal: when it ended, whether all held, and where it was."
  echo "# TYPE homeport_rehearsed gauge"
  sed -n 's/^{"at":"\([^"]*\)","ok":\([a-z]*\),"to":"\([^"]*\)"}$/homeport_rehearsed{at="\1",ok="\2",to="\3"} 1/p' /backups/rehearsed.json 2>/dev/null
  for here in /backups/places/*; do
    place=${here##*/}
    read -r failures < "$here/failures" || failures=0
    echo "homeport_backup_failures{place=\"$place\"} ${failures:-0}"
    echo "homeport_backup_unreadable{place=\"$place\"} $([ -f "$here/unreadable" ] && echo 1 || echo 0)"
  done 2>/dev/null
)
printf 'HTTP/1.0 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s\n' $((${#text} + 1)) "$text"
HOMEPORT_ANSWER
chmod 755 /backups/answer.new
mv /backups/answer.new /backups/answer
while :; do nc -l -p 8089 172.30.70.254 -e /backups/answer 2>/dev/null || sleep 1; done &
metrics=$!
echo "at work"

while :; do
  alive
  first_line $state/order
  order=$line
  first_line $state/attended
  attended=$line
  time=$(now)
  if [ -f /backups/secrets/encryption ]; then
    ran=
    slot
    for one in $places; do
      if [ "$order" != "$attended" ]; then attend $one "${order%% *}"; ran=yes
      elif due $one; then attend $one set; ran=yes
      fi
    done
    [ "$order" = "$attended" ] || echo "$order" | put $state/attended
    if [ -n "$ran" ] && time=$(now) && slot && complete; then date +%s | put /ping/complete; fi
  fi
  pause 2
done
