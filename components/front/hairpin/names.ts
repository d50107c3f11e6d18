import { othersFunction, type Thing } from "../../hosts/exchange/thing";
import { commandLine, quote } from "../../shared/shell";

/** One hairpin on its network. */
export interface NamedHairpin {
  readonly thing: Thing;
  readonly container: string;
  /** @default the engine chooses one */
  readonly address?: string;
  readonly names: readonly string[];
}

/**
 * Renders a script that gives a hairpin's container its names, and then runs another script.
 *
 * An engine gives names only together with a connection to a network. The container is connected anew under the same
 * address: its connections live on, and whoever calls meanwhile is heard some tenths of a second later. The names lead
 * to the other hairpin for that time. A container that is about to make place loses its names first.
 */
export function renderNamed({ thing, container, address, names }: NamedHairpin, then: string): string {
  const { network } = thing;
  const connect = commandLine("docker", "network", "connect", ...(address ? ["--ip", address] : []));
  return `names=$(sort <<'HOMEPORT_NAMES'
${names.map((name) => `${name}\n`).join("")}HOMEPORT_NAMES
)
container=${quote(container)}
${othersFunction(thing, [container])}
has() {
  id=$(docker inspect -f '{{.Id}}' "$1") || return
  docker inspect -f '{{with index .NetworkSettings.Networks ${JSON.stringify(network)}}}{{range .Aliases}}{{println .}}{{end}}{{end}}' "$1" | grep -vxF -e "$(printf '%.12s' "$id")" -e "" | sort
}
name() {
  one=$1; shift
  [ "$(has "$one")" != "$(printf '%s\\n' "$@" | grep -v '^$')" ] || return 0
  docker network disconnect --force ${quote(network)} "$one" 2>/dev/null || :
  options=
  for each; do options="$options --alias $each"; done
  ${connect} $options ${quote(network)} "$one"
}
name "$container" $names || exit 1
former=$(others | awk '$2 == "running" { print $1 }')
for one in $former; do name "$one"; done
(
${then}
) || {
  for one in $former; do name "$one" $names; done
  exit 1
}`;
}
