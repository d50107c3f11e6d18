trap 'exit 0' TERM INT
until [ -f /watch/ready ]; do sleep 1; done
exec prometheus