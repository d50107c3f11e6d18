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
name() {
  case $domain in '*'*) file=_${domain#?} ;; *) file=$domain ;; esac
  status=/acme/status/$file.json
  live=/acme/live/$file
}
put() { cat > "$1.new" && sync "$1.new" && mv "$1.new" "$1"; }
mkdir -p /issuer/credentials
for kept in /issuer/credentials/*; do
  case "  " in *" ${kept##*/} "*) ;; *) rm -f "$kept" ;; esac
done

answers() { wget -S -T 2 -O /dev/null "http://192.168.1.10:7070/" 2>&1 | grep -q HTTP/; }
poll 60 answers || echo "warning: nobody answers at 192.168.1.10:7070 yet, where names are proven" >&2
order="0123456789ab $(date +%s)-$$"
echo "$order" | put /issuer/order
attended() { [ "$(cat /issuer/attended 2>/dev/null)" = "$order" ]; }
poll 180 attended || echo "warning: the issuer is still at work after 180 s" >&2
for domain in blog.example.org '*.shops.example.org'; do
  name
  if [ -f "$status" ]; then
    echo "warning: $domain: $(sed 's/.*"error": "\(.*\)" }/\1/' "$status")" >&2
  elif ! [ -f "$live/fullchain.pem" ]; then
    echo "warning: $domain: there is no certificate yet; its log shows what the issuer does" >&2
  fi
done
