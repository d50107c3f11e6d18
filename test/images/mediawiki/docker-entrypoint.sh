#!/bin/sh
set -e
mkdir -p /run/apache2
exec "$@"
