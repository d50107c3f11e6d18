# == start
docker rm --force --volumes prod-backups-restore-db >/dev/null 2>&1
data=$(docker volume inspect -f '{{.Mountpoint}}' prod-wiki-db) || exit 1
data=type=bind,source=$data/.homeport/new
id=$(docker run --detach --name prod-backups-restore-db --network none --no-healthcheck --cpu-shares 256 --memory 536870912 --memory-swap 536870912 --cpus 1.5 --shm-size 134217728 --cap-drop ALL --cap-add CAP_CHOWN --security-opt no-new-privileges:true --tmpfs /data/configdb:size=4m -v /v/files/_data/0:/run/homeport/password:ro --env PATH=/bin --env HOMEPORT_USER=wiki --mount "$data,target="/var/lib/mysql sha256:0123 postgres -c shared_buffers=128MB -c wal_level=minimal -c max_wal_senders=0 -c fsync=off -c full_page_writes=off -c autovacuum=off) || {
  docker rm --force --volumes prod-backups-restore-db >/dev/null 2>&1
  exit 1
}
round=0
until docker exec "$id" sh -c '! grep -qs '\''^docker-entrypoi'\'' /proc/[0-9]*/comm || exit 1
export PGHOST="${HOMEPORT_HOST:-127.0.0.1}" PGUSER="$HOMEPORT_USER" PGDATABASE="$HOMEPORT_DATABASE" PGCONNECT_TIMEOUT=10; PGPASSWORD=$(cat "$HOMEPORT_PASSWORD_FILE") || exit; export PGPASSWORD
ask() { psql -X -q -A -t -v ON_ERROR_STOP=1 -F "$(printf '\''\t'\'')" "$@"; }
[ "$(ask -c '\''SELECT 1'\'')" = 1 ]' >/dev/null 2>&1; do
  round=$((round + 1))
  if [ $round -gt 2400 ] || [ "$(docker inspect -f '{{.State.Running}}' "$id" 2>/dev/null)" != true ]; then
    { docker logs --tail 5 "$id"; echo 'prod-backups-restore-db does not get ready'; } >&2
    docker rm --force --volumes "$id" >/dev/null 2>&1
    exit 1
  fi
  sleep 0.25
done
echo "$id"

