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
has_systemd() { [ -d /run/systemd/system ]; }
need unattended-upgrades
put /etc/apt/apt.conf.d/60homeport-security-updates <<'HOMEPORT_FILE'
#clear Unattended-Upgrade::Origins-Pattern;
#clear Unattended-Upgrade::Allowed-Origins;
Unattended-Upgrade::Origins-Pattern {
  "origin=Debian,codename=${distro_codename}-security,label=Debian-Security";
  "origin=Ubuntu,archive=${distro_codename}-security";
};
Unattended-Upgrade::Automatic-Reboot "false";
APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";
HOMEPORT_FILE
if has_systemd; then
  said=$(systemctl enable --quiet --now apt-daily.timer apt-daily-upgrade.timer 2>&1) || fail "the timers of the updates cannot be turned on:
$(words)"
else
  echo "There is no systemd, whose timers begin the updates: have /usr/lib/apt/apt.systemd.daily run every day."
fi
