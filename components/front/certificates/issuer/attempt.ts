import { blot, hiddenVariable } from "../../../shared/inside";
import { acmeMount, credentialsDirectory } from "./layout";

/** The longest time between two tries, in seconds. */
const longestWait = 86_400;
/** How often a try may be cut off by a crash before that counts as a failure. */
const cutsAllowed = 3;

/** Shell: one try for `$domain`, from the question whether it may be made to what comes of it. */
export const attemptFunctions = `# What is kept of an attempt tells which server and account the certificate is of, and that it was saved whole.
saved() { saved=${acmeMount}/certificates/$file; }
proof() { [ -f "$saved.crt" ] && [ -f "$saved.key" ] && echo "$server $account $(cat "$saved.crt" "$saved.key" | sha256sum)"; }

# Without the mark no request is made: a full disk or a crash in a row would otherwise ask again and again.
begin() {
  begun=${acmeMount}/status/$file.begun
  cuts=$(cat "$begun" 2>/dev/null)
  if [ "\${cuts:-0}" -ge ${cutsAllowed} ]; then fail "it was cut off \${cuts} times"; return 1; fi
  echo $((\${cuts:-0} + 1)) | put "$begun" && return
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
    [ "$before" = "$after" ] || echo "$domain: certificate \${task}ed"
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

field() { value=$(sed -n "s/.*\\"$1\\": \\([0-9]*\\).*/\\1/p" "$status" 2>/dev/null); echo "\${value:-0}"; }

fail() {
  failures=$(($(field failures) + 1))
  delay=$retry
  step=1
  while [ $step -lt $failures ] && [ $delay -lt ${longestWait} ]; do delay=$((delay * 2)); step=$((step + 1)); done
  [ $delay -le ${longestWait} ] || delay=${longestWait}
  delay=$((delay + $(random $((delay / 10 + 1)))))
  printf '{ "domain": "%s", "failures": %d, "nextTry": %d, "error": "%s" }\\n' "$domain" $failures $(($(now) + delay)) "$1" |
    put "$status" && rm -f "$begun"
  echo "$domain: failed ($failures in a row), next try in $delay s: $1"
}

# A provider may name its credentials when it complains. Lines too short to be a secret stay readable.
blot() { ${hiddenVariable}=$(cat ${credentialsDirectory}/* 2>/dev/null | sed -n '/....../p') ${blot}; }

# lego's last message, which may have several lines, as one line that needs no escapes in JSON.
reason() {
  tr '"\\\\' "'/" < "$log" | tr -c '\\n -~' ' ' | awk '
    /^[0-9]+\\/[0-9]+\\/[0-9]+ / { text = ""; sub(/^[^ ]+ [^ ]+ /, "") }
    /^panic: / { text = "" }
    /^goroutine / { exit }
    { text = text " " $0 }
    END { gsub(/ +/, " ", text); print substr(text, 2, 500) }' | grep . || echo "lego ended with status $result"
}`;
