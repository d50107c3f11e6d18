/**
 * What makes a lane, in three steps: each runs the next one, and takes its name, its number in addresses, the
 * engine's folder and the further steps.
 */

/**
 * On the machine. Whatever ends the lane, and whoever started it, this comes to its last line; what it left when it was
 * killed itself goes before the next one.
 */
export const besideMachine = `
name=$1 at=$2 root=$3; data=$root/$name
mkdir -p /run/lock
exec 9>"/run/lock/$name"
flock 9
away() {
  ip link delete "$name" || :
  while iptables -w -D FORWARD -i "$name" -j ACCEPT; do :; done
  while iptables -w -D FORWARD -o "$name" -j ACCEPT; do :; done
  while iptables -w -t nat -D POSTROUTING -s "198.19.255.$at/30" -j MASQUERADE; do :; done
  find /sys/fs/cgroup -depth -type d "(" -path "*/$name" -o -path "*/$name/*" ")" -exec rmdir {} + || :
  rm -rf "$data"
}
away 2>/dev/null
trap 'away 2>/dev/null' EXIT
mkdir -m 711 -p "$data/image"
# Images, and nothing that containers keep. An engine never writes to a file of a layer: links to them are enough.
cp -a "$root/image/overlay2" "$data/image/"
cp -axl "$root/overlay2" "$data/"
unshare --net sh -euc "$4" lane "$@" 9>&-
`;

/** In a network of its own, with a way to the outside by the machine's address. */
export const inNetwork = `
name=$1 at=$2
way=$(nsenter --target "$PPID" --net ip -o -4 route show default | sed -n 's/.* dev \\([^ ]*\\).*/\\1/p' | head -n 1)
mtu=$(cat "/sys/class/net/$way/mtu" || echo 1500)
ip link add eth0 mtu "$mtu" type veth peer name "$name" mtu "$mtu" netns "$PPID"
nsenter --target "$PPID" --net sh -eu <<END
ip address add 198.19.255.$((at + 1))/30 dev $name
ip link set $name up
iptables -w -I FORWARD -i $name -j ACCEPT
iptables -w -I FORWARD -o $name -j ACCEPT
iptables -w -t nat -A POSTROUTING -s 198.19.255.$at/30 -j MASQUERADE
END
ip link set lo up
ip address add 198.19.255.$((at + 2))/30 dev eth0
ip link set eth0 up
ip route add default via 198.19.255.$((at + 1))
exec unshare --mount --propagation slave --uts --ipc --pid --fork --kill-child sh -euc "$5" lane "$@"
`;

/** With processes and mounts of its own: says how the machine calls this process, and ends with its input. */
export const inNamespaces = `
name=$1 root=$3
read -r pid rest </proc/self/stat
mount -t proc proc /proc
hostname "$name"
names=/etc/resolv.conf
# A resolver that listens at the machine's own loopback is none here.
if [ -e /run/systemd/resolve/resolv.conf ]; then names=/run/systemd/resolve/resolv.conf; fi
names=$(cat "$names")
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/lock
there=$(readlink -m /etc/resolv.conf)
case $there in /run/*) mkdir -p "$(dirname "$there")"; echo "$names" >"$there" ;; esac
mount --bind "$root/$name" "$root"
exec 3<&0
dockerd --cgroup-parent="/$name" </dev/null >&2 &
engine=$!
{ cat >/dev/null; kill -9 "$engine"; } <&3 &
echo "$pid"
wait "$engine"
`;
