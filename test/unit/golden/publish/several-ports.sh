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
way=
mkdir -p -m 755 /etc/traefik/routes/.aside
trap 'rm -f /etc/traefik/routes/store_probe.yml' EXIT
way_to() {
  [ "$way" = "$1" ] && return
  sed "s/HOMEPORT_SERVER/$1/g" > /etc/traefik/routes/.aside/store_probe.new <<'HOMEPORT_FILE'
http:
  middlewares:
    store_probe_as:
      headers:
        customRequestHeaders:
          Accept-Encoding: identity
          Host: probe.panel.example.org
          User-Agent: homeport
          X-Forwarded-For: 172.30.71.254
          X-Forwarded-Host: probe.panel.example.org
          X-Forwarded-Port: "443"
          X-Forwarded-Proto: https
          X-Homeport-Probe: ""
          X-Real-IP: 172.30.71.254
          X-Replaced-Path: ""
    store_probe_path:
      replacePath:
        path: /health
  routers:
    store_probe:
      entryPoints:
        - revision
      middlewares:
        - store_probe_path
        - store_probe_as
      rule: Header(`X-Homeport-Probe`, `HOMEPORT_SERVER`)
      service: store_probe
  serversTransports:
    store_probe:
      disableHTTP2: true
      forwardingTimeouts:
        idleConnTimeout: 1s
      insecureSkipVerify: true
      maxIdleConnsPerHost: 200
      serverName: probe.panel.example.org
  services:
    store_probe:
      loadBalancer:
        passHostHeader: true
        servers:
          - url: https://HOMEPORT_SERVER
        serversTransport: store_probe
HOMEPORT_FILE
  mv /etc/traefik/routes/.aside/store_probe.new /etc/traefik/routes/store_probe.yml
  way=$1
}
probe() {
  # A router says of every connection that fails the same.
  nc -w 3 "${1%:*}" "${1#*:}" -e true </dev/null 2>&1 || return
  way_to "$1"
  said=$(nc -w 3 127.0.0.1 8083 -e sh -c 'printf "%s HTTP/1.1\r\nHost: probe\r\nX-Homeport-Probe: %s\r\nConnection: close\r\n\r\n" '\''GET /'\'' "$1"; timeout 3 cat >&2' sh "$1" 2>&1 | tr -d '\000\r')
  # What comes before an answer (status 100 to 199) is none.
  status=$(echo "$said" | grep '^HTTP/1' | grep -v -m 1 '^[^ ]* 1') || :
  [ -n "$status" ] || { echo "timed out"; return 1; }
  if [ -n "$(echo "$said" | sed -n '/^$/q; /^Date: /{n; s/^Content-Length: [1-9]/&/p; }')" ]; then echo "no answer by https"; return 1; fi
  echo "$status"
  echo "$said" | sed -n '/^$/q; s/^ *[Ll]ocation: */to /p'
  case $status in HTTP/1.[01]\ [23][0-9][0-9]*) ;; *) return 1 ;; esac
}
for server in prod-blog-0-1a2b3c4:8080 prod-blog-1-5d6e7f8:8080; do
  poll 60 probe "$server" || {
    echo "${server%:*}"
    # All that is to be told is its output; a shell says by itself that what took too long was terminated.
    probe "$server" 2>/dev/null
    exit 1
  }
done
rm -f /etc/traefik/routes/store_probe.yml
export RES_OPTIONS=no-aaaa
probe() {
  said=$(timeout 3 nc -w 3 "${1%:*}" "${1#*:}" -e sh -c 'printf '\''%s\r\n'\'' "$@"
end=$(printf '\''\r'\'') status=
while IFS= read -r line; do
  line=${line%"$end"}
  case $line in
    HTTP/*\ 1[0-9][0-9]*) ;;
    HTTP/*) [ -n "$status" ] || { status=$line; echo "$line" >&2; } ;;
    [Ll]ocation:*) [ -z "$status" ] || echo "to$(echo "${line#*:}" | sed '\''s/^ */ /'\'')" >&2 ;;
    '\'''\'') [ -z "$status" ] || exit 0 ;;
  esac
