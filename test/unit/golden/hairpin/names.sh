names=$(sort <<'HOMEPORT_NAMES'
blog.example.org
www.example.org
HOMEPORT_NAMES
)
container=farm-hairpin-1-haproxy-1a2b3c4
others() {
  seen=$(docker ps --all --no-trunc --filter label=homeport.component=hairpin-1 --format '{{.Names}}|{{.State}}|{{.Label "homeport.component"}}|{{.Label "homeport.project"}}|{{.Label "homeport.environment"}}|{{.Label "homeport.deploys"}}|{{.Networks}}|{{.Mounts}}') || return
  printf '%s\n' "$seen" | awk '-F|' -v declared=farm-hairpin-1-haproxy-1a2b3c4 -v component=hairpin-1 -v project=home -v environment=staging -v service=0 -v network=staging-network -v volumes= 'function among(list, one) { return index("," list ",", "," one ",") > 0 }
function shares(n, i, all) { n = split(volumes, all, ","); for (i = 1; i <= n; i++) if (among($8, all[i])) return 1; return 0 }
$1 == "" || among(declared, $1) || ($6 != "") != service { next }
($3 == component && $4 == project && $5 == environment && among($7, network)) || ((service || $3 == component) && shares()) { print $1, $2 }'
}
has() {
  id=$(docker inspect -f '{{.Id}}' "$1") || return
  docker inspect -f '{{with index .NetworkSettings.Networks "staging-network"}}{{range .Aliases}}{{println .}}{{end}}{{end}}' "$1" | grep -vxF -e "$(printf '%.12s' "$id")" -e "" | sort
}
name() {
  one=$1; shift
  [ "$(has "$one")" != "$(printf '%s\n' "$@" | grep -v '^$')" ] || return 0
  docker network disconnect --force staging-network "$one" 2>/dev/null || :
  options=
  for each; do options="$options --alias $each"; done
  docker network connect --ip 172.30.71.252 $options staging-network "$one"
}
name "$container" $names || exit 1
former=$(others | awk '$2 == "running" { print $1 }')
for one in $former; do name "$one"; done
(
true
) || {
  for one in $former; do name "$one" $names; done
  exit 1
}