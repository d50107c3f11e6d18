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
  said=$(wget -S -T 3 -O /dev/null --header 'Host: guarded.example.org' "http://$1"/health 2>&1 || true)
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
cat > /etc/traefik/routes/guarded.users.new <<'HOMEPORT_FILE'
anna:$2b$04$u23pOlCMlpfvDq7FBqht3.Sd/fkFIpUesXCD8DQ9o6cxzefiVd5iS
ben:$2y$04$n4.x88eAw6imMy1a/O9DFeFsa0ugYHDhfRHjgg/zxhJFInWJSx1XO
HOMEPORT_FILE
put /etc/traefik/routes/guarded.users
cat > /etc/traefik/routes/guarded.yml.new <<'HOMEPORT_FILE'
http:
  middlewares:
    guarded_ready_name:
      headers:
        customRequestHeaders:
          Host: guarded.example.org
    guarded_ready_path:
      replacePath:
        path: /health
    guarded_retry:
      retry:
        attempts: 10
        initialInterval: 20ms
    guarded_users:
      basicAuth:
        realm: guarded
        removeHeader: true
        usersFile: /etc/traefik/routes/guarded.users
  routers:
    guarded:
      entryPoints:
        - web
      middlewares:
        - guarded_users
        - guarded_retry
      priority: 2000
      rule: Host(`guarded.example.org`)
      service: guarded
    guarded_ready:
      entryPoints:
        - ping
      middlewares:
        - guarded_retry
        - guarded_ready_name
        - guarded_ready_path
      rule: Host(`guarded_ready`)
      service: guarded
    guarded_revision:
      entryPoints:
        - revision
      rule: Path(`/homeport-revision/guarded/3291a7410161`)
      service: ping@internal
  services:
    guarded:
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
put /etc/traefik/routes/guarded.yml
taken() { wget -q -T 2 -O /dev/null http://127.0.0.1:8083/homeport-revision/guarded/3291a7410161; }
poll 30 taken || {
  back /etc/traefik/routes/guarded.users; back /etc/traefik/routes/guarded.yml
  echo "the router has not taken the route of guarded within 30 s; the earlier one is back" >&2
  exit 1
}
for other in /etc/traefik/routes/guarded.users /etc/traefik/routes/guarded.*.users /etc/traefik/routes/guarded.users.old /etc/traefik/routes/guarded.*.users.old; do
  case $other in - | /etc/traefik/routes/guarded.users) ;; *) rm -f "$other" ;; esac
done
gone=
if [ -f /etc/traefik/routes/guarded.yml.old ]; then
  gone=$(grep 'url:' /etc/traefik/routes/guarded.yml.old | while IFS= read -r line; do grep -qxFe "$line" /etc/traefik/routes/guarded.yml || echo "$line"; done)
  rm /etc/traefik/routes/guarded.yml.old
fi
# Of a service that was renamed: two routes to the same names, and the router would choose either.
claims() { grep ' rule: ' "$1" | grep -vFe '_ready`)' -e /homeport-revision/; }
for other in /etc/traefik/routes/*.yml; do
  if [ "$other" != /etc/traefik/routes/guarded.yml ] && [ "$(claims "$other")" = "$(claims /etc/traefik/routes/guarded.yml)" ]; then
    gone=$other
    rm -f "$other" "${other%.yml}.users" "${other%.yml}".*.users
  fi
done
if [ -n "$gone" ]; then sleep 5; fi
