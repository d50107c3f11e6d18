import { commandLine } from "../shared/shell";
import type { Keep } from "./args";
import { stateTag } from "./layout";

/** How many sets one run may remove: a clock that is wrong must not empty a repository before somebody notices. */
const atMost = 2;
/** With no set for so long, in seconds, the clock may be wrong: what is old is told apart by the next run. */
const leap = 8 * 86_400;
/** Seconds between two runs that give back the room of what was removed. */
const pruneEvery = 7 * 86_400;

/** restic's words for what is kept. All of them are times: sets with made-up dates push nothing out. */
export const keepWords = ({ all, daily, monthly }: Required<Keep>): string =>
  commandLine("--keep-within", all, "--keep-within-daily", daily, "--keep-within-monthly", monthly);

/** A time as `1y6m`, in seconds, or less where that depends on the calendar. */
export const leastSeconds = (span: string): number =>
  [...span.matchAll(/(\d+)([ymdh])/g)].reduce(
    (sum, [, number, unit = ""]) => sum + Number(number) * (secondsOf[unit] ?? 0),
    0,
  );

const secondsOf: Readonly<Record<string, number>> = {
  y: 365 * 86_400,
  m: 28 * 86_400,
  d: 86_400,
  h: 3_600,
};

/**
 * Shell: `retain` removes sets that are too old, and snapshots that belong to none. Which they are is told from the sets'
 * ends: a set stays or goes as a whole.
 */
export const retainFunction = (
  keep: Required<Keep>,
): string => `old_sets() { "restic_$place" forget --json --dry-run --host "$owner" --tag "manifest,$1" --group-by host ${keepWords(keep)}; }
# Where nothing is as old as all that is kept, nothing is asked of it.
some_before() { ! jq -e --arg limit "$(date -u -d "@$1" +%Y-%m-%dT%H:%M:%S)" 'all(.[]; .time[0:19] >= $limit)' < "$work/snapshots" > /dev/null; }
snapshots() { "restic_$place" snapshots --json --host "$owner" --tag homeport > "$work/snapshots" 2> "$work/err" & await; }

retain() {
  warned=
  snapshots || { warned="old sets cannot be told: $(reason)"; return; }
  previous=$(jq -r --arg set "set-$set" '[.[] | select(.tags | index("manifest")) | .tags[] | select(startswith("set-") and . < $set)] | sort | last // empty' < "$work/snapshots")
  if [ -n "$previous" ]; then
    before=$(date -u -d "$(echo "$previous" | sed 's/set-\\(....\\)\\(..\\)\\(..\\)T\\(..\\)\\(..\\)\\(..\\)Z/\\1-\\2-\\3 \\4:\\5:\\6/')" +%s)
    if [ $((time - before)) -gt ${leap} ]; then
      echo "$shown: the set before is of $previous: nothing is removed this time, as the clock may be wrong"
      return
    fi
  fi
  : > "$work/gone"
  states=
  if some_before $((time - ${leastSeconds(keep.all)})); then
    { old_sets complete && old_sets partial; } > "$work/old" 2> "$work/err" &
    await || { warned="old sets cannot be told: $(reason)"; return; }
    jq -rs '[.[][]?.remove[]?] | sort_by(.time) | .[0:${atMost}][] | .tags[] | select(startswith("set-"))' < "$work/old" > "$work/gone"
    # What was kept of Pulumi's state, by the same times.
    "restic_$place" forget --json --dry-run --host "$owner" --tag ${stateTag} --group-by host ${keepWords(keep)} > "$work/old" 2> "$work/err" &
    await || { warned="old states cannot be told: $(reason)"; return; }
    states=$(jq -rs '[.[][]?.remove[]?] | sort_by(.time) | .[0:${atMost}][].id' < "$work/old")
  fi
  # What has no end belongs to no set: left by a run that was cut off.
  limited=$(date -u -d "@$((time - 2 * 86400))" +set-%Y%m%dT%H%M%SZ)
  jq -r --arg limit "$limited" '(map(select(.tags | index("manifest")) | .tags[] | select(startswith("set-")))) as $whole
    | [.[].tags[] | select(startswith("set-") and . < $limit)] | unique - $whole | .[]' < "$work/snapshots" >> "$work/gone"
  [ -s "$work/gone" ] || [ -n "$states" ] || return
  ids="$states $(jq -r --rawfile gone "$work/gone" '($gone | split("\\n")) as $gone | .[] | select(any(.tags[]; . as $tag | $gone | index($tag))) | .id' < "$work/snapshots")"
  "restic_$place" forget $ids > /dev/null 2> "$work/err" &
  await
  # Some versions call it a success where the server refuses.
  snapshots || { warned="what was removed cannot be told: $(reason)"; return; }
  for id in $ids; do
    if grep -q "$id" "$work/snapshots"; then warned="old sets cannot be removed: the repository refuses it; let another machine do that (prune: elsewhere)"; return; fi
  done
  echo "$shown: $(tr '\\n' ' ' < "$work/gone")\${states:+$(echo $states | wc -w) of Pulumi's state }removed"
  first_line "$here/pruned"
  [ $((time - \${line:-0})) -lt ${pruneEvery} ] && [ $((time - \${line:-0})) -ge 0 ] && return
  "restic_$place" prune --max-unused 10% > /dev/null 2> "$work/err" &
  await || { warned="the room of old sets cannot be given back: $(reason)"; return; }
  echo "$time" | put "$here/pruned"
}`;
