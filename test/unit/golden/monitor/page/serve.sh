server= child=
trap 'kill $server $child 2>/dev/null; exit 0' TERM INT
mkdir -p /tmp/www
echo '<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="10"><title>Not yet</title><h1>Not yet</h1><p>The monitor has not looked yet.</p></html>' > /tmp/www/index.html
printf '.html:text/html;charset=utf-8\n.atom:application/atom+xml\n' > /tmp/types
httpd -f -p 8080 -h /tmp/www -c /tmp/types &
server=$!
rest=2
while kill -0 $server 2>/dev/null; do
  for one in /made/*; do
    [ -f "$one" ] || continue
    old=' id="silent" hidden' works='<meta name="homeport-monitor" content="works">'
    [ -z "$(find "$one" -mmin +4)" ] || old=' id="silent"' works='<meta name="homeport-monitor" content="silent">'
    sed 's/ id="silent" hidden/'"$old/; s/"'<meta name="homeport-monitor" content="works">/'"$works/" "$one" > /tmp/next && mv /tmp/next /tmp/www/"${one##*/}" && rest=15
  done
  sleep $rest &
  child=$!
  wait $child
done
exit 1