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
  said=$(wget -S -T 3 -O /dev/null --header 'Host: blog.example.org' "http://$1"/health 2>&1 || true)
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
cat > /etc/traefik/routes/blog.yml.new <<'HOMEPORT_FILE'
http:
  middlewares:
    blog_ready_name:
      headers:
        customRequestHeaders:
          Host: blog.example.org
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
        - blog_ready_name
        - blog_ready_path
      rule: Host(`blog_ready`)
      service: blog
    blog_revision:
      entryPoints:
        - revision
      rule: Path(`/homeport-revision/blog/880187943e01`)
      service: ping@internal
  services:
    blog:
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
put /etc/traefik/routes/blog.yml
taken() { wget -q -T 2 -O /dev/null http://127.0.0.1:8083/homeport-revision/blog/880187943e01; }
poll 30 taken || {
  back /etc/traefik/routes/blog.yml
  echo "the router has not taken the route of blog within 30 s; the earlier one is back" >&2
  exit 1
}
for other in /etc/traefik/routes/blog.users /etc/traefik/routes/blog.*.users /etc/traefik/routes/blog.users.old /etc/traefik/routes/blog.*.users.old; do
  case $other in -) ;; *) rm -f "$other" ;; esac
done
gone=
if [ -f /etc/traefik/routes/blog.yml.old ]; then
  gone=$(grep 'url:' /etc/traefik/routes/blog.yml.old | while IFS= read -r line; do grep -qxFe "$line" /etc/traefik/routes/blog.yml || echo "$line"; done)
  rm /etc/traefik/routes/blog.yml.old
fi
# Of a service that was renamed: two routes to the same names, and the router would choose either.
claims() { grep ' rule: ' "$1" | grep -vFe '_ready`)' -e /homeport-revision/; }
for other in /etc/traefik/routes/*.yml; do
  if [ "$other" != /etc/traefik/routes/blog.yml ] && [ "$(claims "$other")" = "$(claims /etc/traefik/routes/blog.yml)" ]; then
    gone=$other
    rm -f "$other" "${other%.yml}.users" "${other%.yml}".*.users
  fi
done
if [ -n "$gone" ]; then sleep 5; fi
