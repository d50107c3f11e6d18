set -eu
[ -s /etc/ssl/certs/ca-certificates.crt ] || { echo "the image haproxy:3.2.21-alpine has no public authorities in /etc/ssl/certs/ca-certificates.crt, as HAProxy's official one has; services with trustAuthority would trust no other" >&2; exit 1; }
cd /etc/homeport/trust
put() { cat > "$1.new"; chmod 644 "$1.new"; sync "$1.new"; mv "$1.new" "$1"; }
printf '%s' "$1" | put authority.pem
{ cat /etc/ssl/certs/ca-certificates.crt; printf '\n%s' "$1"; } | put bundle.pem