# == load
failed=$({ { docker run restic || echo "$?" >&3; } | docker exec -i 0123 sh -c 'export PGHOST="${HOMEPORT_HOST:-127.0.0.1}" PGUSER="$HOMEPORT_USER" PGDATABASE="$HOMEPORT_DATABASE" PGCONNECT_TIMEOUT=10; PGPASSWORD=$(cat "$HOMEPORT_PASSWORD_FILE") || exit; export PGPASSWORD
ask() { psql -X -q -A -t -v ON_ERROR_STOP=1 -F "$(printf '\''\t'\'')" "$@"; }
exec pg_restore --no-owner --no-privileges --exit-on-error --single-transaction -d "$HOMEPORT_DATABASE"' >&2; } 3>&1) || { docker rm --force --volumes prod-backups-restore >/dev/null 2>&1; echo "the dump cannot be loaded" >&2; exit 1; }
[ -z "$failed" ] || { echo "the dump cannot be read to its end: restic ended with status $failed" >&2; exit 1; }

# == stop
docker stop -t 900 0123 >/dev/null || exit 1
status=$(docker inspect -f '{{.State.ExitCode}}' 0123) || exit 1
[ "$status" = 0 ] || { docker logs --tail 5 0123 >&2; echo "it did not end well: status $status" >&2; exit 1; }
docker rm --volumes 0123 >/dev/null

# == pipe
failed=$({ { docker exec -i 4567 sh -c 'echo $$ > /tmp/.homeport-dump
export PGHOST="${HOMEPORT_HOST:-127.0.0.1}" PGUSER="$HOMEPORT_USER" PGDATABASE="$HOMEPORT_DATABASE" PGCONNECT_TIMEOUT=10; PGPASSWORD=$(cat "$HOMEPORT_PASSWORD_FILE") || exit; export PGPASSWORD
ask() { psql -X -q -A -t -v ON_ERROR_STOP=1 -F "$(printf '\''\t'\'')" "$@"; }
exec pg_dump -Fc -Z0 --no-owner --no-privileges --lock-wait-timeout=60s' </dev/null || echo "$?" >&3; } | docker exec -i 0123 sh -c 'export PGHOST="${HOMEPORT_HOST:-127.0.0.1}" PGUSER="$HOMEPORT_USER" PGDATABASE="$HOMEPORT_DATABASE" PGCONNECT_TIMEOUT=10; PGPASSWORD=$(cat "$HOMEPORT_PASSWORD_FILE") || exit; export PGPASSWORD
ask() { psql -X -q -A -t -v ON_ERROR_STOP=1 -F "$(printf '\''\t'\'')" "$@"; }
exec pg_restore --no-owner --no-privileges --exit-on-error --single-transaction -d "$HOMEPORT_DATABASE"' >&2; } 3>&1) || {
  docker exec 4567 sh -c 'kill "$(cat /tmp/.homeport-dump)"' >/dev/null 2>&1
  echo "the dump cannot be loaded" >&2
  exit 1
}
[ -z "$failed" ] || { echo "the database cannot be dumped to its end: status $failed" >&2; exit 1; }

# == former
docker rm --force --volumes former >/dev/null 2>&1
data=type=volume,source=prod-wiki-db
id=$(docker run --detach --name former --network none --no-healthcheck --cpu-shares 256 --memory 536870912 --memory-swap 536870912 --cpus 1.5 --shm-size 134217728 --cap-drop ALL --cap-add CAP_CHOWN --security-opt no-new-privileges:true --tmpfs /var/lib/mysql/.homeport --tmpfs /data/configdb:size=4m -v /v/files/_data/0:/run/homeport/password:ro --env PATH=/bin --env HOMEPORT_USER=wiki --mount "$data,target="/var/lib/mysql sha256:0123 postgres -c shared_buffers=128MB) || {
  docker rm --force --volumes former >/dev/null 2>&1
  exit 1
}
round=0
until docker exec "$id" sh -c '! grep -qs '\''^docker-entrypoi'\'' /proc/[0-9]*/comm || exit 1
export PGHOST="${HOMEPORT_HOST:-127.0.0.1}" PGUSER="$HOMEPORT_USER" PGDATABASE="$HOMEPORT_DATABASE" PGCONNECT_TIMEOUT=10; PGPASSWORD=$(cat "$HOMEPORT_PASSWORD_FILE") || exit; export PGPASSWORD
ask() { psql -X -q -A -t -v ON_ERROR_STOP=1 -F "$(printf '\''\t'\'')" "$@"; }
[ "$(ask -c '\''SELECT 1'\'')" = 1 ]' >/dev/null 2>&1; do
  round=$((round + 1))
  if [ $round -gt 2400 ] || [ "$(docker inspect -f '{{.State.Running}}' "$id" 2>/dev/null)" != true ]; then
    { docker logs --tail 5 "$id"; echo 'former does not get ready'; } >&2
    docker rm --force --volumes "$id" >/dev/null 2>&1
    exit 1
  fi
  sleep 0.25
done
echo "$id"

# == dump
. /backups/library
export TMPDIR=/tmp
# What a server says when it complains may hold what it was told.
hide() { HOMEPORT_HIDDEN=$(cat /backups/secrets/* 2>/dev/null | sed -n '/....../p') awk 'BEGIN { n = split(ENVIRON["HOMEPORT_HIDDEN"], hidden, "\n") }
{ shown = ""
  for (at = 1; at <= length($0);) {
    found = ""
    for (i = 1; i <= n; i++)
      if (length(hidden[i]) > length(found) && substr($0, at, length(hidden[i])) == hidden[i]) found = hidden[i]
    shown = shown (found == "" ? substr($0, at, 1) : "[secret]")
    at += found == "" ? 1 : length(found)
  }
  print shown }'; }
unset GOGC
{ while sleep 1; do sync; done; } > /dev/null 2>&1 &
trap "kill $!" EXIT
restic_0 dump --quiet abcd /dump 2> /tmp/said || {
  status=$?
  hide < /tmp/said | grep . | tail -n 3 >&2
  exit $status
}
