import { loadedPath } from "../../router/loaded";

/** In a section of defaults: each start and each reload begins with what the file of the states says. */
export const loadStates = "load-server-state-from-file global";

/**
 * Of a server that is known by name: it begins at the address that its state tells, or has none until the engine's DNS
 * has been asked. An address that a configuration tells is one of the past after a restart of the machine.
 */
export const byName = "resolvers engine init-addr last,none";

/**
 * Renders the states that the servers of a configuration begin with. Those with a check begin as up, by as many checks as
 * it takes to be taken for gone: by itself, HAProxy believes the first check that fails after a start or a reload, whatever
 * `fall` says, and a deploy is when machines are busy. `init-state` does the same, but only since 3.2.20. Those that are
 * known by name have it in a comment, and the port at which routers are asked, for {@link locateFunction}.
 * @returns nothing where no section asks for them; without a server they are there all the same, as HAProxy warns otherwise
 * @see https://docs.haproxy.org/3.0/management.html#9.3-show%20servers%20state
 */
export function serverStates(config: string): string | undefined {
  const lines: string[] = [];
  let section = "";
  for (const line of config.split("\n")) {
    section = /^(?:backend|listen) (\S+)/.exec(line)?.[1] ?? section;
    const [, server, host, port, rest = ""] = /^\s+server (\S+) (\S+):(\d+)(.*)$/.exec(line) ?? [];
    if (!server || !port) continue;
    const [, asked] = / check port (\d+) /.exec(rest) ?? [];
    if (rest.includes(byName)) lines.push(["#", host, ...(asked ? [asked] : [])].join(" "));
    if (rest.includes(byName) || / check(?: |$)/.test(rest)) lines.push(stateOf(section, server, port));
  }
  return config.includes(loadStates) ? ["1", ...lines, ""].join("\n") : undefined;
}

/** HAProxy finds servers by their names, and takes the port from here. */
const stateOf = (section: string, server: string, port: string): string =>
  `0 ${section} 0 ${server} - 2 0 1 1 0 1 0 0 6 0 0 0 - ${port} -`;

/**
 * Shell: `locate FILE` puts into a file of states the addresses at which servers are now. What is not found has none: it
 * is asked for again by HAProxy itself. `locate FILE anew` asks routers too, at a start: all containers of a machine may
 * have started just now. One that has not loaded its routes has no address either: HAProxy finds it, and believes its very
 * first check. (Of a server that a file says is down, HAProxy warns, and with a warning it does not start.) Each name is
 * looked up once: where nobody knows it, the answer can take long.
 */
export const locateFunction = `where_is() {
  timeout 2 nslookup -type=a "$1" 127.0.0.11 | awk '/^Name/ { named = 1 } named && match($0, /[0-9]+(\\.[0-9]+)+/) { print substr($0, RSTART, RLENGTH); exit }'
}
has_loaded() { timeout 2 wget -q -T 1 -O /dev/null "http://$1${loadedPath}"; }
whereabouts() {
  at=$(where_is "$1")
  if [ "$3" = anew ] && [ -n "$2" ] && ! has_loaded "$at:$2"; then at=; fi
  echo "\${at:--}"
}
locate() {
  at=- known=
  while read -r first second third fourth fifth rest; do
    case $first in
      '#')
        case "$known " in *" $second="*) ;; *) known="$known $second=$( (whereabouts "$second" "$third" "\${2:-}") 2>/dev/null)" ;; esac
        at=\${known##* "$second="}
        at=\${at%% *}
        echo "# $second\${third:+ $third}" ;;
      0) echo "0 $second $third $fourth $at $rest"; at=- ;;
      *) echo "$first" ;;
    esac
  done < "$1" > "$1.$$"
  sync "$1.$$"
  mv "$1.$$" "$1"
}`;
