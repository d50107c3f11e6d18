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
trap 'rm -f /etc/traefik/routes/store_probe.yml' EXIT
way_to() {
  [ "${way:-}" = "$1" ] && return
  sed "s/HOMEPORT_SERVER/$1/g" > /etc/traefik/routes/store_probe.yml.new <<'HOMEPORT_FILE'
http:
  middlewares:
    store_probe:
      headers:
        customRequestHeaders:
          Host: probe.panel.example.org
          X-Forwarded-Proto: https
          X-Homeport-Probe: ""
  routers:
    store_probe:
      entryPoints:
        - revision
      middlewares:
        - store_probe
      rule: Header(`X-Homeport-Probe`, `HOMEPORT_SERVER`)
      service: store_probe
  serversTransports:
    store_probe:
      insecureSkipVerify: true
      serverName: probe.panel.example.org
  services:
    store_probe:
      loadBalancer:
        passHostHeader: true
        servers:
          - url: https://HOMEPORT_SERVER
        serversTransport: store_probe
HOMEPORT_FILE
  mv /etc/traefik/routes/store_probe.yml.new /etc/traefik/routes/store_probe.yml
  way=$1
}
probe() {
  # A router says of every connection that fails the same.
  nc -w 3 "${1%:*}" "${1#*:}" -e true </dev/null 2>&1 || return
  way_to "$1"
  said=$(nc -w 3 127.0.0.1 8083 -e sh -c 'printf "%s HTTP/1.1\r\nHost: probe\r\nX-Homeport-Probe: %s\r\nConnection: close\r\n\r\n" '\''GET /health'\'' "$1"; timeout 3 cat >&2' sh "$1" 2>&1 | tr -d '\000\r')
  status=$(echo "$said" | head -n 1)
  case $said in
    *"Bad Gateway" | *"Gateway Timeout" | *"Internal Server Error" | *"404 page not found")
      case $status in *" 404"* | *" 50"[024]*) echo "no answer by https"; return 1 ;; esac ;;
  esac
  echo "$status"
  echo "$said" | sed -n 's/^ *[Ll]ocation: */to /p' | head -n 1
  case $status in "HTTP/1."[01]" "[23]*) ;; *) return 1 ;; esac
}
for server in prod-blog-0-1a2b3c4:8080 prod-blog-1-5d6e7f8:8080; do
  poll 60 probe "$server" || {
    echo "${server%:*}"
    probe "$server" 2>&1
    exit 1
  }
done
probe() {
  said=$(wget -S -T 3 -O /dev/null --header 'Host: guarded.example.org' "http://$1"/health 2>&1 || true)
  echo "$said" | grep -v '^Connecting' | head -n 1 | sed 's/^ *//'
  echo "$said" | sed -n 's/^ *[Ll]ocation: */to /p' | head -n 1
  echo "$said" | grep -m 1 -q 'HTTP/1.[01] [23]'
}
for server in prod-blog-0-1a2b3c4:9001; do
  poll 60 probe "$server" || {
    echo "${server%:*} store.console"
    probe "$server" 2>&1
    exit 1
  }
done
probe() { nc -w 3 "${1%:*}" "${1#*:}" -e true </dev/null 2>&1; }
for server in prod-blog-0-1a2b3c4:9002; do
  poll 60 probe "$server" || {
    echo "${server%:*} store.feed"
    probe "$server" 2>&1
    exit 1
  }
