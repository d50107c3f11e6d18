set -eu
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
umask 022
fail() { printf '%s\n' 'host apps: '"$*" >&2; exit 1; }
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
is_agreed() { grep -qxF 'project homeport' "$1" && grep -qxF -e 'stack staging' "$1"; }
told() {
  cat <<'HOMEPORT_FILE'
id 0123456789abcdef
project homeport
stack prod
host apps
wish daemon.debug {"debug":true}
wish firewall {"machine":[],"private":[],"public":["443"]}
HOMEPORT_FILE
}
differing() {
  told | awk '$1 != "wish" { next }
{ value = substr($0, 7 + length($2)) }
!own { theirs[$2] = value; next }
$2 in theirs && theirs[$2] != value { option = $2; sub(/@.*/, "", option); print "  " option ": here " value ", there " theirs[$2] }' own= "$1" own=1 -
}
refuse_differing() {
  others | while IFS= read -r mark; do
    if is_agreed "$mark"; then continue; fi
    said=$(differing "$mark")
    [ -z "$said" ] || fail "$(whose "$mark") wishes something else of this machine; nothing is changed.
$said
  Give both the same, or leave it out of setup here: this stack then uses what the other one sets up.
  If that stack is gone for good, take its mark away on the machine: rm '$mark'"
  done
}
mark() {
  if ! told | cmp -s - "$own"; then
    # Aside first: whoever looks finds a whole one or none.
    mkdir -p /etc/homeport/known
    told > /etc/homeport/known.new
    sync /etc/homeport/known.new
    mv /etc/homeport/known.new "$own"
  fi
  # What it was called before.
  for mark in /etc/homeport/known/*; do
    if [ "$mark" != "$own" ] && is_own "$mark"; then rm "$mark"; fi
  done
}
refuse_differing
mark
