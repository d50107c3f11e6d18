import type { EnvironmentFacts } from "../facts/home";
import type { ContainerFacts, Standing, UnitFacts } from "../facts/units";
import { isLeft, isNew, isWell } from "../judge/containers";
import { renderImage, renderImageShort } from "./image";
import type { Look } from "./look";
import { naturalWidth, renderColumns } from "./table";
import { ago, span, used } from "./units";

/** Columns that give way on a narrow terminal: what is served stands below then, and memory is not shown. */
type Column = "serves" | "memory";

/**
 * What an environment runs: a row a service or proxy, a line a container. Images stand behind them, without where they
 * come from if that is too long, or below them.
 */
export function renderContainers(environment: EnvironmentFacts, now: number, look: Look): string {
  const units = [...environment.services, ...environment.proxies];
  const rows = rowsOf(units, environment, now, look, ["serves", "memory"]);
  for (const tell of [renderImage, renderImageShort]) {
    const wide = rows.map((row, at) => [...row, imageCell(units[at - 1], tell, look)]);
    if (naturalWidth(wide) <= look.columns)
      return renderColumns({ rows: wide, width: look.columns, giving: [] });
  }
  if (naturalWidth(rows) <= look.columns)
    return renderColumns({ rows, width: look.columns, giving: [] }) + renderImages(units, look);
  return renderNarrow(units, environment, now, look) + renderImages(units, look);
}

function renderNarrow(
  units: readonly UnitFacts[],
  environment: EnvironmentFacts,
  now: number,
  look: Look,
): string {
  const [withMemory, without] = (["memory", undefined] as const).map((one) =>
    rowsOf(units, environment, now, look, one ? [one] : []),
  ) as [string[][], string[][]];
  const [head = [], ...rows] = naturalWidth(withMemory) <= look.columns ? withMemory : without;
  return renderColumns({
    head,
    rows,
    below: units.map((unit) =>
      servesOf(unit, environment)
        .split("\n")
        .filter(Boolean)
        .map((one) => `   ${look.paint("dim", one)}`),
    ),
    width: look.columns,
    giving: [{ column: 1, least: 10 }],
    wraps: true,
  });
}

/** All columns but the images. */
function rowsOf(
  units: readonly UnitFacts[],
  environment: EnvironmentFacts,
  now: number,
  look: Look,
  columns: readonly Column[],
): string[][] {
  const several = environment.hosts.length > 1;
  const served = columns.includes("serves");
  const memory = columns.includes("memory");
  const head = [
    ...["", "SERVICE", ...(served ? ["SERVES"] : []), ...(several ? ["HOST"] : [])],
    ...["STATE", "SINCE", ...(memory ? ["MEMORY"] : [])],
  ];
  return [
    head.map((one) => look.paint("dim", one)),
    ...units.map((unit) => {
      const lines = (tell: (one: ContainerFacts) => string) => unit.containers.map(tell).join("\n");
      return [
        lines((one) => (unit.leadsToGone ? look.paint("red", "✗") : mark(one, now, look))),
        look.paint("bold", unit.name),
        ...(served ? [servesOf(unit, environment)] : []),
        ...(several ? [lines(({ host }) => host)] : []),
        lines(
          (one) => `${which(unit, one)}${renderStanding(one, look)}${served ? renderLed(unit, one) : ""}`,
        ),
        lines((one) => renderSince(one, now)),
        ...(memory ? [lines(renderMemory)] : []),
      ];
    }),
  ];
}

const imageCell = (unit: UnitFacts | undefined, tell: typeof renderImage, { paint }: Look): string =>
  unit ? unit.containers.map(tell).join("\n") : paint("dim", "IMAGE");

/** Each image once, with all that run it. */
function renderImages(units: readonly UnitFacts[], look: Look): string {
  const [whole = [], short = []] = [renderImage, renderImageShort].map((tell) => imageRows(units, tell));
  return renderColumns({
    head: ["", "IMAGE", "OF"].map((one) => look.paint("dim", one)),
    rows: naturalWidth(whole) <= look.columns ? whole : short,
    width: look.columns,
    giving: [
      { column: 2, least: 20 },
      { column: 1, least: 30 },
    ],
    wraps: true,
  });
}

function imageRows(units: readonly UnitFacts[], tell: typeof renderImage): string[][] {
  const users = new Map<string, Set<string>>();
  for (const { name, containers } of units)
    for (const image of containers.map(tell)) users.set(image, (users.get(image) ?? new Set()).add(name));
  return [...users].map(([image, names]) => [" ", image, [...names].join(", ")]);
}

const mark = (one: ContainerFacts, now: number, { paint }: Look): string => {
  if (one.standing === "unknown") return paint("yellow", "?");
  if (isNew(one, now)) return paint("yellow", "…");
  return isWell(one) ? paint("green", "✓") : paint("red", "✗");
};

/** Of a router, what counts is whether the farm gets to it. */
function servesOf({ name, role, serves }: UnitFacts, { farm }: EnvironmentFacts): string {
  if (role !== "router" || "notAsked" in farm) return serves.join("\n");
  const server = farm.known.find(({ section }) => section === `router_${name}`);
  return server ? (server.answers ? "answers the farm" : "NO ANSWER to farm") : "";
}

/** Of several, which one: as what is served stands beside them, and is served by all. */
const which = ({ containers }: UnitFacts, { resource, former }: ContainerFacts): string =>
  containers.length > 1 ? `${resource} ${former ? "before: " : ""}` : "";

const loud: Partial<Record<Standing, string>> = {
  stopped: "STOPPED",
  missing: "GONE",
  unhealthy: "UNHEALTHY",
  restarting: "RESTARTING",
  paused: "PAUSED",
};

function renderStanding(one: ContainerFacts, { paint }: Look): string {
  const { standing } = one;
  if (isLeft(one)) return paint("red", "NOT READY");
  const said = loud[standing];
  if (said !== undefined) return paint("red", said);
  return ["healthy", "running", "done", "asleep"].includes(standing) ? standing : paint("yellow", standing);
}

/** Whom visitors are sent to, where two versions are there, and to whom nobody is. */
function renderLed({ containers }: UnitFacts, one: ContainerFacts): string {
  const { ledToBy = [] } = one;
  if (isLeft(one)) return ", serves nobody";
  return ledToBy.length > 0 && containers.some(({ former }) => former)
    ? `, serves ${ledToBy.join(", ")}`
    : "";
}

function renderSince({ since, standing, restarts }: ContainerFacts, now: number): string {
  if (since === undefined) return "";
  const ended = ["stopped", "restarting", "done", "asleep"].includes(standing);
  const length = span(now - Date.parse(since));
  const when = ended ? ago(since, now) : `${standing === "starting" ? "since" : "up"} ${length}`;
  return restarts > 0 ? `${when}, ${restarts} restart${restarts === 1 ? "" : "s"}` : when;
}

const renderMemory = ({ memory }: ContainerFacts): string =>
  memory.used === undefined ? "" : used(memory.used, memory.limit);
