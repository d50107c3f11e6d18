import { quote } from "../shared/shell";
import { metricsPort, rehearsedFile, stateMount } from "./layout";
import { movesFile } from "./moved";

/** The file that answers whoever asks for metrics. */
const answerFile = `${stateMount}/answer`;

/**
 * Shell: writes what answers, and answers one after the other, in the background.
 * @param visitor the address that is answered, and no other
 * @param host the one that it is on
 */
export const metricsLines = (
  visitor: string,
  host: string,
): string => `cat > ${answerFile}.new <<'HOMEPORT_ANSWER'
#!/bin/sh
while read -r line && [ \${#line} -gt 1 ]; do :; done
now=$(date +%s)
text=$(
  echo "# HELP homeport_backup_age_seconds Time since the newest set that has the volume was begun."
  echo "# TYPE homeport_backup_age_seconds gauge"
  awk -v now="$now" '{ age = now - $4; printf "homeport_backup_age_seconds{service=\\"%s\\",volume=\\"%s\\",place=\\"%s\\"} %d\\n", $1, $2, $3, age < 0 ? 0 : age }' ${stateMount}/ages 2>/dev/null
  echo "# HELP homeport_backup_failures Runs in a row that did not make a complete set."
  echo "# TYPE homeport_backup_failures gauge"
  echo "# HELP homeport_backup_unreadable Whether the last reading of the repository found damage."
  echo "# TYPE homeport_backup_unreadable gauge"
  echo "# HELP homeport_backup_moved_away Whether the data of a service go on on another host, and no set of them is made here."
  echo "# TYPE homeport_backup_moved_away gauge"
  awk -v own=${quote(host)} '$2 != own { printf "homeport_backup_moved_away{service=\\"%s\\",to=\\"%s\\"} 1\\n", $1, $2 }' ${movesFile} 2>/dev/null
  echo "# HELP homeport_rehearsed The last rehearsal: when it ended, whether all held, and where it was."
  echo "# TYPE homeport_rehearsed gauge"
  sed -n 's/^{"at":"\\([^"]*\\)","ok":\\([a-z]*\\),"to":"\\([^"]*\\)"}$/homeport_rehearsed{at="\\1",ok="\\2",to="\\3"} 1/p' ${rehearsedFile} 2>/dev/null
  for here in ${stateMount}/places/*; do
    place=\${here##*/}
    read -r failures < "$here/failures" || failures=0
    echo "homeport_backup_failures{place=\\"$place\\"} \${failures:-0}"
    echo "homeport_backup_unreadable{place=\\"$place\\"} $([ -f "$here/unreadable" ] && echo 1 || echo 0)"
  done 2>/dev/null
)
printf 'HTTP/1.0 200 OK\\r\\nContent-Type: text/plain; version=0.0.4; charset=utf-8\\r\\nContent-Length: %d\\r\\n\\r\\n%s\\n' $((\${#text} + 1)) "$text"
HOMEPORT_ANSWER
chmod 755 ${answerFile}.new
mv ${answerFile}.new ${answerFile}
while :; do nc -l -p ${metricsPort} ${visitor} -e ${answerFile} 2>/dev/null || sleep 1; done &
metrics=$!`;