done
cat > /etc/traefik/routes/store.console.users.new <<'HOMEPORT_FILE'
anna:$2b$04$u23pOlCMlpfvDq7FBqht3.Sd/fkFIpUesXCD8DQ9o6cxzefiVd5iS
ben:$2y$04$n4.x88eAw6imMy1a/O9DFeFsa0ugYHDhfRHjgg/zxhJFInWJSx1XO
HOMEPORT_FILE
put /etc/traefik/routes/store.console.users
cat > /etc/traefik/routes/store.yml.new <<'HOMEPORT_FILE'
http:
  middlewares:
    store.console_ready_name:
      headers:
        customRequestHeaders:
          Host: guarded.example.org
    store.console_ready_path:
      replacePath:
        path: /health
    store.console_retry:
      retry:
        attempts: 10
        initialInterval: 20ms
    store.console_users:
      basicAuth:
        realm: store.console
        removeHeader: true
        usersFile: /etc/traefik/routes/store.console.users
    store.feed_retry:
      retry:
        attempts: 10
        initialInterval: 20ms
    store_ready_name:
      headers:
        customRequestHeaders:
          Host: probe.panel.example.org
    store_ready_path:
      replacePath:
        path: /health
    store_retry:
      retry:
        attempts: 10
        initialInterval: 20ms
  routers:
    store.console:
      entryPoints:
        - web
      middlewares:
        - store.console_users
        - store.console_retry
      priority: 2000
      rule: Host(`guarded.example.org`)
      service: store.console
    store.console_ready:
      entryPoints:
        - ping
      middlewares:
        - store.console_retry
        - store.console_ready_name
        - store.console_ready_path
      rule: Host(`store.console_ready`)
      service: store.console
    store.feed:
      entryPoints:
        - web
      middlewares:
        - store.feed_retry
      priority: 2000
      rule: Host(`wiki.example.org`)
      service: store.feed
    store.feed_ready:
      entryPoints:
        - ping
      rule: Host(`store.feed_ready`)
      service: ping@internal
    store_ready:
      entryPoints:
        - ping
      middlewares:
        - store_retry
        - store_ready_name
        - store_ready_path
      rule: Host(`store_ready`)
      service: store
    store_revision:
      entryPoints:
        - revision
      rule: Path(`/homeport-revision/store/d1b31fc7e9b1`)
      service: ping@internal
    store_wildcard:
      entryPoints:
        - web
      middlewares:
        - store_retry
      priority: 1000
      rule: HostRegexp(`^[^.]+\.panel\.example\.org$`)
      service: store
  serversTransports:
    store:
      insecureSkipVerify: true
      serverName: probe.panel.example.org
  services:
    store:
      loadBalancer:
        healthCheck:
          interval: 5s
          path: /health
          timeout: 3s
        passHostHeader: true
        servers:
          - url: https://prod-blog-0-1a2b3c4:8080
          - url: https://prod-blog-1-5d6e7f8:8080
        serversTransport: store
    store.console:
      loadBalancer:
        healthCheck:
          interval: 5s
          path: /health
          timeout: 3s
        passHostHeader: true
        servers:
          - url: http://prod-blog-0-1a2b3c4:9001
    store.feed:
      loadBalancer:
        passHostHeader: true
        servers:
          - url: http://prod-blog-0-1a2b3c4:9002
HOMEPORT_FILE
put /etc/traefik/routes/store.yml
taken() { wget -q -T 2 -O /dev/null http://127.0.0.1:8083/homeport-revision/store/d1b31fc7e9b1; }
poll 30 taken || {
  back /etc/traefik/routes/store.console.users; back /etc/traefik/routes/store.yml
  echo "the router has not taken the route of store within 30 s; the earlier one is back" >&2
  exit 1
}
for other in /etc/traefik/routes/store.users /etc/traefik/routes/store.*.users /etc/traefik/routes/store.users.old /etc/traefik/routes/store.*.users.old; do
  case $other in - | /etc/traefik/routes/store.console.users) ;; *) rm -f "$other" ;; esac
done
gone=
if [ -f /etc/traefik/routes/store.yml.old ]; then
  gone=$(grep 'url:' /etc/traefik/routes/store.yml.old | while IFS= read -r line; do grep -qxFe "$line" /etc/traefik/routes/store.yml || echo "$line"; done)
  rm /etc/traefik/routes/store.yml.old
fi
# Of a service that was renamed: two routes to the same names, and the router would choose either.
claims() { grep ' rule: ' "$1" | grep -vFe '_ready`)' -e /homeport-revision/; }
for other in /etc/traefik/routes/*.yml; do
  if [ "$other" != /etc/traefik/routes/store.yml ] && [ "$(claims "$other")" = "$(claims /etc/traefik/routes/store.yml)" ]; then
    gone=$other
    rm -f "$other" "${other%.yml}.users" "${other%.yml}".*.users
  fi
done
if [ -n "$gone" ]; then sleep 5; fi
