#!/bin/sh
# Removes old sets from a repository to which another machine may only add: prune.sh REPOSITORY FILE_OF_THE_PASSWORD
# It runs on the machine that has the repository, every day: ../../docs/two-machines.md.
set -eu
export RESTIC_REPOSITORY=$1 RESTIC_PASSWORD_FILE=$2 TZ=UTC RESTIC_CACHE_DIR=$(mktemp -d)
trap 'rm -r "$RESTIC_CACHE_DIR"' EXIT
keep='--keep-within 14d --keep-within-daily 60d --keep-within-monthly 1y'
restic() { command restic --retry-lock 10m "$@"; }

# How long is counted from the newest set: one with a made-up date would take all others away.
tomorrow=$(date -u -d "@$(($(date +%s) + 86400))" +%Y-%m-%dT%H:%M:%SZ)
ahead=$(restic snapshots --json | jq -r --arg limit "$tomorrow" '.[] | select(.time > $limit) | .short_id')
if [ -n "$ahead" ]; then
  echo "nothing is removed: these are of the future, by a clock that was wrong or by a thief; look at them, and restic forget them:" $ahead >&2
  exit 1
fi

# A set stays or goes as a whole, by the date of its end. What says that a service has moved belongs to no set, and stays.
old() { restic forget --json --dry-run --tag "$1" --group-by host $keep; }
sets=$({ old manifest,complete && old manifest,partial; } | jq -rs '[.[][]?.remove[]?.tags[] | select(startswith("set-"))] | unique[]')
# What has no end belongs to no set: left by a run that was cut off.
limit=$(date -u -d "@$(($(date +%s) - 172800))" +set-%Y%m%dT%H%M%SZ)
cut=$(restic snapshots --json --tag homeport | jq -r --arg limit "$limit" '[.[].tags | select(index("manifest")) | .[] | select(startswith("set-"))] as $whole
  | [.[].tags[] | select(startswith("set-") and . < $limit)] | unique - $whole | .[]')
for set in $sets $cut; do
  restic forget --quiet $(restic snapshots --json --tag "$set" | jq -r '.[].id')
done
states=$(old state | jq -r '.[]?.remove[]?.id')
[ -z "$states" ] || restic forget --quiet $states
restic prune --quiet
echo "$(echo $sets $cut | wc -w) sets removed"