done' ask 'GET /health HTTP/1.1' 'Host: guarded.example.org' 'Accept-Encoding: identity' 'User-Agent: homeport' 'X-Forwarded-For: 172.30.71.254' 'X-Forwarded-Host: guarded.example.org' 'X-Forwarded-Port: 443' 'X-Forwarded-Proto: https' 'X-Real-IP: 172.30.71.254' 'Connection: close' '' </dev/null 2>&1) \
    || [ -n "$said" ] || said="timed out"
  echo "$said"
  case $said in HTTP/1.[01]\ [23][0-9][0-9]*) ;; *) return 1 ;; esac
}
for server in prod-blog-0-1a2b3c4:9001; do
  poll 60 probe "$server" || {
    echo "${server%:*} store.console"
    # All that is to be told is its output; a shell says by itself that what took too long was terminated.
    probe "$server" 2>/dev/null
    exit 1
  }
done
export RES_OPTIONS=no-aaaa
probe() { nc -w 3 "${1%:*}" "${1#*:}" -e true </dev/null 2>&1; }
for server in prod-blog-0-1a2b3c4:9002; do
  poll 60 probe "$server" || {
    echo "${server%:*} store.feed"
    # All that is to be told is its output; a shell says by itself that what took too long was terminated.
    probe "$server" 2>/dev/null
    exit 1
  }
