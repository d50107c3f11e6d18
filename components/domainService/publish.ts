import { commandLine, pollFunction, quote } from "../shared/shell";
import { routerPorts, routesDirectory } from "../traefikRouter/config";
import { askedName } from "./askedName";
import { type Route, renderRoute, usersFileOf } from "./route";
import { revisionPath } from "./taken";
import { type Asked, probeFileOf, throughRouterFunction } from "./throughRouter";

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
  return `set -eu
# Users' hashes are for the router alone.
umask 027
put() { if [ -f $1 ]; then cp $1 $1.old; fi; mv $1.new $1; }
back() { if [ -f $1.old ]; then mv $1.old $1; else rm -f $1; fi; }
${pollFunction}
${[route, ...also].map((one) => awaitServers(one, readySeconds, one === route ? "" : ` ${one.service}`)).join("\n")}
${written}
taken() { wget -q -T 2 -O /dev/null http://127.0.0.1:${routerPorts.revision}${revisionPath(route.service, revision)}; }
poll ${takeSeconds} taken || {
  ${usersFiles.map((one) => `back ${one}; `).join("")}back ${file}
  echo "the router has not taken the route of ${route.service} within ${takeSeconds} s; the earlier one is back" >&2
  exit 1
}
for other in ${usersOf(route.service)} ${usersOf(route.service, ".old")}; do
  case $other in ${["-", ...usersFiles].join(" | ")}) ;; *) rm -f "$other" ;; esac
done
gone=
if [ -f ${file}.old ]; then
  gone=$(grep 'url:' ${file}.old | while IFS= read -r line; do grep -qxFe "$line" ${file} || echo "$line"; done)
  rm ${file}.old
fi
# Of a service that was renamed: two routes to the same names, and the router would choose either.
claims() { grep ' rule: ' "$1" | grep -vFe '_ready\`)' -e /homeport-revision/; }
for other in ${routesDirectory}/*.yml; do
  if [ "$other" != ${file} ] && [ "$(claims "$other")" = "$(claims ${file})" ]; then
    gone=$other
    rm -f "$other" "\${other%.yml}.users" "\${other%.yml}".*.users
  fi
done
if [ -n "$gone" ]; then sleep ${drainSeconds}; fi
`;
}

/** Every file with users of a service, whatever ways into it there have been: no service has a dot in its name. */
const usersOf = (service: string, end = ""): string =>
  [service, `${service}.*`].map((one) => usersFileOf(one) + end).join(" ");

/** @param told what is said behind the name of a container that is not ready */
const awaitServers = (route: Route, readySeconds: number, told: string): string => `${probeFunction(route)}
for server in ${route.servers.map(quote).join(" ")}; do
  poll ${readySeconds} probe "$server" || {
    echo "\${server%:*}${told}"
    probe "$server" 2>&1
    exit 1
  }
done`;

/** Writes a file aside and moves it into place: it is never read in part. */
const putFile = (file: string, text: string): string =>
  `cat > ${file}.new <<'HOMEPORT_FILE'\n${text}HOMEPORT_FILE\nput ${file}`;

/** Renders the script that takes a service's route away, run inside the router's container. */
export function renderWithdraw(service: string, drainSeconds: number): string {
  return `rm -f ${fileOf(service)} ${usersOf(service)}; sleep ${drainSeconds}`;
}

/** Shell: `probe HOST:PORT` asks a container whether it can serve, and says what it answered. */
export function probeFunction(asked: Asked): string {
  const { probe, domains, protocol = "http", service } = asked;
  if (probe.kind !== "tcp" && (probe.kind === "grpc" || protocol !== "http"))
    return `trap 'rm -f ${probeFileOf(service)}' EXIT
${throughRouterFunction(asked)}`;
  switch (probe.kind) {
    case "http": {
      const ask = commandLine(
        "wget",
        "-S",
        "-T",
        "3",
        "-O",
        "/dev/null",
        "--header",
        `Host: ${askedName(domains)}`,
      );
      // The first status line decides: a redirection is an answer too.
      return `probe() {
  said=$(${ask} "http://$1"${quote(probe.path)} 2>&1 || true)
  echo "$said" | grep -v '^Connecting' | head -n 1 | sed 's/^ *//'
  echo "$said" | sed -n 's/^ *[Ll]ocation: */to /p' | head -n 1
  echo "$said" | grep -m 1 -q 'HTTP/1.[01] [23]'
}`;
    }
    case "tcp":
      // Ends as soon as the port is open: a service may say nothing there, and never hang up.
      return `probe() { nc -w 3 "\${1%:*}" "\${1#*:}" -e true </dev/null 2>&1; }`;
  }
}
