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
