set -u
umask 077
server=https://acme.example.org/directory
account=''
retry=3600
log=/tmp/lego.log
lego=$(command -v lego || echo /lego)

now() { date +%s; }
random() { echo $(($(od -An -N2 -tu2 /dev/urandom) % $1)); }
put() { cat > "$1.new" && sync "$1.new" && mv "$1.new" "$1"; }
# Without another process: it is asked for every few seconds.
first_line() { line=; { read -r line < "$1"; } 2>/dev/null; }
alive() { echo > /tmp/alive; }
name() {
  case $domain in '*'*) file=_${domain#?} ;; *) file=$domain ;; esac
  status=/acme/status/$file.json
  live=/acme/live/$file
}

# A signal interrupts a wait, but no program in the foreground: what takes long runs beside the shell.
child=
begun=
stop() {
  [ -z "$child" ] || kill "$child" 2>/dev/null
  [ -z "$begun" ] || rm -f "$begun"
  unlock
  exit 0
}
trap stop TERM INT
await() { child=$!; wait "$child"; result=$?; child=; return $result; }
pause() { sleep "$1" & await; }

# An hour: a program that hangs must not keep the other names waiting for ever.
ask() { exec timeout 3600 "$lego" --accept-tos --path /acme --server https://acme.example.org/directory --http --http.port :8402 --domains "$domain" "$@"; }
obtain() { ask run; }
renew() { ask renew --no-random-sleep --dynamic; }

me=$(hostname)
heart=
locked() { first_line /acme/issuer.lock; [ "$line" = "$me" ]; }
taken() { ! locked && [ -n "$(find /acme/issuer.lock -mmin -2 2>/dev/null)" ]; }
unlock() {
  [ -z "$heart" ] || kill "$heart" 2>/dev/null
  if locked; then rm -f /acme/issuer.lock; fi
}

# What is kept of an attempt tells which server and account the certificate is of, and that it was saved whole.
saved() { saved=/acme/certificates/$file; }
proof() { [ -f "$saved.crt" ] && [ -f "$saved.key" ] && echo "$server $account $(cat "$saved.crt" "$saved.key" | sha256sum)"; }

# Without the mark no request is made: a full disk or a crash in a row would otherwise ask again and again.
begin() {
  begun=/acme/status/$file.begun
  cuts=$(cat "$begun" 2>/dev/null)
  if [ "${cuts:-0}" -ge 3 ]; then fail "it was cut off ${cuts} times"; return 1; fi
  echo $((${cuts:-0} + 1)) | put "$begun" && return
  echo "$domain: nothing can be written to the directory of the certificates"
  begun=
  pause 60
  return 1
}

attend() {
  saved
  begin || return
  before=$(cat "$saved.proof" 2>/dev/null)
  if [ -n "$before" ] && [ "$before" = "$(proof)" ]; then task=renew; else task=obtain; fi
  $task > "$log.raw" 2>&1 &
  await
  blot < "$log.raw" > "$log"
  if [ $result = 0 ] && keep && publish && rm -f "$status" "$begun"; then
    [ "$before" = "$after" ] || echo "$domain: certificate ${task}ed"
  else
    sed 's/^/  /' "$log"
    # Nobody can renew with an account that is gone: the next try makes another.
    if grep -q "is not registered" "$log"; then rm -f "$saved.proof"; fi
    fail "$(reason)"
  fi
  begun=
}

keep() { after=$(proof) && { [ "$before" = "$after" ] || echo "$after" | put "$saved.proof"; }; }

# Each file appears whole; who reads the pair between the two renames finds that they do not match.
publish() {
  mkdir -p "$live" || return
  cmp -s "$saved.key" "$live/privkey.pem" || put "$live/privkey.pem" < "$saved.key" || return
  cmp -s "$saved.crt" "$live/fullchain.pem" || put "$live/fullchain.pem" < "$saved.crt"
}

field() { value=$(sed -n "s/.*\"$1\": \([0-9]*\).*/\1/p" "$status" 2>/dev/null); echo "${value:-0}"; }

fail() {
  failures=$(($(field failures) + 1))
  delay=$retry
  step=1
  while [ $step -lt $failures ] && [ $delay -lt 86400 ]; do delay=$((delay * 2)); step=$((step + 1)); done
  [ $delay -le 86400 ] || delay=86400
  delay=$((delay + $(random $((delay / 10 + 1)))))
  printf '{ "domain": "%s", "failures": %d, "nextTry": %d, "error": "%s" }\n' "$domain" $failures $(($(now) + delay)) "$1" |
    put "$status" && rm -f "$begun"
  echo "$domain: failed ($failures in a row), next try in $delay s: $1"
}

# A provider may name its credentials when it complains. Lines too short to be a secret stay readable.
blot() { HOMEPORT_HIDDEN=$(cat /issuer/credentials/* 2>/dev/null | sed -n '/....../p') awk 'BEGIN { n = split(ENVIRON["HOMEPORT_HIDDEN"], hidden, "\n") }
{ shown = ""
  for (at = 1; at <= length($0);) {
    found = ""
    for (i = 1; i <= n; i++)
      if (length(hidden[i]) > length(found) && substr($0, at, length(hidden[i])) == hidden[i]) found = hidden[i]
    shown = shown (found == "" ? substr($0, at, 1) : "[secret]")
    at += found == "" ? 1 : length(found)
  }
  print shown }'; }

# lego's last message, which may have several lines, as one line that needs no escapes in JSON.
reason() {
  tr '"\\' "'/" < "$log" | tr -c '\n -~' ' ' | awk '
    /^[0-9]+\/[0-9]+\/[0-9]+ / { text = ""; sub(/^[^ ]+ [^ ]+ /, "") }
    /^panic: / { text = "" }
    /^goroutine / { exit }
    { text = text " " $0 }
    END { gsub(/ +/, " ", text); print substr(text, 2, 500) }' | grep . || echo "lego ended with status $result"
}

# Deployments order a try of every name; otherwise failures wait for their time, and the rest for the next check.
wanted() {
  [ "$order" = "$attended" ] || return 0
  if [ -f "$status" ]; then
    left=$(($(field nextTry) - time))
    # More than the longest wait there is: the clock was wrong when it was written.
    [ $left -le 0 ] || [ $left -gt 100000 ]
  else
    [ $due = yes ] || [ ! -f "$live/fullchain.pem" ]
  fi
}

mkdir -p /acme/status /acme/live
if taken; then echo "another issuer works in this directory: waiting for it to end"; fi
while taken; do pause 5; done
echo "$me" | put /acme/issuer.lock
while sleep 30; do locked && touch /acme/issuer.lock; done &
heart=$!

# The way for a challenge is open only when the deployment has come to its end.
ordered() { first_line /issuer/order; [ "${line%% *}" = 0123456789ab ]; }
patience=$(($(now) + 3600))
ordered || echo "waiting for the deployment to come to its end"
until ordered || [ "$(now)" -ge $patience ]; do alive; pause 1; done
echo "at work"

next=0
while :; do
  first_line /issuer/order
  order=$line
  first_line /issuer/attended
  attended=$line
  time=$(now)
  due=no
  if [ "$time" -ge $next ]; then due=yes; next=$((time + 43200 + $(random 4320))); fi
  for domain in blog.example.org; do
    alive
    name
    wanted || continue
    locked || { echo "another issuer has taken the directory over"; stop; }
    attend
  done
  [ "$order" = "$attended" ] || echo "$order" | put /issuer/attended
  pause 5
done
