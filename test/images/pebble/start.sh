#!/bin/sh
# Needs PEBBLE_CONFIG, PEBBLE_CERTIFICATE and PEBBLE_KEY (texts), ADDRESS (of every name), DNS_PASSWORD.
set -eu
printf '%s' "$PEBBLE_CONFIG" > /tmp/pebble.json
printf '%s' "$PEBBLE_CERTIFICATE" > /tmp/cert.pem
printf '%s' "$PEBBLE_KEY" > /tmp/key.pem
printf '/cgi-bin:homeport:%s\n' "$DNS_PASSWORD" > /tmp/httpd.conf
pebble-challtestsrv -defaultIPv4 "$ADDRESS" -defaultIPv6 "" -http01 "" -https01 "" -tlsalpn01 "" -doh "" &
httpd -p 8056 -h /srv -c /tmp/httpd.conf
exec pebble -config /tmp/pebble.json -dnsserver 127.0.0.1:8053
