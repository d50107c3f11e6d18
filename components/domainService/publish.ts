import { commandLine, pollFunction, quote } from "../shared/shell";
import { routerPorts, routesDirectory } from "../traefikRouter/config";
import { type Probe, type Route, renderRoute, revisionPath } from "./route";

/** What is needed to put a route to work. */
export interface Publication {
  readonly route: Route;
  /** How long a new container may take until it can serve, in seconds. */
  readonly readySeconds: number;
  /** How long requests that run in containers that are going may take, in seconds. */
  readonly drainSeconds: number;
}

/** How long the router may take to load a changed file, in seconds. */
const takeSeconds = 30;

const fileOf = (service: string): string => `${routesDirectory}/${service}.yml`;

/**
 * Renders the script that runs inside the router's container: it waits until every container can serve,
 * writes the route file aside, moves it into place, waits until the router has taken it, and gives requests
 * in containers that are going time to end. Where a container never gets ready, nothing has been changed;
 * its name is then the script's only standard output.
 */
export function renderPublish({ route, readySeconds, drainSeconds }: Publication): string {
  const { text, revision } = renderRoute(route);
  const file = fileOf(route.service);
  return `set -eu
${pollFunction}
${probeFunction(route.probe, route.domains[0] ?? "")}
for server in ${route.servers.map(quote).join(" ")}; do
  poll ${readySeconds} probe "$server" || {
    echo "$server is not ready after ${readySeconds} s: $(probe "$server" 2>&1)" >&2
    echo "\${server%:*}"
    exit 1
  }
done
cat > ${file}.new <<'HOMEPORT_ROUTE'
${text}HOMEPORT_ROUTE
if [ -f ${file} ]; then cp ${file} ${file}.old; fi
mv ${file}.new ${file}
taken() { wget -q -T 2 -O /dev/null http://127.0.0.1:${routerPorts.revision}${revisionPath(route.service, revision)}; }
poll ${takeSeconds} taken || {
  if [ -f ${file}.old ]; then mv ${file}.old ${file}; else rm ${file}; fi
  echo "the router has not taken the route of ${route.service} within ${takeSeconds} s; the earlier one is back" >&2
  exit 1
}
if [ -f ${file}.old ]; then
  gone=$(grep 'url:' ${file}.old | while IFS= read -r line; do grep -qxFe "$line" ${file} || echo "$line"; done)
  rm ${file}.old
  if [ -n "$gone" ]; then sleep ${drainSeconds}; fi
fi
`;
}

/** Renders the script that takes a service's route away, run inside the router's container. */
export function renderWithdraw(service: string, drainSeconds: number): string {
  return `rm -f ${fileOf(service)}; sleep ${drainSeconds}`;
}

function probeFunction(probe: Probe, domain: string): string {
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
        `Host: ${domain.replace("*", "probe")}`,
      );
      // The first status line decides: a redirection is an answer too.
      return `probe() {
  said=$(${ask} "http://$1"${quote(probe.path)} 2>&1 || true)
  echo "$said" | grep -v '^Connecting' | head -n 1 | sed 's/^ *//'
  echo "$said" | grep -m 1 -q 'HTTP/1.[01] [23]'
}`;
    }
    case "tcp":
      // Ends as soon as the port is open: a service may say nothing there, and never hang up.
      return `probe() { nc -w 3 "\${1%:*}" "\${1#*:}" -e true </dev/null 2>&1; }`;
  }
}
