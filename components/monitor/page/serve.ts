import { silentMark, silentMinutes } from "./document";
import { silentWorks, worksMark } from "./works";

/** Where a page's container finds what the monitor has made, to read alone. */
export const madeMount = "/made";

export const pagePort = 8080;

const shown = "/tmp/www";
const types = "/tmp/types";
/** It is made anew each minute; who waits for the first one waits no longer than that. */
const everySeconds = 15;
const firstSeconds = 2;

/** What is there before the monitor has looked for the first time. */
const first =
  '<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="10"><title>Not yet</title><h1>Not yet</h1><p>The monitor has not looked yet.</p></html>';

/**
 * Shell that serves a page: what the monitor has made last, and that it is silent where that is old. A copy is served, as
 * nobody may write where it is made.
 */
export const serveScript = `server= child=
trap 'kill $server $child 2>/dev/null; exit 0' TERM INT
mkdir -p ${shown}
echo '${first}' > ${shown}/index.html
printf '.html:text/html;charset=utf-8\\n.atom:application/atom+xml\\n' > ${types}
httpd -f -p ${pagePort} -h ${shown} -c ${types} &
server=$!
rest=${firstSeconds}
while kill -0 $server 2>/dev/null; do
  for one in ${madeMount}/*; do
    [ -f "$one" ] || continue
    old='${silentMark}' works='${worksMark}'
    [ -z "$(find "$one" -mmin +${silentMinutes - 1})" ] || old=' id="silent"' works='${silentWorks}'
    sed 's/${silentMark}/'"$old/; s/"'${worksMark}/'"$works/" "$one" > /tmp/next && mv /tmp/next ${shown}/"\${one##*/}" && rest=${everySeconds}
  done
  sleep $rest &
  child=$!
  wait $child
done
exit 1`;
