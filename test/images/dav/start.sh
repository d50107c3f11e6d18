#!/bin/sh
set -e
mkdir -p /tmp/files
exec apache2 -D FOREGROUND -f /etc/apache2/dav.conf
