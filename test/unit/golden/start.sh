until [ -f /var/lib/haproxy/haproxy.cfg ]; do sleep 0.1; done
exec haproxy -W -f /var/lib/haproxy/haproxy.cfg