/** Lines of a `docker` that stops and starts what its folder has, and keeps volumes there. */
export const enginesOwn = `here=$(dirname "$0")
turn() { to=$1; shift; for one; do sed -i 's/"Status":"[a-z]*"/"Status":"'$to'"/' $(grep -l '"/'"$one"'"' "$here"/inspect-*); done; }
case "$4" in "{{json .Config.Healthcheck}}") shift 4; for one; do echo null; done; exit;; esac
case "$1 $2" in
  "stop "*) shift; turn exited "$@"; exit;;
  "start "*) shift; turn running "$@"; exit;;
  "volume ls") echo prod-notes-volume-data-1; cat "$here"/marks 2>/dev/null; exit 0;;
  "volume create") for last; do :; done; labels=; while [ $# -gt 1 ]; do [ "$1" != --label ] || labels=$labels,$2; shift; done
    printf '%s\\t%s\\n' "$last" "\${labels#,}" >>"$here"/marks; exit;;
  "volume rm") rm -f "$here"/marks; exit;;
esac`;
