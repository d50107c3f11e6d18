set -eu
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
umask 022
fail() { printf '%s\n' 'host apps: '"$*" >&2; exit 1; }
put() {
  mkdir -p "${1%/*}"
  cat > "$1.new"
  if cmp -s "$1.new" "$1"; then rm "$1.new"; else sync "$1.new"; mv "$1.new" "$1"; fi
}
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
undo() {
  cat <<'HOMEPORT_UNDO'
set -eu
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
umask 022
fail() { printf '%s\n' 'host apps: '"$*" >&2; exit 1; }
put() {
  mkdir -p "${1%/*}"
  cat > "$1.new"
  if cmp -s "$1.new" "$1"; then rm "$1.new"; else sync "$1.new"; mv "$1.new" "$1"; fi
}
is_on() { grep -q '^/var/lib/homeport/swap[[:space:]]' /proc/swaps; }
swap_off() {
  ! is_on || swapoff /var/lib/homeport/swap 2>/dev/null || fail "the memory does not suffice without the swap file that is there.
  Stop something, or restart the machine."
}
swap_off
sed '\#^/var/lib/homeport/swap #d' /etc/fstab | put /etc/fstab
rm -f /var/lib/homeport/swap
HOMEPORT_UNDO
}
# Its own mark tells no more of the wish where the option alone was taken away.
is_dropped() { [ -f "$own" ] && is_own "$own" && ! is_wish_of "$own"; }
is_wish_of() { grep -qF 'wish swapFile ' "$1"; }
needing() {
  others | while IFS= read -r mark; do
    if ! is_dropped || is_wish_of "$mark" || ! grep -q '^id ' "$mark"; then printf '%s\n' "$mark"; fi
  done
}
by=$(needing | head -n 1)
if [ -n "$by" ]; then
  undo | put /etc/homeport/left/swapFile
  echo "host apps: left as it is: the swap file; $(whose "$by") uses this machine too. The last stack that goes undoes it."
else
  rm -f /etc/homeport/left/swapFile
  sh -c "$(undo)"
fi
