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
# Set up as 0123456789ab.
need jq iproute2
. /etc/os-release
answers || fail "the Docker engine does not answer.
  Look at: docker version"
folder=$(docker info --format '{{.DockerRootDir}}')
jq -cn \
  --arg id "$ID" --arg version "$VERSION_ID" --arg name "$PRETTY_NAME" \
  --arg kernel "$(uname -r)" --arg architecture "$(dpkg --print-architecture)" \
  --argjson processors "$(nproc)" \
  --argjson memory "$(awk '$1 == "MemTotal:" { printf "%.0f", $2 * 1024 }' /proc/meminfo)" \
  --arg folder "$folder" \
  --arg disk "$(df -PB1 "$folder" | awk 'NR == 2 { print $2, $4 }')" \
  --arg addresses "$(ip -o address show scope global | awk '$2 !~ /^(docker|br-|veth|virbr)/ { sub("/.*", "", $4); print $4 }')" \
  --arg engine "$(asked Version)" --arg api "$(asked APIVersion)" \
  --arg compose "$({ docker compose version --short || docker-compose version --short; } 2>/dev/null || true)" '
  ($disk | split(" ") | map(tonumber)) as [$bytes, $free]
  | { os: { id: $id, version: $version, name: $name }, kernel: $kernel, architecture: $architecture,
      processors: $processors, memoryBytes: $memory,
      disk: { path: $folder, bytes: $bytes, freeBytes: $free },
      addresses: ($addresses | split("\n") | map(select(. != ""))),
      engine: { version: $engine, api: $api },
      compose: (if $compose == "" then null else $compose end) }'
