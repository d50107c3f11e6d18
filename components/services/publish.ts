import { basename } from "node:path/posix";
import { asideDirectory, makeAside, routerPorts, routesDirectory } from "../router/config";
import { pollFunction, quote } from "../shared/shell";
import { isAskedThroughRouter, probeFunction } from "./probing";
import { type Route, renderRoute, usersFileOf } from "./route";
import { revisionPath } from "./taken";
import { probeFileOf } from "./throughRouter";

/** What is needed to put a route to work. */
export interface Publication {
  readonly route: Route;
  /**
   * Further ways into the same containers.
   * @default none
   */
  readonly also?: readonly Route[];
  /** How long a new container may take until it can serve, in seconds. */
  readonly readySeconds: number;
  /** How long requests that run in containers that are going may take, in seconds. */
  readonly drainSeconds: number;
}

/** How long the router may take to load a changed file, in seconds. */
const takeSeconds = 30;

/** Where the router reads the route of a service. */
export const fileOf = (service: string): string => `${routesDirectory}/${service}.yml`;

/**
 * Renders the script that runs inside the router's container: it waits until every container can serve,
 * writes the route file aside, moves it into place, waits until the router has taken it, and gives requests
 * in containers that are going time to end. Where a container never gets ready, nothing has been changed;
 * its name and what it answered are then the script's only standard output, on a line each. Behind the name stands
 * that of the way in, where it is not the first.
 */
export function renderPublish({ route, also = [], readySeconds, drainSeconds }: Publication): string {
  const { text, revision, users } = renderRoute(route, also);
  const file = fileOf(route.service);
  // Users first: whoever reads the new route reads them with it.
  const written = [...users, { file, text }].map((one) => putFile(one.file, one.text)).join("\n");
  const usersFiles = users.map((one) => one.file);
  const former = `${asideOf(file)}.old`;
  const back = (one: string) => `back ${one} ${asideOf(one)}`;
  return `set -eu
# Users' hashes are for the router alone.
umask 027
${makeAside}
put() { if [ -f $1 ]; then cp $1 $2.old; fi; sync $2.new; mv $2.new $1; }
back() { if [ -f $2.old ]; then mv $2.old $1; else rm -f $1; fi; }
${pollFunction}
${[route, ...also].map((one) => awaitServers(one, readySeconds, one === route ? "" : ` ${one.service}`)).join("\n")}
${written}
taken() { wget -q -T 2 -O /dev/null http://127.0.0.1:${routerPorts.revision}${revisionPath(route.service, revision)}; }
poll ${takeSeconds} taken || {
  ${[...usersFiles, file].map(back).join("; ")}
  echo "the router has not taken the route of ${route.service} within ${takeSeconds} s; the earlier one is back" >&2
  exit 1
}
for other in ${usersOf(route.service)}; do
  case $other in ${["-", ...usersFiles].join(" | ")}) ;; *) rm -f "$other" ;; esac
done
gone=
if [ -f ${former} ]; then
  gone=$(grep 'url:' ${former} | while IFS= read -r line; do grep -qxFe "$line" ${file} || echo "$line"; done)
fi
rm -f ${asideOf(`${route.service}.*`)}
# Of a service that was renamed: two routes to the same names, and the router would choose either.
claims() { grep ' rule: ' "$1" | grep -vFe '_ready\`)' -e /homeport-revision/ -e 'PathRegexp(\`' -e 'Method(\`'; }
# Who has no name claims nothing.
own=$(claims ${file}) || :
# One search through all files: a look at each of them would take longer with every service that there is.
for other in $([ -z "$own" ] || grep -lxFe "$own" ${routesDirectory}/*.yml); do
  if [ "$other" != ${file} ] && [ "$(claims "$other")" = "$own" ]; then
    gone=$other
    rm -f "$other" "\${other%.yml}.users" "\${other%.yml}".*.users
  fi
done
sync ${routesDirectory}
if [ -n "$gone" ]; then sleep ${drainSeconds}; fi
`;
}

/** Every file with users of a service, whatever ways into it there have been: no service has a dot in its name. */
const usersOf = (service: string): string => [service, `${service}.*`].map(usersFileOf).join(" ");

/** What a file is called aside, without its end. */
const asideOf = (file: string): string => `${asideDirectory}/${basename(file)}`;

/** @param told what is said behind the name of a container that is not ready */
const awaitServers = (route: Route, readySeconds: number, told: string): string => `${probeFunction(route)}
for server in ${route.servers.map(quote).join(" ")}; do
  poll ${readySeconds} probe "$server" || {
    echo "\${server%:*}${told}"
    # All that is to be told is its output; a shell says by itself that what took too long was terminated.
    probe "$server" 2>/dev/null
    exit 1
  }
done${isAskedThroughRouter(route) ? `\nrm -f ${probeFileOf(route.service)}` : ""}`;

/** Writes a file aside and moves it into place: it is never read in part, nor found so after a power cut. */
const putFile = (file: string, text: string): string =>
  `cat > ${asideOf(file)}.new <<'HOMEPORT_FILE'\n${text}HOMEPORT_FILE\nput ${file} ${asideOf(file)}`;

/** Renders the script that takes a service's route away, run inside the router's container. */
export function renderWithdraw(service: string, drainSeconds: number): string {
  return `rm -f ${fileOf(service)} ${usersOf(service)} ${asideOf(`${service}.*`)}; sleep ${drainSeconds}`;
}
