import { stateMount } from "./layout";

/** What says in a repository that the data of a service go on on another host. It belongs to no set, and goes with none. */
export const movedTag = "moved";

/** By what its words begin: of which service, to which host, and the how manieth move that is. */
export const movedTags = { service: "service-", to: "to-", epoch: "epoch-" } as const;

/** Where the backup container keeps what it has read of moves, in any repository: service, host and epoch, a line each. */
export const movesFile = `${stateMount}/moves`;

const word = (name: keyof typeof movedTags): string => {
  const begin = movedTags[name];
  return `(map(select(startswith("${begin}")))[0] // "")[${begin.length}:]`;
};

/**
 * Shell: `moves` asks a repository which services' data go on on another host, and what the epoch is. `stays` fails a part
 * whose data do: a machine that was taken for gone and comes back must not add to what is newer.
 */
export const movedFunctions = `moves() {
  limit=120 "restic_$place" snapshots --json --host "$owner" --tag ${movedTag} > "$work/out" 2> "$work/err" &
  await || { problem="the repository cannot be read: $(reason)"; return 1; }
  touch ${movesFile}
  jq -r '.[].tags | "\\(${word("service")}) \\(${word("to")}) \\(${word("epoch")})"' < "$work/out" |
    awk 'NF == 3 && $3 + 0 >= epoch[$1] { epoch[$1] = $3 + 0; to[$1] = $2 } END { for (one in to) print one, to[one], epoch[one] }' - ${movesFile} | sort > "$work/moves"
  put ${movesFile} < "$work/moves"
  epoch=$(awk 'BEGIN { most = 1 } $3 > most { most = $3 } END { print most }' ${movesFile})
}

stays() {
  to=$(awk -v service="$service" -v own="\${owner##*.}" '$1 == service && $2 != own { print $2 }' ${movesFile})
  [ -z "$to" ] || failed "its data go on on host $to, so no set of them is made here any more"
}`;
