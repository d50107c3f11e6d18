/** Settings of an engine, as they stand in `daemon.json`. */
export type DaemonSettings = Readonly<Record<string, unknown>>;

/** How an engine is set where neither the program nor the machine says otherwise. */
export const daemonDefaults: DaemonSettings = {
  // Containers go on while the engine restarts.
  "live-restore": true,
  // Visitors keep their addresses, and connections outlive the engine's restart.
  "userland-proxy": false,
  "log-driver": "json-file",
  "log-opts": { "max-size": "10m", "max-file": "3" },
  // 512 networks of 254 addresses, of which the engine's own would make two.
  "default-address-pools": [
    { base: "172.17.0.0/16", size: 24 },
    { base: "172.18.0.0/16", size: 24 },
  ],
};

/** Settings that an engine takes over without a restart. */
const reloaded = [
  "allow-nondistributable-artifacts",
  "authorization-plugins",
  "debug",
  "default-runtime",
  "features",
  "insecure-registries",
  "labels",
  "live-restore",
  "max-concurrent-downloads",
  "max-concurrent-uploads",
  "max-download-attempts",
  "registry-mirrors",
  "runtimes",
  "shutdown-timeout",
];

/**
 * A program for `jq` that merges settings: `$defaults`, before them what stands on the machine (`$there`), before that
 * what is wished (`$wishes`). What set-up itself put there (`$ours`) does not count as standing there: it goes when nobody wants
 * it any more, unless a stack is there that has not told what it wishes (`$keep`). Its result has the settings (`all`) and what of them is set-up's own (`ours`).
 */
export const mergeProgram = `
  $there[0] as $file | $wishes[0] as $wanted
  | ($file | with_entries(select($keep or .value != $ours[0][.key]))) as $theirs
  | ($theirs * $wanted) as $said
  | (if ($said["log-driver"] // "json-file") == "json-file" then $defaults
     else $defaults | del(.["log-driver"], .["log-opts"]) end * $wanted) as $set
  | ($set * $theirs * $wanted) as $all
  | { all: $all, ours: ($all | with_entries(select($set[.key] == .value or ($keep and $ours[0][.key] == .value)))) }`;

/** A program for `jq`: whether two files differ in what needs a restart of the engine. */
export const restartProgram = `map(del(.[${reloaded.map((key) => `"${key}"`).join(", ")}])) | .[0] != .[1]`;
