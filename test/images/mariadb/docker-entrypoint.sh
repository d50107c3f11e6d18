#!/bin/sh
# The steps of the official image's entry point, and its variables.
set -e
data=/var/lib/mysql
case $1 in -*) set -- mariadbd "$@" ;; esac
[ "$1" = mariadbd ] || exec "$@"

if [ "$(id -u)" = 0 ]; then
  find "$data" /run/mysqld ! -user mysql -exec chown mysql:mysql {} \;
  exec gosu mysql "$0" "$@"
fi

# The value of a variable, or of the file that the same variable with _FILE names.
valueOf() {
  eval "value=\${MARIADB_$1-} file=\${MARIADB_$1_FILE-}"
  [ -z "$file" ] || value=$(cat "$file")
  printf %s "$value"
}

if [ ! -d "$data/mysql" ]; then
  root=$(valueOf ROOT_PASSWORD)
  [ -z "$MARIADB_RANDOM_ROOT_PASSWORD" ] || root=$(head -c 24 /dev/urandom | base64)
  if [ -z "$root$MARIADB_ALLOW_EMPTY_ROOT_PASSWORD" ]; then
    echo "set one of MARIADB_ROOT_PASSWORD, MARIADB_RANDOM_ROOT_PASSWORD, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD" >&2
    exit 1
  fi
  echo "a new database"
  mariadb-install-db --datadir="$data" --auth-root-authentication-method=normal --skip-test-db >/dev/null
  # Nobody else reaches it until all is made.
  "$@" --skip-networking &
  server=$!
  until mariadb -uroot -e 'SELECT 1' >/dev/null 2>&1; do kill -0 $server; sleep 0.2; done
  checker=$(head -c 24 /dev/urandom | base64)
  database=$(valueOf DATABASE) user=$(valueOf USER) password=$(valueOf PASSWORD)
  {
    echo "CREATE USER healthcheck@127.0.0.1 IDENTIFIED BY '$checker';"
    [ -z "$database" ] || echo "CREATE DATABASE \`$database\`;"
    [ -z "$user" ] || echo "CREATE USER '$user'@'%' IDENTIFIED BY '$password';"
    [ -z "$user" ] || [ -z "$database" ] || echo "GRANT ALL ON \`$database\`.* TO '$user'@'%';"
    [ -z "$root" ] || echo "ALTER USER root@localhost IDENTIFIED BY '$root';"
  } | mariadb -uroot
  (umask 0077 && printf '[client]\nuser=healthcheck\npassword=%s\n' "$checker" >"$data/.my-healthcheck.cnf")
  kill $server
  wait $server
fi
exec "$@"
