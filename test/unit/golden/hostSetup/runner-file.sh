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
is_other() { ! is_installed gitlab-runner || [ "$wanted" != "$(cat /etc/gitlab-runner/homeport-package 2>/dev/null)" ]; }
install_given() {
  install --allow-downgrades "$1"
  echo "$wanted" | put /etc/gitlab-runner/homeport-package
}
part() {
  awk -v part="$1" -v name='name = "apps"' '
    function end() { if (block != "" && ours == (part == "ours")) printf "%s", block; block = ""; ours = 0 }
    /^\[\[runners\]\]/ { end(); inside = 1; block = $0 "\n"; top = 1; next }
    !inside { if (part == "others") print; next }
    /^[ \t]*\[/ { top = 0 }
    { block = block $0 "\n"; line = $0; gsub(/^[ \t]+|[ \t]+$/, "", line); if (top && line == name) ours = 1 }
    END { end() }'
}
without_token() { TOKEN=$token awk '{ while (at = index($0, ENVIRON["TOKEN"])) $0 = substr($0, 1, at - 1) "***" substr($0, at + length(ENVIRON["TOKEN"])); print }'; }
own=/etc/homeport/known/homeport.prod.apps
is_own() { grep -qx 'id 0123456789abcdef' "$1" || { [ "$1" = "$own" ] && ! grep -q '^id ' "$1"; }; }
others() {
  for mark in /etc/homeport/known/*; do
    if [ -f "$mark" ] && ! is_own "$mark"; then printf '%s\n' "$mark"; fi
  done
}
whose() {
  if grep -q '^id ' "$1"; then sed -n 's/^project //p; s/^stack /\//p; s/^host \(.*\)/ (its host \1)/p' "$1" | tr -d '\n'
  else printf 'the stack of %s' "$1"; fi
}
is_agreed() { false; }
refuse_other_token() {
  others | while IFS= read -r mark; do
    if is_agreed "$mark" || ! grep -qF 'wish gitlabRunner@apps ' "$mark"; then continue; fi
    fail "$(whose "$mark") has registered a GitLab runner of this name by another token; it stays.
  Give both the same token, or leave gitlabRunner out of setup here: this stack then uses what the other one sets up."
  done
}
IFS= read -r token || true
[ -n "$token" ] || fail "no token has come in for its GitLab runner; set gitlabRunner.token."
url=https://gitlab.example.org
# Without it the runner's user has a .bash_logout that lets jobs of the shell fail.
export GITLAB_RUNNER_DISABLE_SKEL=true
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
source='/srv/gitlab runner.deb'
[ -r "$source" ] || fail "the package of gitlab-runner is not on the machine: $source"
wanted=$(sha256sum < "$source" | cut -d ' ' -f 1)
if is_other; then
  cp "$source" "$folder/gitlab-runner.deb"
  install_given "$folder/gitlab-runner.deb"
fi
umask 077
settings='apps https://gitlab.example.org docker debian:13-slim'
known() { printf '%s\n' "$1" "$settings" "$token" | sha256sum | cut -d ' ' -f 1; }
[ -e /etc/gitlab-runner/homeport-registration.apps ] || [ ! -e /etc/gitlab-runner/homeport-registration ] || mv /etc/gitlab-runner/homeport-registration /etc/gitlab-runner/homeport-registration.apps
read -r salt former 2>/dev/null < /etc/gitlab-runner/homeport-registration.apps || { salt='' former=''; }
if [ -z "$salt" ] || [ "$former" != "$(known "$salt")" ] || [ -z "$(part ours 2>/dev/null < /etc/gitlab-runner/config.toml)" ]; then
  [ -z "$salt" ] || refuse_other_token
  [ ! -e /etc/gitlab-runner/.runner_system_id ] || cp /etc/gitlab-runner/.runner_system_id "$folder/"
  said=$(CI_SERVER_TOKEN=$token RUNNER_NAME=apps gitlab-runner register --non-interactive \
    --config "$folder/config.toml" --url "$url" --executor docker --docker-image debian:13-slim 2>&1 </dev/null) || fail "GitLab does not take the runner at $url:
$(words | without_token)
  Check url and token: a runner authentication token begins with glrt-."
  [ -e /etc/gitlab-runner/.runner_system_id ] || [ ! -e "$folder/.runner_system_id" ] || cp "$folder/.runner_system_id" /etc/gitlab-runner/.runner_system_id
  if [ -e /etc/gitlab-runner/config.toml ]; then { part others < /etc/gitlab-runner/config.toml; part ours < "$folder/config.toml"; } | put /etc/gitlab-runner/config.toml
  else put /etc/gitlab-runner/config.toml < "$folder/config.toml"; fi
  salt=$(od -An -N 16 -tx1 /dev/urandom | tr -d ' \n')
  echo "$salt $(known "$salt")" | put /etc/gitlab-runner/homeport-registration.apps
fi
said=$(gitlab-runner status 2>&1 </dev/null) || said=$(gitlab-runner start 2>&1 </dev/null) || fail "gitlab-runner does not start:
$(words)"
echo "GitLab runner is registered"
