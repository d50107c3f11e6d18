#!/bin/bash
exec 3<>/dev/tcp/127.0.0.1/8404 || exit 1
printf 'GET / HTTP/1.0\r\n\r\n' >&3
read -r -t 2 version _ <&3
[[ $version == HTTP/1.* ]]
