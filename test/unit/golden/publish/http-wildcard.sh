set -eu
# Users' hashes are for the router alone.
umask 027
put() { if [ -f $1 ]; then cp $1 $1.old; fi; mv $1.new $1; }
back() { if [ -f $1.old ]; then mv $1.old $1; else rm -f $1; fi; }
poll() {
  seconds=$1; shift
  deadline=$(($(date +%s) + seconds))
  until "$@" >/dev/null 2>&1; do
    [ "$(date +%s)" -lt "$deadline" ] || return 1
    sleep 0.2
  done
}
probe() {
  said=$(wget -S -T 3 -O /dev/null --header 'Host: probe.shops.example.org' "http://$1"/health 2>&1 || true)
  echo "$said" | grep -v '^Connecting' | head -n 1 | sed 's/^ *//'
  echo "$said" | sed -n 's/^ *[Ll]ocation: */to /p' | head -n 1
  echo "$said" | grep -m 1 -q 'HTTP/1.[01] [23]'
}
for server in prod-blog-0-1a2b3c4:8080 prod-blog-1-5d6e7f8:8080; do
  poll 60 probe "$server" || {
    echo "${server%:*}"
    probe "$server" 2>&1
    exit 1
  }
done
cat > /etc/traefik/routes/shops.yml.new <<'HOMEPORT_FILE'
http:
  middlewares:
    shops_ready_name:
      headers:
        customRequestHeaders:
          Host: probe.shops.example.org
    shops_ready_path:
      replacePath:
        path: /health
    shops_retry:
      retry:
        attempts: 10
        initialInterval: 20ms
  routers:
    shops_ready:
      entryPoints:
        - ping
      middlewares:
        - shops_retry
        - shops_ready_name
        - shops_ready_path
      rule: Host(`shops_ready`)
      service: shops
    shops_revision:
      entryPoints:
        - revision
      rule: Path(`/homeport-revision/shops/a4c6394b67d9`)
      service: ping@internal
    shops_wildcard:
      entryPoints:
        - web
      middlewares:
        - shops_retry
      priority: 1000
      rule: HostRegexp(`^[^.]+\.shops\.example\.org$`)
      service: shops
  services:
    shops:
      loadBalancer:
        healthCheck:
          interval: 5s
          path: /health
          timeout: 3s
        passHostHeader: true
        servers:
          - url: http://prod-blog-0-1a2b3c4:8080
          - url: http://prod-blog-1-5d6e7f8:8080
HOMEPORT_FILE
put /etc/traefik/routes/shops.yml
taken() { wget -q -T 2 -O /dev/null http://127.0.0.1:8083/homeport-revision/shops/a4c6394b67d9; }
poll 30 taken || {
  back /etc/traefik/routes/shops.yml
  echo "the router has not taken the route of shops within 30 s; the earlier one is back" >&2
  exit 1
}
for other in /etc/traefik/routes/shops.users /etc/traefik/routes/shops.*.users /etc/traefik/routes/shops.users.old /etc/traefik/routes/shops.*.users.old; do
  case $other in -) ;; *) rm -f "$other" ;; esac
done
gone=
if [ -f /etc/traefik/routes/shops.yml.old ]; then
  gone=$(grep 'url:' /etc/traefik/routes/shops.yml.old | while IFS= read -r line; do grep -qxFe "$line" /etc/traefik/routes/shops.yml || echo "$line"; done)
  rm /etc/traefik/routes/shops.yml.old
fi
# Of a service that was renamed: two routes to the same names, and the router would choose either.
claims() { grep ' rule: ' "$1" | grep -vFe '_ready`)' -e /homeport-revision/; }
for other in /etc/traefik/routes/*.yml; do
  if [ "$other" != /etc/traefik/routes/shops.yml ] && [ "$(claims "$other")" = "$(claims /etc/traefik/routes/shops.yml)" ]; then
    gone=$other
    rm -f "$other" "${other%.yml}.users" "${other%.yml}".*.users
  fi
done
if [ -n "$gone" ]; then sleep 5; fi
