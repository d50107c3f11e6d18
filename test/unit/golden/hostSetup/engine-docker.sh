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
is_new_enough() { dpkg --compare-versions "${1#*:}" ge 28.5; }
has_compose() { :; }
# What this stack has no word about may be what another one has chosen.
is_others() { is_wished "$1" || is_untold; }
uses_apparmor() { [ -d /sys/kernel/security/apparmor ]; }
is_complete() {
  is_installed docker-ce docker-ce-cli containerd.io ca-certificates iptables && is_new_enough "$(version_here)" && command -v docker >/dev/null &&
    has_compose && { ! uses_apparmor || is_installed apparmor; }
}
version_here() { dpkg-query -W -f='${Version}' docker-ce 2>/dev/null; }
find_engine() {
  refresh
  offered=$(apt-cache madison docker-ce | awk '{ print $3 }' | sort -u)
  echo "$offered" | grep -qE '^([0-9]+:)?28\.5([.~+-]|$)' || fail "apt has no package docker-ce of the version wanted; it has:
$(echo "$offered" | sed 's/^/  /')
  Choose one of these, or another source; on Ubuntu the component universe is needed."
}
install_engine() {
  set -- docker-ce docker-ce-cli containerd.io ca-certificates iptables
  ! uses_apparmor || set -- "$@" apparmor
  if has_compose; then :
  elif is_offered docker-compose-plugin; then set -- "$@" docker-compose-plugin
  fi
  if is_known docker-ce && is_new_enough "$(version_here)"; then set -- --no-upgrade "$@"; fi
  install "$@"
}
there=none
[ -z "$(command -v dockerd)" ] || there=other
if is_known docker.io; then there=distribution; fi
if is_known docker-ce; then there=docker; fi
case $there in none | docker)
  need ca-certificates gpg
. /etc/os-release
others=$(grep -lrF 'download.docker.com' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null | grep -vF /etc/apt/sources.list.d/homeport-docker.sources || true)
[ -z "$others" ] || fail "packages of download.docker.com come by $others already, with a key that nobody has compared.
  Remove the file; set-up writes its own."
shown() { gpg --homedir "$folder" --batch --with-colons --show-keys "$1" 2>/dev/null; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if ! shown /etc/apt/keyrings/homeport-docker.gpg | grep '^pub:[^er]' >/dev/null; then
  said=$(/usr/lib/apt/apt-helper download-file https://download.docker.com/linux/debian/gpg "$folder/key" 2>&1 </dev/null) || fail "the key of download.docker.com is not reached: https://download.docker.com/linux/debian/gpg
$(words)"
  gpg --homedir "$folder" --batch --quiet --import "$folder/key" 2>/dev/null || true
  gpg --homedir "$folder" --batch --quiet --export 9DC858229FC7DD38854AE2D88D81803C0EBFCD88 > "$folder/keyring" 2>/dev/null || true
  [ -s "$folder/keyring" ] || fail "the key at https://download.docker.com/linux/debian/gpg is another one than expected.
  Expected: 9DC858229FC7DD38854AE2D88D81803C0EBFCD88; found: $(shown "$folder/key" | awk -F: '$1 == "fpr" { print $10; exit }')"
  put /etc/apt/keyrings/homeport-docker.gpg < "$folder/keyring"
  fresh=
fi
sources=$(cksum /etc/apt/sources.list.d/homeport-docker.sources 2>/dev/null || true)
put /etc/apt/sources.list.d/homeport-docker.sources <<HOMEPORT_FILE
Types: deb
URIs: https://download.docker.com/linux/$ID
Suites: $VERSION_CODENAME
Components: stable
Signed-By: /etc/apt/keyrings/homeport-docker.gpg
HOMEPORT_FILE
[ "$sources" = "$(cksum /etc/apt/sources.list.d/homeport-docker.sources)" ] || fresh=
  is_complete || find_engine
  put /etc/apt/preferences.d/homeport-engine <<'HOMEPORT_FILE'
Package: docker-ce docker-ce-cli
Pin: version /^([0-9]+:)?28\.5([.~+-]|$)/
Pin-Priority: 990

Package: docker-ce docker-ce-cli
Pin: release *
Pin-Priority: -1
HOMEPORT_FILE
  is_complete || install_engine
esac
put /etc/sysctl.d/60-homeport-late-addresses.conf <<'HOMEPORT_FILE'
net.ipv4.ip_nonlocal_bind = 1
net.ipv6.ip_nonlocal_bind = 1
HOMEPORT_FILE
[ ! -w /proc/sys/net/ipv4/ip_nonlocal_bind ] || echo 1 > /proc/sys/net/ipv4/ip_nonlocal_bind
[ ! -w /proc/sys/net/ipv6/ip_nonlocal_bind ] || echo 1 > /proc/sys/net/ipv6/ip_nonlocal_bind
if [ "$(cat /proc/sys/fs/inotify/max_user_instances)" -le 1024 ]; then
put /etc/sysctl.d/60-homeport-watched-files.conf <<'HOMEPORT_FILE'
fs.inotify.max_user_instances = 1024
HOMEPORT_FILE
[ ! -w /proc/sys/fs/inotify/max_user_instances ] || echo 1024 > /proc/sys/fs/inotify/max_user_instances
fi
start_engine || fail "the Docker engine does not answer within 90 s of its start.
$(engine_words)"
{ is_new_enough "$(asked Version)" && dpkg --compare-versions "$(asked APIVersion)" ge 1.41; } || fail "Docker engine $(asked Version) (API $(asked APIVersion)) is here, and at least 28.5 (API 1.41) is needed.
  Remove it, and set-up installs another one; images and volumes stay."
case " $(id -nG deploy) " in *" docker "*) ;; *) usermod -aG docker deploy ;; esac
echo "Docker engine $(asked Version), API $(asked APIVersion)"
