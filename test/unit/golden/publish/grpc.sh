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
trap 'rm -f /etc/traefik/routes/rpc_probe.yml' EXIT
way_to() {
  [ "$way" = "$1" ] && return
  sed "s/HOMEPORT_SERVER/$1/g" > /etc/traefik/routes/.aside/rpc_probe.new <<'HOMEPORT_FILE'
http:
  middlewares:
    rpc_probe_as:
      headers:
        customRequestHeaders:
          Accept-Encoding: identity
          Content-Type: application/grpc
          Host: rpc.example.org
          TE: trailers
          User-Agent: homeport
          X-Forwarded-For: 172.30.71.254
          X-Forwarded-Host: rpc.example.org
          X-Forwarded-Port: "443"
          X-Forwarded-Proto: https
          X-Homeport-Probe: ""
          X-Real-IP: 172.30.71.254
          X-Replaced-Path: ""
    rpc_probe_path:
      replacePath:
        path: /grpc.health.v1.Health/Check
  routers:
    rpc_probe:
      entryPoints:
        - revision
      middlewares:
        - rpc_probe_path
        - rpc_probe_as
      rule: Header(`X-Homeport-Probe`, `HOMEPORT_SERVER`)
      service: rpc_probe
  services:
    rpc_probe:
      loadBalancer:
        passHostHeader: true
        servers:
          - url: h2c://HOMEPORT_SERVER
HOMEPORT_FILE
  mv /etc/traefik/routes/.aside/rpc_probe.new /etc/traefik/routes/rpc_probe.yml
  way=$1
}
probe() {
  # A router says of every connection that fails the same.
  nc -w 3 "${1%:*}" "${1#*:}" -e true </dev/null 2>&1 || return
  way_to "$1"
  said=$(nc -w 3 127.0.0.1 8083 -e sh -c 'printf "%s HTTP/1.1\r\nHost: probe\r\nX-Homeport-Probe: %s\r\nConnection: close\r\nContent-Length: 5\r\n\r\n\000\000\000\000\000" '\''POST /'\'' "$1"; timeout 3 cat >&2' sh "$1" 2>&1 | tr -d '\000\r')
  # What comes before an answer (status 100 to 199) is none.
  status=$(echo "$said" | grep '^HTTP/1' | grep -v -m 1 '^[^ ]* 1') || :
  [ -n "$status" ] || { echo "timed out"; return 1; }
  case $said in *"$(printf '\010\001')"*) echo SERVING; return ;; *"$(printf '\010\002')"*) echo NOT_SERVING; return 1 ;; esac
  if [ -n "$(echo "$said" | sed -n '/^$/q; /^Date: /{n; s/^Content-Length: [1-9]/&/p; }')" ]; then echo "no answer by h2c"; return 1; fi
  echo "$status" $(echo "$said" | grep -i '^grpc-' | sort -r | sed 's/^[Gg]rpc-[MmSs]/, grpc-&/; s/, grpc-[Gg]rpc/, grpc/')
  return 1
}
for server in prod-rpc-0-1a2b3c4:9000; do
  poll 60 probe "$server" || {
    echo "${server%:*}"
    # All that is to be told is its output; a shell says by itself that what took too long was terminated.
    probe "$server" 2>/dev/null
    exit 1
  }
done
rm -f /etc/traefik/routes/rpc_probe.yml
cat > /etc/traefik/routes/.aside/rpc.yml.new <<'HOMEPORT_FILE'
http:
  middlewares:
    rpc_ready_as:
      headers:
        customRequestHeaders:
          Accept-Encoding: identity
          Content-Type: application/grpc
          Host: rpc.example.org
          TE: trailers
          User-Agent: homeport
          X-Forwarded-Host: rpc.example.org
          X-Forwarded-Port: "443"
          X-Forwarded-Proto: https
          X-Replaced-Path: ""
    rpc_ready_path:
      replacePath:
        path: /homeport.Ready/Ask
  routers:
    rpc:
      entryPoints:
        - web
      middlewares: []
      priority: 2000
      rule: Host(`rpc.example.org`)
      service: rpc
    rpc_ready:
      entryPoints:
        - ping
      middlewares:
        - rpc_ready_path
        - rpc_ready_as
      rule: Host(`rpc_ready`) && (ClientIP(`172.30.71.254`) || ClientIP(`172.30.71.1`) || !ClientIP(`172.30.71.0/24`))
      service: rpc
    rpc_revision:
      entryPoints:
        - revision
      rule: Path(`/homeport-revision/rpc/94d7be98c14f`)
      service: ping@internal
  services:
    rpc:
      loadBalancer:
        healthCheck:
          interval: 1s
          mode: grpc
          timeout: 3s
        passHostHeader: true
        servers:
          - url: h2c://prod-rpc-0-1a2b3c4:9000
HOMEPORT_FILE
put /etc/traefik/routes/rpc.yml /etc/traefik/routes/.aside/rpc.yml
taken() { wget -q -T 2 -O /dev/null http://127.0.0.1:8083/homeport-revision/rpc/94d7be98c14f; }
poll 30 taken || {
  back /etc/traefik/routes/rpc.yml /etc/traefik/routes/.aside/rpc.yml
  echo "the router has not taken the route of rpc within 30 s; the earlier one is back" >&2
  exit 1
}
for other in /etc/traefik/routes/rpc.users /etc/traefik/routes/rpc.*.users; do
  case $other in -) ;; *) rm -f "$other" ;; esac
done
gone=
if [ -f /etc/traefik/routes/.aside/rpc.yml.old ]; then
  gone=$(grep 'url:' /etc/traefik/routes/.aside/rpc.yml.old | while IFS= read -r line; do grep -qxFe "$line" /etc/traefik/routes/rpc.yml || echo "$line"; done)
fi
rm -f /etc/traefik/routes/.aside/rpc.*
# Of a service that was renamed: two routes to the same names, and the router would choose either.
claims() { grep ' rule: ' "$1" | grep -vFe '_ready`)' -e /homeport-revision/ -e 'PathRegexp(`' -e 'Method(`'; }
# Who has no name claims nothing.
own=$(claims /etc/traefik/routes/rpc.yml) || :
# One search through all files: a look at each of them would take longer with every service that there is.
for other in $([ -z "$own" ] || grep -lxFe "$own" /etc/traefik/routes/*.yml); do
  if [ "$other" != /etc/traefik/routes/rpc.yml ] && [ "$(claims "$other")" = "$own" ]; then
    gone=$other
    rm -f "$other" "${other%.yml}.users" "${other%.yml}".*.users
  fi
done
sync /etc/traefik/routes
if [ -n "$gone" ]; then sleep 5; fi
