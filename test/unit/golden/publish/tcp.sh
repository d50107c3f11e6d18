set -eu
poll() {
  seconds=$1; shift
  deadline=$(($(date +%s) + seconds))
  until "$@" >/dev/null 2>&1; do
    [ "$(date +%s)" -lt "$deadline" ] || return 1
    sleep 0.2
  done
}
probe() { nc -w 3 "${1%:*}" "${1#*:}" -e true </dev/null 2>&1; }
for server in prod-blog-0-1a2b3c4:8080 prod-blog-1-5d6e7f8:8080; do
  poll 30 probe "$server" || {
    echo "$server is not ready after 30 s: $(probe "$server" 2>&1)" >&2
    echo "${server%:*}"
    exit 1
  }
done
cat > /etc/traefik/routes/wiki.yml.new <<'HOMEPORT_ROUTE'
http:
  middlewares:
    wiki_retry:
      retry:
        attempts: 10
        initialInterval: 20ms
  routers:
    wiki:
      entryPoints:
        - web
      middlewares:
        - wiki_retry
      priority: 2000
      rule: Host(`wiki.example.org`)
      service: wiki
    wiki_revision:
      entryPoints:
        - revision
      rule: Path(`/homeport-revision/wiki/dff8add08dfc`)
      service: ping@internal
  services:
    wiki:
      loadBalancer:
        passHostHeader: true
        servers:
          - url: http://prod-blog-0-1a2b3c4:8080
          - url: http://prod-blog-1-5d6e7f8:8080
HOMEPORT_ROUTE
if [ -f /etc/traefik/routes/wiki.yml ]; then cp /etc/traefik/routes/wiki.yml /etc/traefik/routes/wiki.yml.old; fi
mv /etc/traefik/routes/wiki.yml.new /etc/traefik/routes/wiki.yml
taken() { wget -q -T 2 -O /dev/null http://127.0.0.1:8083/homeport-revision/wiki/dff8add08dfc; }
poll 30 taken || {
  if [ -f /etc/traefik/routes/wiki.yml.old ]; then mv /etc/traefik/routes/wiki.yml.old /etc/traefik/routes/wiki.yml; else rm /etc/traefik/routes/wiki.yml; fi
  echo "the router has not taken the route of wiki within 30 s; the earlier one is back" >&2
  exit 1
}
if [ -f /etc/traefik/routes/wiki.yml.old ]; then
  gone=$(grep 'url:' /etc/traefik/routes/wiki.yml.old | while IFS= read -r line; do grep -qxFe "$line" /etc/traefik/routes/wiki.yml || echo "$line"; done)
  rm /etc/traefik/routes/wiki.yml.old
  if [ -n "$gone" ]; then sleep 0; fi
fi
