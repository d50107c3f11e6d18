import { pollFunction } from "../shared/shell";
import { asSentFile, renderAsSent } from "./asSent";
import { asideDirectory, makeAside, routerPorts, routesDirectory } from "./config";
import { dashboardFile, renderDashboard } from "./dashboard";
import { discoveredPath } from "./door/config";
import { figuresFile, renderFigures } from "./figures";
import { loadedFile, loadedPath, renderLoaded } from "./loaded";
import { renderUnrouted, unroutedFile } from "./unrouted";

/** How long a new router may take until it serves every route it has, in seconds. */
const readySeconds = 30;

/**
 * Renders the script that runs inside a router's container and ends when the router answers and has taken
 * every route file: its port opens before its routes are loaded, and answers 404 until then.
 * @param farms addresses of the farms that ask it
 * @param dashboardGate address of the gate that shows the dashboard; nobody sees it where it is absent
 * @param discover whether containers are found by their labels, too
 * @param far addresses of farms on other hosts, which may ask for figures
 */
export const renderReady = (
  farms: readonly string[],
  dashboardGate?: string,
  discover = false,
  far: readonly string[] = [],
): string => `set -eu
${pollFunction}
${makeAside}
${write(unroutedFile, renderUnrouted(farms))}
${write(asSentFile, renderAsSent())}
${write(loadedFile, renderLoaded())}
${dashboardGate ? write(dashboardFile, renderDashboard(dashboardGate)) : `rm -f ${routesDirectory}/${dashboardFile}`}
${far.length > 0 ? write(figuresFile, renderFigures(far)) : `rm -f ${routesDirectory}/${figuresFile}`}
sync ${routesDirectory}
ask() { wget -q -T 2 -O /dev/null "http://127.0.0.1:$1"; }
poll ${readySeconds} ask ${routerPorts.ping}/ping || { echo "the router does not answer after ${readySeconds} s" >&2; exit 1; }
# A route may change meanwhile: what it says now is asked for, time and again.
taken() { for path in $(sed -n 's/.*Path(\`\\(\\/homeport-revision\\/[^\`]*\\)\`).*/\\1/p' "$1"); do ask "${routerPorts.revision}$path" || return 1; done; }
for file in ${routesDirectory}/*.yml; do
  poll ${readySeconds} taken "$file" || { echo "the router has not taken $path after ${readySeconds} s" >&2; exit 1; }
done
poll ${readySeconds} ask ${routerPorts.ping}${loadedPath} || { echo "the router has not loaded its routes after ${readySeconds} s" >&2; exit 1; }
${discover ? awaitDiscovered : ""}`;

const awaitDiscovered = `poll ${readySeconds} ask ${routerPorts.ping}${discoveredPath} || { echo "the router has not heard of the engine's containers after ${readySeconds} s" >&2; exit 1; }
`;

const write = (file: string, text: string): string =>
  `cat > ${asideDirectory}/${file}.new <<'HOMEPORT_ROUTE'
${text}HOMEPORT_ROUTE
sync ${asideDirectory}/${file}.new
mv ${asideDirectory}/${file}.new ${routesDirectory}/${file}`;
