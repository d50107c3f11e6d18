set -eu
umask 077
poll() {
  seconds=$1; shift
  deadline=$(($(date +%s) + seconds))
  until "$@" >/dev/null 2>&1; do
    [ "$(date +%s)" -lt "$deadline" ] || return 1
    sleep 0.2
  done
}
put() { cat > "$1.new" && sync "$1.new" && mv "$1.new" "$1"; }
mkdir -p /backups/secrets
for kept in /backups/secrets/*; do
  case " 0-password encryption " in *" ${kept##*/} "*) ;; *) rm -f "$kept" ;; esac
done
printf %s 'it'\''s secret' | put /backups/secrets/0-password
printf %s e | put /backups/secrets/encryption
order="open $(date +%s)-$$"
echo "$order" | put /backups/order
attended() { [ "$(cat /backups/attended 2>/dev/null)" = "$order" ]; }
poll 60 attended || { echo "warning: the backups are at work, or a repository does not answer, for 60 s" >&2; exit 0; }
for place in 0 1; do
  jq -r 'select(.problem != "") | (if .refused then "" else "warning: " end) + .shown + ": " + .problem' /backups/places/$place/outcome >&2
  ! jq -e .refused /backups/places/$place/outcome >/dev/null || exit 1
done
