set -eu
# Users' hashes are for the router alone.
umask 027
mkdir -p -m 755 /etc/traefik/routes/.aside
put() { if [ -f $1 ]; then cp $1 $2.old; fi; sync $2.new; mv $2.new $1; }
back() { if [ -f $2.old ]; then mv $2.old $1; else rm -f $1; fi; }
poll() {
  seconds=$1; shift
  deadline=$(($(date +%s) + seconds))
  until "$@" >/dev/null 2>&1; do
    [ "$(date +%s)" -lt "$deadline" ] || return 1
    sleep 0.2
  done
}
export RES_OPTIONS=no-aaaa
probe() { nc -w 3 "${1%:*}" "${1#*:}" -e true </dev/null 2>&1; }
for server in prod-blog-0-1a2b3c4:8080 prod-blog-1-5d6e7f8:8080; do
  poll 30 probe "$server" || {
    echo "${server%:*}"
    # All that is to be told is its output; a shell says by itself that what took too long was terminated.
    probe "$server" 2>/dev/null
    exit 1
  }
done
cat > /etc/traefik/routes/.aside/wiki.yml.new <<'HOMEPORT_FILE'
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
    wiki_ready:
      entryPoints:
        - ping
      rule: Host(`wiki_ready`) && (ClientIP(`172.30.71.254`) || ClientIP(`172.30.71.1`) || !ClientIP(`172.30.71.0/24`))
      service: ping@internal
    wiki_revision:
      entryPoints:
        - revision
      rule: Path(`/homeport-revision/wiki/9e26869724bc`)
      service: ping@internal
  services:
    wiki:
      loadBalancer:
        passHostHeader: true
        servers:
          - url: http://prod-blog-0-1a2b3c4:8080
          - url: http://prod-blog-1-5d6e7f8:8080
HOMEPORT_FILE
put /etc/traefik/routes/wiki.yml /etc/traefik/routes/.aside/wiki.yml
taken() { wget -q -T 2 -O /dev/null http://127.0.0.1:8083/homeport-revision/wiki/9e26869724bc; }
poll 30 taken || {
  back /etc/traefik/routes/wiki.yml /etc/traefik/routes/.aside/wiki.yml
  echo "the router has not taken the route of wiki within 30 s; the earlier one is back" >&2
  exit 1
}
for other in /etc/traefik/routes/wiki.users /etc/traefik/routes/wiki.*.users; do
  case $other in -) ;; *) rm -f "$other" ;; esac
done
gone=
if [ -f /etc/traefik/routes/.aside/wiki.yml.old ]; then
  gone=$(grep 'url:' /etc/traefik/routes/.aside/wiki.yml.old | while IFS= read -r line; do grep -qxFe "$line" /etc/traefik/routes/wiki.yml || echo "$line"; done)
fi
rm -f /etc/traefik/routes/.aside/wiki.*
# Of a service that was renamed: two routes to the same names, and the router would choose either.
claims() { grep ' rule: ' "$1" | grep -vFe '_ready`)' -e /homeport-revision/ -e 'PathRegexp(`' -e 'Method(`'; }
# Who has no name claims nothing.
own=$(claims /etc/traefik/routes/wiki.yml) || :
# One search through all files: a look at each of them would take longer with every service that there is.
for other in $([ -z "$own" ] || grep -lxFe "$own" /etc/traefik/routes/*.yml); do
  if [ "$other" != /etc/traefik/routes/wiki.yml ] && [ "$(claims "$other")" = "$own" ]; then
    gone=$other
    rm -f "$other" "${other%.yml}.users" "${other%.yml}".*.users
  fi
done
sync /etc/traefik/routes
if [ -n "$gone" ]; then sleep 0; fi
