import type { ContainerFacts, EnvironmentFacts, Standing, UnitFacts } from "../facts";
import { isWell } from "../judge/containers";
import { renderImage } from "./image";
import type { Look } from "./look";
import { renderColumns } from "./table";
import { ago, span, used } from "./units";

/** What an environment runs: a row a service or proxy, a line a container. */
export function renderContainers(environment: EnvironmentFacts, now: number, look: Look): string {
  const { hosts, services, proxies } = environment;
  const several = hosts.length > 1;
  const rows = [...services, ...proxies].map((unit) => {
    const { containers } = unit;
    const lines = (tell: (one: ContainerFacts) => string) => containers.map(tell).join("\n");
    return [
      lines((one) => mark(one, look)),
      look.paint("bold", unit.name),
      servesOf(unit, environment),
      ...(several ? [lines(({ host }) => host)] : []),
      lines((one) => renderStanding(one, look)),
      lines((one) => renderSince(one, now)),
      lines(renderMemory),
      lines(renderImage),
    ];
  });
  const head = ["", "SERVICE", "SERVES", ...(several ? ["HOST"] : []), "STATE", "SINCE", "MEMORY", "IMAGE"];
  return renderColumns({
    head: head.map((one) => look.paint("dim", one)),
    rows,
    width: look.columns,
    giving: [
      { column: head.indexOf("IMAGE"), least: 14 },
      { column: head.indexOf("SERVES"), least: 16 },
      { column: head.indexOf("SERVICE"), least: 10 },
      { column: head.indexOf("SINCE"), least: 10 },
    ],
  });
}

const mark = (one: ContainerFacts, { paint }: Look): string => {
  if (one.standing === "unknown") return paint("yellow", "?");
  return isWell(one) ? paint("green", "✓") : paint("red", "✗");
};

/** Of a router, what counts is whether the farm gets to it. */
function servesOf({ name, role, serves }: UnitFacts, { farm }: EnvironmentFacts): string {
  if (role !== "router" || "notAsked" in farm) return serves.join("\n");
  const server = farm.known.find(({ section }) => section === `router_${name}`);
  return server ? (server.answers ? "answers the farm" : "NO ANSWER to farm") : "";
}

const loud: Partial<Record<Standing, string>> = {
  stopped: "STOPPED",
  missing: "GONE",
  unhealthy: "UNHEALTHY",
  restarting: "RESTARTING",
  paused: "PAUSED",
};

function renderStanding({ standing }: ContainerFacts, { paint }: Look): string {
  const said = loud[standing];
  if (said !== undefined) return paint("red", said);
  return standing === "healthy" || standing === "running" ? standing : paint("yellow", standing);
}

function renderSince({ since, standing, restarts }: ContainerFacts, now: number): string {
  if (since === undefined) return "";
  const ended = standing === "stopped" || standing === "restarting";
  const when = ended ? ago(since, now) : `up ${span(now - Date.parse(since))}`;
  return restarts > 0 ? `${when}, ${restarts} restart${restarts === 1 ? "" : "s"}` : when;
}

const renderMemory = ({ memory }: ContainerFacts): string =>
  memory.used === undefined ? "" : used(memory.used, memory.limit);
