#!/bin/sh
# Flags, or a command that traefik knows, are for traefik; anything else runs as it is.
set -e
if [ "${1#-}" != "$1" ]; then
  set -- traefik "$@"
elif traefik "$1" --help > /dev/null 2>&1; then
  set -- traefik "$@"
fi
exec "$@"
