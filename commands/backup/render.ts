import { isDump, type Manifest, type ManifestPart, type PlaceAnswer, timeOf } from "../backups/sets";
import type { DeclaredBackups } from "../shared/declared/facts";
import { renderColumns } from "../status/render/table";
import { asOfRun, bytes, span } from "../status/render/units";

/** What backs up an environment on one host, and what its repositories say. */
export interface AskedBackups extends DeclaredBackups {
  readonly stack: string;
  readonly places: readonly PlaceAnswer[];
}

export const isWell = ({ places }: AskedBackups): boolean =>
  places.every(({ problem, sets }) => problem === "" && sets !== undefined);

/** How many sets are listed one by one. */
export const listed = 10;

/** Renders what sets there are, by repository. */
export const renderBackups = (all: readonly AskedBackups[], now: number, width = 120): string =>
  all
    .map(
      ({ stack, name, host, places, volumes }) =>
        `${name} of ${stack}, on host ${host}\n${places.map((one) => renderPlace(one, volumes, now, width)).join("")}`,
    )
    .join("\n");

function renderPlace(
  { shown, time, problem, warned, sets, silence, manifests }: PlaceAnswer,
  volumes: readonly string[],
  now: number,
  width: number,
): string {
  const lines = [
    `  ${shown}`,
    ...(problem
      ? [`    NOT WELL: ${problem}${time ? ` ${asOfRun(new Date(time * 1000).toISOString(), now)}` : ""}`]
      : []),
    ...(warned ? [`    ${warned}`] : []),
    ...(sets === undefined ? [`    ${silence ?? "it does not answer"}`] : []),
    ...(sets?.length === 0 ? ["    no set yet"] : []),
  ];
  const older = (sets?.length ?? 0) - listed;
  const rows = (sets ?? []).slice(0, listed).map(({ set, complete }) => {
    const manifest = manifests.find((one) => one.set === set);
    const size = manifest?.parts.reduce((sum, part) => sum + part.bytes, 0);
    return [
      "   ",
      set,
      `${span(now - timeOf(set))} ago`,
      complete ? "complete" : "partial",
      size === undefined ? "" : bytes(size),
      manifest === undefined ? "its end cannot be read" : renderWith(manifest, volumes),
    ];
  });
  const table = renderColumns({
    head: ["   ", "SET", "AGE", "", "SIZE", "WITH"],
    rows,
    width,
    giving: [{ column: 5, least: 20 }],
    wraps: true,
  });
  return `${lines.join("\n")}\n${table}${older > 0 ? `    and ${older} older ones\n` : ""}`;
}

/** What a set has, and what it lacks of what is backed up now or was to be in it. */
function renderWith({ parts, failed }: Manifest, volumes: readonly string[]): string {
  const nameOf = ({ service, volume }: Pick<ManifestPart, "service" | "volume">) => `${service}/${volume}`;
  const had = parts.map(nameOf);
  const lacking = [...new Set([...volumes, ...failed.map(nameOf)])].filter((one) => !had.includes(one));
  const absent = parts.flatMap((part) =>
    isDump(part) ? [] : (part.absent ?? []).map((one) => `${one} of ${nameOf(part)}`),
  );
  return [
    lacking.length === 0 ? "all volumes" : had.join(", "),
    ...(lacking.length > 0 ? [`without ${lacking.join(", ")}`] : []),
    ...(absent.length > 0 ? [`${absent.join(", ")} was not there yet`] : []),
  ].join("; ");
}
