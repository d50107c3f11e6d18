set -eu
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
umask 022
fail() { printf '%s\n' 'host apps: '"$*" >&2; exit 1; }
put() {
  mkdir -p "${1%/*}"
  cat > "$1.new"
  if cmp -s "$1.new" "$1"; then rm "$1.new"; else sync "$1.new"; mv "$1.new" "$1"; fi
}
has_systemd() { [ -d /run/systemd/system ]; }
reload_sshd() {
  number=$(cat /run/sshd.pid 2>/dev/null) || number=
  rm -f /run/sshd.pid
  if has_systemd; then systemctl try-reload-or-restart ssh.service
  else kill -HUP "$number"; fi 2>/dev/null || true
  [ -n "$number" ] || return 0
  tries=0
  until [ -s /run/sshd.pid ] || [ $tries -ge 100 ]; do tries=$((tries + 1)); sleep 0.1; done
}
# What sshd's check asks for, where it is started by a socket.
mkdir -p /run/sshd
before=$(cksum /etc/ssh/sshd_config.d/00-homeport-keys.conf 2>/dev/null || true)
[ ! -e /etc/ssh/sshd_config.d/00-homeport-keys.conf ] || cp -p /etc/ssh/sshd_config.d/00-homeport-keys.conf /etc/ssh/sshd_config.d/00-homeport-keys.conf.before
refuse() {
  if [ -e /etc/ssh/sshd_config.d/00-homeport-keys.conf.before ]; then mv /etc/ssh/sshd_config.d/00-homeport-keys.conf.before /etc/ssh/sshd_config.d/00-homeport-keys.conf; else rm /etc/ssh/sshd_config.d/00-homeport-keys.conf; fi
  fail "$1; sshd stays as it is.
$2"
}
sshd -t 2>/dev/null || fail "sshd refuses its settings as they are; nothing is changed.
  $(sshd -t 2>&1 | head -n 1)"
put /etc/ssh/sshd_config.d/00-homeport-keys.conf <<'HOMEPORT_FILE'
PasswordAuthentication no
KbdInteractiveAuthentication no
HOMEPORT_FILE
said=$(sshd -t 2>&1) || refuse "sshd refuses /etc/ssh/sshd_config.d/00-homeport-keys.conf" "  $said"
for line in 'passwordauthentication no' 'kbdinteractiveauthentication no'; do
  sshd -T 2>/dev/null | grep -qixF "$line" || refuse "sshd does not read /etc/ssh/sshd_config.d/00-homeport-keys.conf" "  Begin /etc/ssh/sshd_config with the line: Include /etc/ssh/sshd_config.d/*.conf"
done
rm -f /etc/ssh/sshd_config.d/00-homeport-keys.conf.before
[ "$before" = "$(cksum /etc/ssh/sshd_config.d/00-homeport-keys.conf)" ] || reload_sshd
