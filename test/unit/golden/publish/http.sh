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
done' ask 'GET /health HTTP/1.1' 'Host: blog.example.org' 'Accept-Encoding: identity' 'User-Agent: homeport' 'X-Forwarded-For: 172.30.71.254' 'X-Forwarded-Host: blog.example.org' 'X-Forwarded-Port: 443' 'X-Forwarded-Proto: https' 'X-Real-IP: 172.30.71.254' 'Connection: close' '' </dev/null 2>&1) \
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
cat > /etc/traefik/routes/.aside/blog.yml.new <<'HOMEPORT_FILE'
http:
  middlewares:
    blog_ready_as:
      headers:
        customRequestHeaders:
          Accept-Encoding: identity
          Host: blog.example.org
          User-Agent: homeport
          X-Forwarded-Host: blog.example.org
          X-Forwarded-Port: "443"
          X-Forwarded-Proto: https
          X-Replaced-Path: ""
    blog_ready_path:
      replacePath:
        path: /health
    blog_retry:
      retry:
        attempts: 10
        initialInterval: 20ms
  routers:
    blog:
      entryPoints:
        - web
      middlewares:
        - blog_retry
      priority: 2000
      rule: Host(`blog.example.org`)
      service: blog
    blog_ready:
      entryPoints:
        - ping
      middlewares:
        - blog_retry
        - blog_ready_path
        - blog_ready_as
      rule: Host(`blog_ready`) && (ClientIP(`172.30.71.254`) || ClientIP(`172.30.71.1`) || !ClientIP(`172.30.71.0/24`))
      service: blog
    blog_revision:
      entryPoints:
        - revision
      rule: Path(`/homeport-revision/blog/1be1c822a81e`)
      service: ping@internal
  services:
    blog:
      loadBalancer:
        healthCheck:
          followRedirects: false
          headers:
            Accept-Encoding: identity
            User-Agent: homeport
            X-Forwarded-For: 172.30.71.254
            X-Forwarded-Host: blog.example.org
            X-Forwarded-Port: "443"
            X-Forwarded-Proto: https
            X-Real-IP: 172.30.71.254
          hostname: blog.example.org
          interval: 5s
          path: /health
          timeout: 3s
        passHostHeader: true
        servers:
          - url: http://prod-blog-0-1a2b3c4:8080
          - url: http://prod-blog-1-5d6e7f8:8080
HOMEPORT_FILE
put /etc/traefik/routes/blog.yml /etc/traefik/routes/.aside/blog.yml
taken() { wget -q -T 2 -O /dev/null http://127.0.0.1:8083/homeport-revision/blog/1be1c822a81e; }
poll 30 taken || {
  back /etc/traefik/routes/blog.yml /etc/traefik/routes/.aside/blog.yml
  echo "the router has not taken the route of blog within 30 s; the earlier one is back" >&2
  exit 1
}
for other in /etc/traefik/routes/blog.users /etc/traefik/routes/blog.*.users; do
  case $other in -) ;; *) rm -f "$other" ;; esac
done
gone=
if [ -f /etc/traefik/routes/.aside/blog.yml.old ]; then
  gone=$(grep 'url:' /etc/traefik/routes/.aside/blog.yml.old | while IFS= read -r line; do grep -qxFe "$line" /etc/traefik/routes/blog.yml || echo "$line"; done)
fi
rm -f /etc/traefik/routes/.aside/blog.*
# Of a service that was renamed: two routes to the same names, and the router would choose either.
claims() { grep ' rule: ' "$1" | grep -vFe '_ready`)' -e /homeport-revision/ -e 'PathRegexp(`' -e 'Method(`'; }
# Who has no name claims nothing.
own=$(claims /etc/traefik/routes/blog.yml) || :
# One search through all files: a look at each of them would take longer with every service that there is.
for other in $([ -z "$own" ] || grep -lxFe "$own" /etc/traefik/routes/*.yml); do
  if [ "$other" != /etc/traefik/routes/blog.yml ] && [ "$(claims "$other")" = "$own" ]; then
    gone=$other
    rm -f "$other" "${other%.yml}.users" "${other%.yml}".*.users
  fi
done
sync /etc/traefik/routes
if [ -n "$gone" ]; then sleep 5; fi
