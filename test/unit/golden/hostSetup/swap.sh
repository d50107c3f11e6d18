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
mkdir -p /var/lib/homeport
if [ "$(stat -c %s /var/lib/homeport/swap 2>/dev/null)" != 2147483648 ]; then
  swap_off
  rm -f /var/lib/homeport/swap /var/lib/homeport/swap.new
  free=$(df -Pk /var/lib/homeport | awk 'NR == 2 { print int($4 / 1024) }')
  [ "$free" -ge 3072 ] || fail "$free MiB are free on the disk with /var/lib; a swap file of 2048 MiB leaves too few of them.
  Make room, or choose a smaller one; 1024 MiB stay free."
  umask 077
  # Every block is written: a file with holes is no swap.
  dd if=/dev/zero of=/var/lib/homeport/swap.new bs=1M count=2048 conv=fsync 2>/dev/null || fail "the swap file cannot be written."
  mkswap /var/lib/homeport/swap.new >/dev/null
  mv /var/lib/homeport/swap.new /var/lib/homeport/swap
  umask 022
fi
if ! is_on; then
  said=$(swapon /var/lib/homeport/swap 2>&1) || {
    rm /var/lib/homeport/swap
    fail "a swap file cannot be used here:
  $said"
  }
fi
[ -e /etc/fstab ] || : > /etc/fstab
grep -qxF '/var/lib/homeport/swap none swap sw 0 0 # Homeport' /etc/fstab || { sed '\#^/var/lib/homeport/swap #d' /etc/fstab; echo '/var/lib/homeport/swap none swap sw 0 0 # Homeport'; } | put /etc/fstab
