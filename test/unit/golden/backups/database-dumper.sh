dump=$1 counts=$2
done=
child=
stop() { [ -z "$child" ] || kill "$child" 2>/dev/null; exit 0; }
trap stop TERM INT
umask 077
read -r run < /proc/sys/kernel/random/uuid
asked() { ask=; { read -r ask; } 2>/dev/null < /dumps/ask; }
work() {
  sh -c "$counts" > /dumps/before 2> /tmp/said && sh -c "$dump" > /dumps/pipe 2> /tmp/said && sh -c "$counts" > /dumps/after 2> /tmp/said
}
while :; do
  : > /tmp/alive
  asked
  if [ -n "$ask" ] && [ "$ask" != "$done" ]; then
    id=$ask
    echo "$id $run" > /dumps/begun
    work &
    child=$!
    while kill -0 "$child" 2>/dev/null; do
      touch /dumps/begun /tmp/alive
      asked
      # Nobody takes it any more.
      [ "$ask" = "$id" ] || kill "$child" 2>/dev/null
      sleep 0.3
    done
    if wait "$child"; then said=ok; else said=$(tail -n 1 /tmp/said); fi
    child=
    printf '%s\n%s\n' "$id" "${said:-the dump was killed}" > /dumps/status.new
    mv /dumps/status.new /dumps/status
    done=$id
  fi
  sleep 1 &
  wait $!
done
