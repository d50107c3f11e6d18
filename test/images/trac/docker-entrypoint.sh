#!/bin/sh
# Root hands the directory over and gives itself up, as in many images.
set -e
if [ "$(id -u)" = 0 ]; then
  chown trac:trac /srv/trac
  exec gosu trac "$0" "$@"
fi
exec "$@"
