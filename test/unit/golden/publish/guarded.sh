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
for server in prod-blog-0-1a2b3c4:8080 prod-blog-1-5d6e7f8:8080; do
  poll 60 probe "$server" || {
    echo "${server%:*}"
    # All that is to be told is its output; a shell says by itself that what took too long was terminated.
    probe "$server" 2>/dev/null
    exit 1
  }
done
cat > /etc/traefik/routes/.aside/guarded.users.new <<'HOMEPORT_FILE'
anna:$2b$04$u23pOlCMlpfvDq7FBqht3.Sd/fkFIpUesXCD8DQ9o6cxzefiVd5iS
ben:$2y$04$n4.x88eAw6imMy1a/O9DFeFsa0ugYHDhfRHjgg/zxhJFInWJSx1XO
HOMEPORT_FILE
put /etc/traefik/routes/guarded.users /etc/traefik/routes/.aside/guarded.users
cat > /etc/traefik/routes/.aside/guarded.yml.new <<'HOMEPORT_FILE'
http:
  middlewares:
    guarded_admitted:
      headers:
        customResponseHeaders:
          X-Homeport-Admitted: yes
    guarded_preflight:
      buffering:
        maxRequestBodyBytes: 1
        maxResponseBodyBytes: 16
    guarded_ready_as:
      headers:
        customRequestHeaders:
          Accept-Encoding: identity
          Host: guarded.example.org
          User-Agent: homeport
          X-Forwarded-Host: guarded.example.org
          X-Forwarded-Port: "443"
          X-Forwarded-Proto: https
          X-Replaced-Path: ""
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
        - guarded_admitted
        - guarded_retry
      priority: 2000
      rule: Host(`guarded.example.org`)
      service: guarded
    guarded_preflight:
      entryPoints:
        - web
      middlewares:
        - guarded_preflight
        - guarded_retry
      priority: 2001
      rule: Host(`guarded.example.org`) && Method(`OPTIONS`) && HeaderRegexp(`Origin`, `.`) && HeaderRegexp(`Access-Control-Request-Method`, `.`) && !HeaderRegexp(`Upgrade`, `^`) && !HeaderRegexp(`X-HTTP-Method`, `^`) && !HeaderRegexp(`X-HTTP-Method-Override`, `^`) && !HeaderRegexp(`X-Method-Override`, `^`)
      service: guarded
    guarded_ready:
      entryPoints:
        - ping
      middlewares:
        - guarded_retry
        - guarded_ready_path
        - guarded_ready_as
      rule: Host(`guarded_ready`) && (ClientIP(`172.30.71.254`) || ClientIP(`172.30.71.1`) || !ClientIP(`172.30.71.0/24`))
      service: guarded
    guarded_revision:
      entryPoints:
        - revision
      rule: Path(`/homeport-revision/guarded/ed9ef6272e22`)
      service: ping@internal
  services:
    guarded:
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
          - url: http://prod-blog-0-1a2b3c4:8080
          - url: http://prod-blog-1-5d6e7f8:8080
HOMEPORT_FILE
put /etc/traefik/routes/guarded.yml /etc/traefik/routes/.aside/guarded.yml
taken() { wget -q -T 2 -O /dev/null http://127.0.0.1:8083/homeport-revision/guarded/ed9ef6272e22; }
poll 30 taken || {
  back /etc/traefik/routes/guarded.users /etc/traefik/routes/.aside/guarded.users; back /etc/traefik/routes/guarded.yml /etc/traefik/routes/.aside/guarded.yml
  echo "the router has not taken the route of guarded within 30 s; the earlier one is back" >&2
  exit 1
}
for other in /etc/traefik/routes/guarded.users /etc/traefik/routes/guarded.*.users; do
  case $other in - | /etc/traefik/routes/guarded.users) ;; *) rm -f "$other" ;; esac
done
gone=
if [ -f /etc/traefik/routes/.aside/guarded.yml.old ]; then
  gone=$(grep 'url:' /etc/traefik/routes/.aside/guarded.yml.old | while IFS= read -r line; do grep -qxFe "$line" /etc/traefik/routes/guarded.yml || echo "$line"; done)
fi
rm -f /etc/traefik/routes/.aside/guarded.*
# Of a service that was renamed: two routes to the same names, and the router would choose either.
claims() { grep ' rule: ' "$1" | grep -vFe '_ready`)' -e /homeport-revision/ -e 'PathRegexp(`' -e 'Method(`'; }
# Who has no name claims nothing.
own=$(claims /etc/traefik/routes/guarded.yml) || :
# One search through all files: a look at each of them would take longer with every service that there is.
for other in $([ -z "$own" ] || grep -lxFe "$own" /etc/traefik/routes/*.yml); do
  if [ "$other" != /etc/traefik/routes/guarded.yml ] && [ "$(claims "$other")" = "$own" ]; then
    gone=$other
    rm -f "$other" "${other%.yml}.users" "${other%.yml}".*.users
  fi
done
sync /etc/traefik/routes
if [ -n "$gone" ]; then sleep 5; fi
