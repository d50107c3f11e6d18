#!/bin/sh
# As of the official image: over TCP, which the server of the first steps does not answer. Every option asks the same.
exec mariadb --defaults-extra-file=/var/lib/mysql/.my-healthcheck.cnf --protocol=tcp --host=127.0.0.1 --skip-column-names \
  --execute='SELECT 1' >/dev/null
