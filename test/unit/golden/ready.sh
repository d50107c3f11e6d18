set -eu
poll() {
  seconds=$1; shift
  deadline=$(($(date +%s) + seconds))
  until "$@" >/dev/null 2>&1; do
    [ "$(date +%s)" -lt "$deadline" ] || return 1
    sleep 0.2
  done
}
mkdir -p -m 755 /etc/traefik/routes/.aside
cat > /etc/traefik/routes/.aside/unrouted_.yml.new <<'HOMEPORT_ROUTE'
http:
  middlewares:
    unrouted_:
      headers:
        customResponseHeaders:
          X-Homeport-Unrouted: yes
    unrouted_stranger:
      errors:
        query: /ping
        service: ping@internal
        status:
          - 200-999
        statusRewrites:
          200-999: 404
  routers:
    unrouted_:
      entryPoints:
        - web
      middlewares:
        - unrouted_
      priority: 2
      rule: ClientIP(`172.30.71.254`) || ClientIP(`192.168.1.2`)
      service: unrouted_
    unrouted__revision:
      entryPoints:
        - revision
      rule: Path(`/homeport-revision/unrouted_/3f8c4d42c23a`)
      service: ping@internal
    unrouted_stranger:
      entryPoints:
        - web
      middlewares:
        - unrouted_
        - unrouted_stranger
      priority: 1
      rule: PathPrefix(`/`)
      service: unrouted_
  services:
    unrouted_:
      loadBalancer:
        servers: []
HOMEPORT_ROUTE
sync /etc/traefik/routes/.aside/unrouted_.yml.new
mv /etc/traefik/routes/.aside/unrouted_.yml.new /etc/traefik/routes/unrouted_.yml
cat > /etc/traefik/routes/.aside/sent_.yml.new <<'HOMEPORT_ROUTE'
http:
  middlewares:
    sent_:
      replacePathRegex:
        regex: "%00([0-9A-Fa-f]{2})"
        replacement: "%$1"
    sent_header:
      headers:
        customRequestHeaders:
          X-Replaced-Path: ""
  routers:
    sent__revision:
      entryPoints:
        - revision
      rule: Path(`/homeport-revision/sent_/fe3ee33285f8`)
      service: ping@internal
HOMEPORT_ROUTE
sync /etc/traefik/routes/.aside/sent_.yml.new
mv /etc/traefik/routes/.aside/sent_.yml.new /etc/traefik/routes/sent_.yml
cat > /etc/traefik/routes/.aside/loaded_.yml.new <<'HOMEPORT_ROUTE'
http:
  routers:
    loaded_:
      entryPoints:
        - ping
      rule: Path(`/homeport-loaded`)
      service: ping@internal
HOMEPORT_ROUTE
sync /etc/traefik/routes/.aside/loaded_.yml.new
mv /etc/traefik/routes/.aside/loaded_.yml.new /etc/traefik/routes/loaded_.yml
rm -f /etc/traefik/routes/dashboard_.yml
rm -f /etc/traefik/routes/figures_.yml
sync /etc/traefik/routes
ask() { wget -q -T 2 -O /dev/null "http://127.0.0.1:$1"; }
poll 30 ask 8082/ping || { echo "the router does not answer after 30 s" >&2; exit 1; }
# A route may change meanwhile: what it says now is asked for, time and again.
taken() { for path in $(sed -n 's/.*Path(`\(\/homeport-revision\/[^`]*\)`).*/\1/p' "$1"); do ask "8083$path" || return 1; done; }
for file in /etc/traefik/routes/*.yml; do
  poll 30 taken "$file" || { echo "the router has not taken $path after 30 s" >&2; exit 1; }
done
poll 30 ask 8082/homeport-loaded || { echo "the router has not loaded its routes after 30 s" >&2; exit 1; }
