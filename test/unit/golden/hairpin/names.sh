names=$(sort <<'HOMEPORT_NAMES'
blog.example.org
www.example.org
HOMEPORT_NAMES
)
container=farm-hairpin-1-haproxy-1a2b3c4
own=staging-network
networks=staging-network
others() {
  seen=$(docker ps --all --no-trunc --filter label=homeport.component=hairpin-1 --format '{{.Names}}|{{.State}}|{{.Label "homeport.component"}}|{{.Label "homeport.project"}}|{{.Label "homeport.environment"}}|{{.Label "homeport.deploys"}}|{{.Networks}}|{{.Mounts}}') || return
  printf '%s\n' "$seen" | awk '-F|' -v declared=farm-hairpin-1-haproxy-1a2b3c4 -v component=hairpin-1 -v project=home -v environment=staging -v service=0 -v network=staging-network -v volumes= 'function among(list, one) { return index("," list ",", "," one ",") > 0 }
function shares(n, i, all) { n = split(volumes, all, ","); for (i = 1; i <= n; i++) if (among($8, all[i])) return 1; return 0 }
$1 == "" || among(declared, $1) || ($6 != "") != service { next }
($3 == component && $4 == project && $5 == environment && among($7, network)) || ((service || $3 == component) && shares()) { print $1, $2 }'
}
on() { docker inspect -f "{{with index .NetworkSettings.Networks \"$1\"}}$2{{end}}" "$3"; }
has() {
  id=$(docker inspect -f '{{.Id}}' "$1") || return
  on "$2" '{{range .Aliases}}{{println .}}{{end}}' "$1" | grep -vxF -e "$(printf '%.12s' "$id")" -e "" | sort
}
named() {
  network=$1 one=$2; shift 2
  [ "$(has "$one" "$network")" != "$(printf '%s\n' "$@" | grep -v '^$')" ] || return 0
  case $network in "$own") at=172.30.71.252 ;; *) at=$(on "$network" '{{.IPAddress}}' "$one") ;; esac
  docker network disconnect --force "$network" "$one" 2>/dev/null || :
  options=
  for alias; do options="$options --alias $alias"; done
  docker network connect ${at:+--ip "$at"} $options "$network" "$one"
}
name() {
  for each in $networks; do named "$each" "$@" || return 1; done
}
# One that an application has left goes, which it cannot with somebody in it.
for each in $(docker inspect -f '{{range $name, $_ := .NetworkSettings.Networks}}{{println $name}}{{end}}' "$container"); do
  case " $networks " in *" $each "*) ;; *) docker network disconnect --force "$each" "$container" ;; esac
done
name "$container" $names || exit 1
former=$(others | awk '$2 == "running" { print $1 }')
for one in $former; do name "$one"; done
(
true
) || {
  for one in $former; do name "$one" $names; done
  exit 1
}