import { othersFunction, type Thing } from "../../hosts/exchange/thing";
import { quote } from "../../shared/shell";

/** One hairpin on its network. */
export interface NamedHairpin {
  readonly thing: Thing;
  readonly container: string;
  /** @default the engine chooses one */
  readonly address?: string;
  readonly names: readonly string[];
  /**
   * Networks beside the environment's, whose containers are to find the names, too.
   * @default none
   */
  readonly beside?: readonly string[];
}

/**
 * Renders a script that gives a hairpin's container its names, and then runs another script.
 *
 * An engine gives names only together with a connection to a network. The container is connected anew under the same
 * address: its connections live on, and whoever calls meanwhile is heard some tenths of a second later. The names lead
 * to the other hairpin for that time. A container that is about to make place loses its names first.
 */
export function renderNamed(hairpin: NamedHairpin, then: string): string {
  const { thing, container, address, names, beside = [] } = hairpin;
  const { network } = thing;
  return `names=$(sort <<'HOMEPORT_NAMES'
${names.map((name) => `${name}\n`).join("")}HOMEPORT_NAMES
)
container=${quote(container)}
own=${quote(network)}
networks=${quote([network, ...beside].join(" "))}
${othersFunction(thing, [container])}
on() { docker inspect -f "{{with index .NetworkSettings.Networks \\"$1\\"}}$2{{end}}" "$3"; }
has() {
  id=$(docker inspect -f '{{.Id}}' "$1") || return
  on "$2" '{{range .Aliases}}{{println .}}{{end}}' "$1" | grep -vxF -e "$(printf '%.12s' "$id")" -e "" | sort
}
named() {
  network=$1 one=$2; shift 2
  [ "$(has "$one" "$network")" != "$(printf '%s\\n' "$@" | grep -v '^$')" ] || return 0
  case $network in "$own") at=${address ?? ""} ;; *) at=$(on "$network" '{{.IPAddress}}' "$one") ;; esac
  docker network disconnect --force "$network" "$one" 2>/dev/null || :
  options=
  for alias; do options="$options --alias $alias"; done
  docker network connect \${at:+--ip "$at"} $options "$network" "$one"
}
name() {
  for each in $networks; do named "$each" "$@" || return 1; done
}
# One that an application has left goes, which it cannot with somebody in it.
for each in $(docker inspect -f '{{range $name, $_ := .NetworkSettings.Networks}}{{println $name}}{{end}}' "$container"); do
  case " $networks " in *" $each "*) ;; *) docker network disconnect --force "$each" "$container" ;; esac
done
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

/** Renders a script that takes a hairpin's container out of networks, which could not go with somebody in them. */
export const renderLeaving = (container: string, networks: readonly string[]): string =>
  networks
    .map(
      (network) => `docker network disconnect --force ${quote(network)} ${quote(container)} 2>/dev/null || :`,
    )
    .join("\n");
