#!/bin/sh
# The steps of the official image's entry point.
set -e
mkdir -p /run/apache2
if [ ! -e index.php ]; then
  # Some of Debian's files are links to those of other packages.
  cp -rL /usr/share/wordpress/. .
  cp /usr/src/wp-config.php .
  chown -R www-data:www-data .
fi
exec "$@"
