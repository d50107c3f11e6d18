ask() {
  question=/tmp/question.$$
  rm -f "$question" && mkfifo "$question" && exec 3<> "$question" && rm "$question"
  printf 'GET %s HTTP/1.0\r\nAuthorization: Basic %s\r\n\r\n' "$1" "$(printf 'homeport:%s' "$(cat /watch/secrets/password)" | base64 | tr -d '\n')" >&3
  nc 127.0.0.1 9090 <&3
  exec 3>&-
}
# What is not a whole page is none: the one before stays, until it is told to be old.
page() {
  ask "/consoles/$1.html" | tr -d '\r' | {
    read -r _ status _
    [ "$status" = 200 ] || exit 0
    sed '1,/^$/d' > "$2/.next"
    [ "$(tail -n 1 "$2/.next")" = '</html>' ] && mv "$2/.next" "$2/index.html"
  }
}
while :; do
  page watch /pages/watch
  page status /pages/status
  cat /watch/config/status.atom > /pages/status/.feed && mv /pages/status/.feed /pages/status/feed.atom
  if [ -f /pages/watch/index.html ]; then sleep 60; else sleep 2; fi
done &
