set -eu
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
umask 022
fail() { printf '%s\n' 'host apps: '"$*" >&2; exit 1; }
export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 APT_LISTCHANGES_FRONTEND=none
patience=$(($(date +%s) + 600))
said=
unlocked() {
  until said=$("$@" 2>&1 </dev/null); do
    case $said in
      *"Could not get lock"* | *"Unable to lock"* | *"locked by another process"*) ;;
      *) return 1 ;;
    esac
    [ "$(date +%s)" -lt "$patience" ] || return 1
    sleep 2
  done
}
words() { printf '%s\n' "$said" | grep -v '^ *$' | tail -n 6 | sed 's/^/  /'; }
apt() {
  unlocked apt-get -qq -y --no-remove -o Acquire::Retries=3 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}
state() { dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null || true; }
is_known() { case $(state "$1") in "" | not-installed | config-files) return 1 ;; esac; }
is_installed() { for package; do [ "$(state "$package")" = installed ] || return 1; done; }
fresh=
refresh() {
  [ -z "$fresh" ] || return 0
  unlocked dpkg --force-confdef --force-confold --configure -a || fail "dpkg cannot finish what was begun earlier:
$(words)"
  apt update || fail "apt cannot read the package lists:
$(words)
  Check the machine's network and /etc/apt/sources.list."
  apt --fix-broken install || fail "apt cannot put right what was begun earlier:
$(words)"
  fresh=yes
}
install() {
  refresh
  apt install --no-install-recommends "$@" || fail "apt cannot install $*:
$(words)"
}
need() { is_installed "$@" || install --no-upgrade "$@"; }
is_offered() { apt-cache policy "$1" | grep -q '^  Candidate: [^(]'; }
put() {
  mkdir -p "${1%/*}"
  cat > "$1.new"
  if cmp -s "$1.new" "$1"; then rm "$1.new"; else sync "$1.new"; mv "$1.new" "$1"; fi
}
within() {
  end=$(($(date +%s) + $1)); shift
  until "$@"; do
    [ "$(date +%s)" -lt "$end" ] || return 1
    sleep 0.5
  done
}
has_systemd() { [ -d /run/systemd/system ]; }
export DOCKER_HOST=unix:///run/docker.sock
start_words=/run/homeport-engine.log
asked() { docker version --format "{{.Server.$1}}" 2>/dev/null; }
answers() { asked Version >/dev/null; }
start_engine() {
  if answers; then return; fi
  if has_systemd; then
    systemctl reset-failed docker.service docker.socket 2>/dev/null || true
    systemctl enable --quiet docker.service && systemctl start docker.service
  else
    service docker start
  fi >$start_words 2>&1 </dev/null || true
  within 90 has_started && answers
}
has_started() { answers || is_dead; }
is_dead() {
  if has_systemd; then systemctl is-failed --quiet docker.service
  else sleep 1; ! kill -0 "$(cat /run/docker-ssd.pid 2>/dev/null || echo none)" 2>/dev/null; fi
}
restart_engine() {
  if has_systemd; then systemctl stop docker.service; else service docker stop; fi >/dev/null 2>&1 </dev/null || true
  start_engine
}
engine_words() {
  {
    cat $start_words
    if has_systemd; then journalctl --quiet --no-pager --output cat --unit docker.service --lines 20
    else tail -n 20 /var/log/docker.log; fi
  } 2>/dev/null | grep -iE 'level=(error|fatal)|failed|unable|not ' | grep -v -e level=info -e 'docker\.service' | tail -n 3 | sed 's/^/  /'
}
is_wished() { grep -qsF "wish $1" /etc/homeport/known/*; }
is_untold() {
  for mark in /etc/homeport/known/*; do
    if [ -f "$mark" ] && ! grep -q '^id ' "$mark"; then return; fi
  done
  false
}
is_in_swarm() {
  state=$(docker info --format '{{.Swarm.LocalNodeState}}' 2>/dev/null) || state=
  if [ -n "$state" ]; then [ "$state" != inactive ]
  else [ -s "$(jq -r '."data-root" // "/var/lib/docker"' "$work/all")/swarm/docker-state.json" ]; fi
}
change() {
  if dockerd --help 2>&1 | grep -q -- --validate; then
    dockerd --validate --config-file "$work/all" >"$work/said" 2>&1 || fail "dockerd refuses the settings; $file stays as it is.
$(tail -n 3 "$work/said" | sed 's/^/  /')"
  fi
  # There until the engine works with the new settings: a run that was cut off is seen by it.
  [ -e "$earlier" ] || put "$earlier" < "$work/there"
  put "$file" < "$work/all"
  if answers; then
    keep_containers
    ! jq -es 'map(del(.["allow-nondistributable-artifacts", "authorization-plugins", "debug", "default-runtime", "features", "insecure-registries", "labels", "live-restore", "max-concurrent-downloads", "max-concurrent-uploads", "max-download-attempts", "registry-mirrors", "runtimes", "shutdown-timeout"])) | .[0] != .[1]' "$earlier" "$file" >/dev/null || restart_engine || go_back "does not come back"
  else
    start_engine || go_back "does not start"
  fi
  rm "$earlier"
}
keep_containers() {
  kill -HUP "$(cat /run/docker.pid)"
  jq -e '."live-restore"' "$file" >/dev/null || return 0
  within 15 is_live || go_back "does not take live-restore, without which containers end when it restarts,"
}
is_live() { [ "$(docker info --format '{{.LiveRestoreEnabled}}' 2>/dev/null)" = true ]; }
go_back() {
  words=$(engine_words)
  put "$file" < "$earlier"
  if answers; then kill -HUP "$(cat /run/docker.pid)"; else start_engine || fail "the Docker engine $1 with the new settings, nor with the earlier ones, which are back in $file.
$words"; fi
  rm "$earlier"
  fail "the Docker engine $1 with the new settings; the earlier ones are back in $file.
$words"
}
need jq
file=/etc/docker/daemon.json
ours=/etc/homeport/daemon.json
earlier=/etc/homeport/daemon.json.earlier
mkdir -p /etc/docker /etc/homeport
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp "$file" "$work/there" 2>/dev/null || true
[ -s "$work/there" ] || echo '{}' > "$work/there"
jq -es 'length == 1 and (.[0] | type == "object")' "$work/there" >/dev/null 2>"$work/said" || fail "$file is not a JSON object: $(head -n 1 "$work/said")
  It stays as it is. Correct it, or remove it; example: { \"debug\": false }"
[ -s "$ours" ] || echo '{}' > "$ours"
# Of one setting, all that wish it wish the same: else no mark would be there.
sed -n 's/^wish daemon\.[^ ]* //p' /etc/homeport/known/* 2>/dev/null | jq -s --argjson own '{"debug":true,"labels":["it'\''s=ours"]}' 'add + $own' > "$work/wanted"
keep=false
! is_untold || keep=true
jq -n --slurpfile there "$work/there" --slurpfile ours "$ours" \
  --argjson defaults '{"live-restore":true,"userland-proxy":false,"log-driver":"json-file","log-opts":{"max-size":"10m","max-file":"3"},"default-address-pools":[{"base":"172.17.0.0/16","size":24},{"base":"172.18.0.0/16","size":24}]}' \
  --slurpfile wishes "$work/wanted" --argjson keep "$keep" \
  '
  $there[0] as $file | $wishes[0] as $wanted
  | ($file | with_entries(select($keep or .value != $ours[0][.key]))) as $theirs
  | ($theirs * $wanted) as $said
  | (if ($said["log-driver"] // "json-file") == "json-file" then $defaults
     else $defaults | del(.["log-driver"], .["log-opts"]) end * $wanted) as $set
  | ($set * $theirs * $wanted) as $all
  | { all: $all, ours: ($all | with_entries(select($set[.key] == .value or ($keep and $ours[0][.key] == .value)))) }' > "$work/merged"
jq .all "$work/merged" > "$work/all"
! jq -e '."live-restore"' "$work/all" >/dev/null || ! is_in_swarm || fail "the engine is a node of a swarm, with which live-restore does not go: it would not start any more.
  Leave the swarm (docker swarm leave; its last manager with --force), or do without: daemon: { live-restore: false }. Containers then end when the engine restarts."

if [ ! -e "$earlier" ] && jq -es '.[0] == .[1]' "$work/there" "$work/all" >/dev/null; then
  start_engine || fail "the Docker engine does not answer.
$(engine_words)"
else
  change
fi
jq .ours "$work/merged" | put "$ours"
