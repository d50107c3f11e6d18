import { renderStep } from "./shell";

/** Distributions by their names in `/etc/os-release`, with what they are called. */
const supported = ["debian:12", "debian:13", "ubuntu:22.04", "ubuntu:24.04", "ubuntu:26.04"];

/** Free space that set-up needs, in MiB. */
const neededMebibytes = 1024;

/**
 * Renders the script that looks whether a machine can be set up. It changes nothing.
 */
export const renderSupported = (host: string): string =>
  renderStep(
    host,
    [],
    `
[ "$(id -u)" = 0 ] || fail "set-up runs as root, and here it is $(id -un).
  Use root, or a user with sudo."
ID=unknown VERSION_ID='' PRETTY_NAME=''
[ ! -r /etc/os-release ] || . /etc/os-release
case $ID:$VERSION_ID in
  ${supported.join(" | ")}) ;;
  *) fail "\${PRETTY_NAME:-$ID} is not supported.
  Expected: Debian 12 or 13, or Ubuntu 22.04, 24.04 or 26.04." ;;
esac
[ -d /run/systemd/system ] || [ "$ID" = debian ] || fail "there is no systemd, by which Ubuntu starts the Docker engine.
  Expected: a whole machine or VM, and no container."
[ -w /etc ] || fail "/etc cannot be written: the file system is read-only.
  A disk that fails is often mounted this way; look at: dmesg"

[ ! -e /snap/bin/docker ] || fail "Docker is installed as a snap, which can neither see all directories nor keep containers over a restart.
  Remove it: snap remove docker"
if [ ! -S /run/docker.sock ]; then
  for found in /run/user/*/docker.sock /home/*/.config/systemd/user/docker.service /root/.config/systemd/user/docker.service; do
    [ ! -e "$found" ] || fail "a rootless Docker engine is here ($found), which hides the addresses of visitors.
  Remove it as its user: dockerd-rootless-setuptool.sh uninstall"
  done
fi
[ "$(dpkg-query -W -f='\${db:Status-Status}' podman-docker 2>/dev/null)" != installed ] || fail "the command docker is Podman's here.
  Remove the package: apt-get remove podman-docker"

for place in /usr /var/lib/docker /var/lib /var/cache/apt; do
  [ -d "$place" ] || continue
  free=$(df -Pk "$place" | awk 'NR == 2 { print int($4 / 1024) }')
  [ "$free" -ge ${neededMebibytes} ] || fail "$free MiB are free on the disk with $place; at least ${neededMebibytes} MiB are needed.
  Make room, for example: apt-get clean; docker system prune; journalctl --vacuum-size=200M"
done

sources=$(apt-get --print-uris update 2>/dev/null </dev/null | sed -n "s/^'\\([^']*InRelease\\)'.*/\\1/p")
[ -n "$sources" ] || fail "apt has no package source on the network.
  Name one in /etc/apt/sources.list; example: deb http://mirror.example.org/debian trixie main"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for source in $sources; do
  said=$(/usr/lib/apt/apt-helper -o Acquire::Retries=0 -o Acquire::http::Timeout=10 -o Acquire::https::Timeout=10 \\
    download-file "$source" "$folder/InRelease" 2>&1 </dev/null) && exit 0
done
fail "no package source is reached: $(echo "$sources" | head -n 1)
$(echo "$said" | grep '^E:' | tail -n 3 | sed 's/^/  /')
  Check the machine's network, name servers and proxy (/etc/apt/apt.conf.d)."
`,
  );
