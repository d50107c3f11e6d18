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
if [ -z "$(others)" ]; then
  for left in /etc/homeport/left/*; do
    [ -e "$left" ] || continue
    # One of these was cut off while it was written.
    case $left in *.new) ;; *) sh "$left" ;; esac
    rm -f "$left"
  done
fi
for mark in /etc/homeport/known/*; do
  if [ -f "$mark" ] && is_own "$mark"; then rm "$mark"; fi
done
