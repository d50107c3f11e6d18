/** How long a step waits for others who are at the packages, in seconds. */
const patienceSeconds = 600;

/**
 * Shell functions around apt, for Debian and Ubuntu. Configuration files stay as they are, services that have nothing
 * to do with it are not restarted, nothing is removed, and what was cut off is put right first.
 */
export const aptFunctions = `export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 APT_LISTCHANGES_FRONTEND=none
patience=$(($(date +%s) + ${patienceSeconds}))
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
words() { printf '%s\\n' "$said" | grep -v '^ *$' | tail -n 6 | sed 's/^/  /'; }
apt() {
  unlocked apt-get -qq -y --no-remove -o Acquire::Retries=3 \\
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}
state() { dpkg-query -W -f='\${db:Status-Status}' "$1" 2>/dev/null || true; }
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
is_offered() { apt-cache policy "$1" | grep -q '^  Candidate: [^(]'; }`;
