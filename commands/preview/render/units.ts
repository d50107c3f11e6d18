import type { UnitChange, Way } from "../model/unit";
import { whatChanges } from "./changes";
import { code, table } from "./markdown";

const changes = { added: "new ", changed: "", removed: "removed " } as const;

/** More rows than a person reads. */
const mostRows = 60;

/** One row for each unit that changes. */
export function unitTable(units: readonly UnitChange[], complete: boolean): string {
  const rows = units
    .slice(0, mostRows)
    .map((unit) => [changes[unit.change] + unitName(unit), whatChanges(unit, complete), deploys(unit)]);
  const rest = units.length - rows.length;
  const more = rest > 0 ? [[`${rest} more`, "below", ""]] : [];
  return table(["Service", "What changes", "How it is deployed"], [...rows, ...more]);
}

/** A service by its name alone, everything else with what it is. */
export const unitName = ({ kind, name }: UnitChange): string =>
  kind === "service" || kind === name ? code(name) : `${kind} ${code(name)}`;

const ways: Record<Exclude<Way, "moved" | "stop-first">, string> = {
  replaced: "**replaced; in which order is not known**",
  removed: "goes after all else has come",
  restored: "made again",
  "start-first": "start-first: no request lost",
  new: "starts beside the rest, gets visitors once it answers",
  scaled: "beside those that stay: no request lost",
  "in-place": "in place, without a restart",
  reload: "by a reload: no request lost",
};

/** A command does it, which a note does not read: with the same image, command and environment it was done before. */
const done = "done before its container changes, where it was not; where it fails, the old one goes on";

const fewer = "those that go get no more visitors first: no request lost";

function deploys(unit: UnitChange): string {
  if (unit.kind === "application") return "with its containers";
  if (unit.kind === "job") return unit.way === "removed" ? "goes" : done;
  switch (unit.way) {
    case "moved":
      return `**moves from ${code(unit.host.before ?? "?")} to ${code(unit.host.after ?? "?")}**`;
    case "stop-first":
      return `**stop-first: ${gap(unit)}**`;
    case "scaled":
      return unit.containers.after < unit.containers.before ? fewer : ways.scaled;
    default:
      return (unit.kind === "container" ? ownWays[unit.way] : undefined) ?? ways[unit.way];
  }
}

/** Who makes containers without Homeport has seen to visitors in another way, or in none. */
const ownWays: Partial<Record<Way, string>> = {
  "start-first": "start-first: both run for a while",
  new: "starts beside the rest",
};

/** Who misses it while there is none. */
export function gap({ kind, gapSeconds }: UnitChange): string {
  switch (kind) {
    case "farm":
      return "no visitor is answered for some seconds";
    case "port":
      return "who is connected is cut off, and who calls waits about a second";
    case "gate":
      return "farms on other hosts wait some seconds";
    case "hairpin":
      return "the other one answers meanwhile";
    case "keeper":
    case "issuer":
    case "door":
      return "no visitor notices";
    default:
      return `away until the new container answers${gapSeconds === undefined ? "" : `, ${gapSeconds} s at most`}`;
  }
}
