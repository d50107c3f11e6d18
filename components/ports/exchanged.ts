import type { Further } from "../front/haproxy/atRuntime";
import { statesPrefix } from "../front/haproxy/text";
import { doorSection } from "./config";

/**
 * Shell: `exchange CONFIG` leads the running process to the containers that a configuration names, in place of those that
 * are gone. Whoever waited for one of them is with this process, and has got the new one by it: another process would take
 * that from them once more. It needs `going`, which of before are still there, and `where_is`.
 * @see https://docs.haproxy.org/3.0/management.html#9.3-set%20server
 */
export const exchangeFunction = `exchange() {
  [ -z "$going" ] || return 1
  sed -n 's/^ *server \\(container-[0-9]*\\) \\([^ ]*\\):[0-9]* .*/\\1 \\2/p' "$1" > "$work/servers"
  while read -r server name; do
    echo "set server ${doorSection}/$server fqdn $name" | order > /dev/null
    echo "set server ${doorSection}/$server addr $(where_is "$name")" | order > /dev/null
  done < "$work/servers"
  echo "show servers state ${doorSection}" | order > "$work/has"
  while read -r server name; do grep -q -F " $name " "$work/has" || return 1; done < "$work/servers"
}`;

/** What such a configuration has of its own: names of containers, and the file of their states. */
export const exchanged: Further = {
  shape: `s#^\\( *server container-[0-9]* \\)[^ ]*\\(:[0-9]\\)#\\1\\2#; s#${statesPrefix}[0-9a-f]*##`,
  lead: "exchange",
};
