/** Shell: `make_set` makes one set at a place: a snapshot of each part, and what is in the set last of all. */
export const setFunctions = `make_set() {
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
  if [ ! -s "$work/parts" ]; then problem="nothing could be backed up: $(jq -r '"\\(.service)/\\(.volume): \\(.reason)"' < "$work/failed" | head -n 1)"; return 1; fi
  if [ -s "$work/failed" ]; then is=partial; else is=complete; fi
  seal || { problem="the set has no end: $(reason)"; return 1; }
  jq -r --arg place "$place" --arg time "$time" '"\\(.service) \\(.volume) \\($place) \\($time)"' < "$work/parts" > "$work/ages"
  { [ ! -f $state/ages ] || awk 'NR == FNR { new[$1 " " $2 " " $3] = 1; next } !(($1 " " $2 " " $3) in new)' "$work/ages" $state/ages; cat "$work/ages"; } > "$work/all"
  put $state/ages < "$work/all"
  echo "set $set: $is, $(wc -l < "$work/parts") volumes in $(($(now) - begun)) s, in $shown"
  [ $is = complete ] || { problem="the set is not complete: $(jq -r '"\\(.service)/\\(.volume): \\(.reason)"' < "$work/failed" | head -n 1)"; return 1; }
}

# The end of a set, without which it does not exist.
seal() {
  manifest > "$work/manifest.json"
  "restic_$place" backup --json --quiet --host "$owner" --tag homeport --tag manifest --tag "set-$set" --tag "epoch-$epoch" --tag $is --time "$stamp" \\
    --stdin --stdin-filename manifest.json < "$work/manifest.json" > "$work/out" 2> "$work/err" &
  await
}

manifest() {
  jq -n --arg set "$set" --argjson time "$time" --argjson epoch "$epoch" --arg owner "$owner" \\
    --slurpfile parts "$work/parts" --slurpfile failed "$work/failed" --rawfile images $state/images \\
    '{version: 1, $set, $time, $epoch, $owner, complete: ($failed == []), $parts, $failed,
      images: ($images | split("\\n") | map(select(. != "") | split(" ") | {(.[0]): {image: .[1], id: .[2]}}) | add // {})}'
}`;

/**
 * Shell: `open_place` sees to it that there is a repository, and that it is this environment's. It is made once: one that
 * is gone later, or has another in its place, is a disk that is not there, or a thief's work, and no reason to begin anew.
 */
export const openFunction = `# What a server of S3 says once and for all, restic asks again and again.
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
}`;
