import { defaultImages } from "../../shared/image";
import { type DatabaseEngine, hostOr, passwordInto, secretsMount, within } from "../engine";

interface Flavour extends Pick<DatabaseEngine, "kind" | "title" | "defaultImage"> {
  /** What its programs begin with. */
  readonly program: string;
}

const configuration = `${secretsMount}/server.conf`;

/** A server of keys and values in memory, which writes each change down within a second. */
function keyEngine({ kind, title, defaultImage, program }: Flavour): DatabaseEngine {
  const connect = `${passwordInto("REDISCLI_AUTH", "VALKEYCLI_AUTH")}
ask() { ${program}-cli --no-auth-warning -h ${hostOr} "$@"; }`;
  return {
    kind,
    title,
    defaultImage,
    port: 6379,
    defaultMemory: "192MiB",
    isNamed: false,
    series: 1,
    takesOlder: true,
    reserved: { databases: [], users: [] },
    dataPath: () => "/data",
    first: () => ({}),
    files: ({ password }) => ({ [configuration]: `requirepass ${password}\nsave ""\n` }),
    run: (memory) => [
      `${program}-server`,
      configuration,
      ...["--dir", "/data"],
      // While it is written down whole, what changes is there twice.
      ...["--maxmemory", `${within(memory * 0.6, 8, 1_000_000)}mb`],
      ...["--maxmemory-policy", "noeviction"],
      ...["--appendonly", "yes"],
    ],
    ready: `${connect}
[ "$(ask ping)" = PONG ]`,
    dump: `${connect}
ask --rdb - 2>/tmp/said || { cat /tmp/said >&2; exit 1; }`,
    // A second server has the dump, and the first one takes all from it.
    load: `${connect}
umask 077
loading=$(mktemp -d ./.homeport-load.XXXXXX) || exit
trap '[ -z "$second" ] || kill "$second" 2>/dev/null; rm -rf "$loading"' EXIT
second=
cat > "$loading/dump.rdb" || exit
[ "$(head -c 5 "$loading/dump.rdb")" = REDIS ] || [ "$(head -c 6 "$loading/dump.rdb")" = VALKEY ] || { echo "this is no dump of ${title}" >&2; exit 1; }
cd "$loading" && printf 'port 6380\\nbind 127.0.0.1\\ndir .\\nsave ""\\nrequirepass %s\\n' "$REDISCLI_AUTH" > second.conf && ${program}-server ./second.conf >/dev/null & second=$!
waited=0
until [ "$(ask -p 6380 ping 2>/dev/null)" = PONG ]; do kill -0 $second 2>/dev/null && [ $((waited += 1)) -lt 600 ] || { echo "the dump cannot be read" >&2; exit 1; }; sleep 1; done
printf 'CONFIG SET masterauth %s\\n' "$REDISCLI_AUTH" | ask >/dev/null && ask REPLICAOF 127.0.0.1 6380 >/dev/null || exit
until ask INFO replication | grep -q '^master_link_status:up'; do kill -0 $second 2>/dev/null || exit; sleep 1; done
ask REPLICAOF NO ONE >/dev/null && ask BGREWRITEAOF >/dev/null || exit
# What is not written down yet would be lost at its end, and keeps it from ending.
until
  said=$(ask INFO persistence) || exit
  case $said in *aof_last_bgrewrite_status:err*) echo "what is loaded cannot be written down" >&2; exit 1 ;; *aof_rewrite_in_progress:0*aof_rewrite_scheduled:0*) ;; *) false ;; esac
do sleep 1; done`,
    // Without those that go by themselves: a dump that is read later has fewer.
    counts: `${connect}
counted=$(ask INFO keyspace) || exit
case $counted in "# Keyspace"*) ;; *) printf '%s\\n' "$counted" >&2; exit 1 ;; esac
printf '%s\\n' "$counted" | tr -d '\\r' | awk -F'[:=,]' '/^db[0-9]/ && $3 > $5 { print $1 "\\t" $3 - $5 }' | LC_ALL=C sort`,
    // Its shell goes on after what is refused, and ends well; only for people it tells an error from a text.
    ask: `${connect}
said=$(ask --no-raw 2>&1) || { printf '%s\\n' "$said" >&2; exit 1; }
if printf '%s\\n' "$said" | grep -E '^( *[0-9]+\\) )*\\(error\\)|^Invalid argument|^Could not connect|^AUTH failed' >&2; then exit 1; fi
printf '%s\\n' "$said" | sed -E -e 's/^( *[0-9]+\\) )*//' -e 's/^\\((integer|double)\\) //' -e 's/^\\(nil\\)$//' -e 's/^"(.*)"$/\\1/'`,
    versionFiles: [],
    url: ({ password }, host) => `redis://:${encodeURIComponent(password)}@${host}:6379/0`,
  };
}

export const valkey = keyEngine({
  kind: "valkey",
  title: "Valkey",
  defaultImage: defaultImages.valkey,
  program: "valkey",
});

export const redis = keyEngine({
  kind: "redis",
  title: "Redis",
  defaultImage: defaultImages.redis,
  program: "redis",
});