done
cat > /etc/traefik/routes/.aside/store.console.users.new <<'HOMEPORT_FILE'
anna:$2b$04$u23pOlCMlpfvDq7FBqht3.Sd/fkFIpUesXCD8DQ9o6cxzefiVd5iS
ben:$2y$04$n4.x88eAw6imMy1a/O9DFeFsa0ugYHDhfRHjgg/zxhJFInWJSx1XO
HOMEPORT_FILE
put /etc/traefik/routes/store.console.users /etc/traefik/routes/.aside/store.console.users
cat > /etc/traefik/routes/.aside/store.yml.new <<'HOMEPORT_FILE'
http:
  middlewares:
    store.console_admitted:
      headers:
        customResponseHeaders:
          X-Homeport-Admitted: yes
    store.console_preflight:
      buffering:
        maxRequestBodyBytes: 1
        maxResponseBodyBytes: 16
    store.console_ready_as:
      headers:
        customRequestHeaders:
          Accept-Encoding: identity
          Host: guarded.example.org
          User-Agent: homeport
          X-Forwarded-Host: guarded.example.org
          X-Forwarded-Port: "443"
          X-Forwarded-Proto: https
          X-Replaced-Path: ""
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
    store_ready_as:
      headers:
        customRequestHeaders:
          Accept-Encoding: identity
          Host: probe.panel.example.org
          User-Agent: homeport
          X-Forwarded-Host: probe.panel.example.org
          X-Forwarded-Port: "443"
          X-Forwarded-Proto: https
          X-Replaced-Path: ""
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
        - store.console_admitted
        - store.console_retry
      priority: 2000
      rule: Host(`guarded.example.org`)
      service: store.console
    store.console_preflight:
      entryPoints:
        - web
      middlewares:
        - store.console_preflight
        - store.console_retry
      priority: 2001
      rule: Host(`guarded.example.org`) && Method(`OPTIONS`) && HeaderRegexp(`Origin`, `.`) && HeaderRegexp(`Access-Control-Request-Method`, `.`) && !HeaderRegexp(`Upgrade`, `^`) && !HeaderRegexp(`X-HTTP-Method`, `^`) && !HeaderRegexp(`X-HTTP-Method-Override`, `^`) && !HeaderRegexp(`X-Method-Override`, `^`)
      service: store.console
    store.console_ready:
      entryPoints:
        - ping
      middlewares:
        - store.console_retry
        - store.console_ready_path
        - store.console_ready_as
      rule: Host(`store.console_ready`) && (ClientIP(`172.30.71.254`) || ClientIP(`172.30.71.1`) || !ClientIP(`172.30.71.0/24`))
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
      rule: Host(`store.feed_ready`) && (ClientIP(`172.30.71.254`) || ClientIP(`172.30.71.1`) || !ClientIP(`172.30.71.0/24`))
      service: ping@internal
    store_ready:
      entryPoints:
        - ping
      middlewares:
        - store_retry
        - store_ready_path
        - store_ready_as
      rule: Host(`store_ready`) && (ClientIP(`172.30.71.254`) || ClientIP(`172.30.71.1`) || !ClientIP(`172.30.71.0/24`))
      service: store
    store_revision:
      entryPoints:
        - revision
      rule: Path(`/homeport-revision/store/325ddb431857`)
      service: ping@internal
    store_wildcard:
      entryPoints:
        - web
      middlewares:
        - store_retry
      priority: 1000
      rule: HostRegexp(`^[a-z0-9_-]+\.panel\.example\.org\.?$`)
      service: store
  serversTransports:
    store:
      disableHTTP2: true
      forwardingTimeouts:
        idleConnTimeout: 1s
      insecureSkipVerify: true
      maxIdleConnsPerHost: 200
      serverName: probe.panel.example.org
  services:
    store:
      loadBalancer:
        healthCheck:
          followRedirects: false
          headers:
            Accept-Encoding: identity
            User-Agent: homeport
            X-Forwarded-For: 172.30.71.254
            X-Forwarded-Host: probe.panel.example.org
            X-Forwarded-Port: "443"
            X-Forwarded-Proto: https
            X-Real-IP: 172.30.71.254
          hostname: probe.panel.example.org
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
          followRedirects: false
          headers:
            Accept-Encoding: identity
            User-Agent: homeport
            X-Forwarded-For: 172.30.71.254
            X-Forwarded-Host: guarded.example.org
            X-Forwarded-Port: "443"
            X-Forwarded-Proto: https
            X-Real-IP: 172.30.71.254
          hostname: guarded.example.org
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
put /etc/traefik/routes/store.yml /etc/traefik/routes/.aside/store.yml
taken() { wget -q -T 2 -O /dev/null http://127.0.0.1:8083/homeport-revision/store/325ddb431857; }
poll 30 taken || {
  back /etc/traefik/routes/store.console.users /etc/traefik/routes/.aside/store.console.users; back /etc/traefik/routes/store.yml /etc/traefik/routes/.aside/store.yml
  echo "the router has not taken the route of store within 30 s; the earlier one is back" >&2
  exit 1
}
for other in /etc/traefik/routes/store.users /etc/traefik/routes/store.*.users; do
  case $other in - | /etc/traefik/routes/store.console.users) ;; *) rm -f "$other" ;; esac
done
gone=
if [ -f /etc/traefik/routes/.aside/store.yml.old ]; then
  gone=$(grep 'url:' /etc/traefik/routes/.aside/store.yml.old | while IFS= read -r line; do grep -qxFe "$line" /etc/traefik/routes/store.yml || echo "$line"; done)
fi
rm -f /etc/traefik/routes/.aside/store.*
# Of a service that was renamed: two routes to the same names, and the router would choose either.
claims() { grep ' rule: ' "$1" | grep -vFe '_ready`)' -e /homeport-revision/ -e 'PathRegexp(`' -e 'Method(`'; }
# Who has no name claims nothing.
own=$(claims /etc/traefik/routes/store.yml) || :
# One search through all files: a look at each of them would take longer with every service that there is.
for other in $([ -z "$own" ] || grep -lxFe "$own" /etc/traefik/routes/*.yml); do
  if [ "$other" != /etc/traefik/routes/store.yml ] && [ "$(claims "$other")" = "$own" ]; then
    gone=$other
    rm -f "$other" "${other%.yml}.users" "${other%.yml}".*.users
  fi
done
sync /etc/traefik/routes
if [ -n "$gone" ]; then sleep 5; fi
