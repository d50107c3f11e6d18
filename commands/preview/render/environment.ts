import { byCode } from "../../../components/shared/order";
import { count } from "../../shared/count";
import type { Environment } from "../model/environment";
import type { NetworkChange } from "../model/networks";
import { otherChanges } from "../model/others";
import type { Action } from "../model/resource";
import type { UnitChange } from "../model/unit";
import { believesOthers } from "../model/warning";
import { code, list } from "./markdown";
import { unitName, unitTable } from "./units";
import { resourceName } from "./values";

/** What changes in an environment, below its heading. */
export interface Section {
  /** In a few words. */
  readonly summary: string;
  /** Nothing where the summary says it all. */
  readonly body: string;
}

export function renderEnvironment(environment: Environment): Section {
  const { failed, units, complete, resources } = environment;
  if (failed) return { summary: "the preview failed", body: "" };
  if (resources.every(({ action }) => action === "same")) return { summary: "nothing changes", body: "" };
  const shown = units.filter((unit) => !isQuiet(unit));
  const also = [
    ...quietLine(units),
    ...environment.networks.map(networkLine),
    ...certificateLine(environment),
    ...otherLine(environment),
  ];
  const body = [
    ...(shown.length > 0 ? [unitTable(shown, complete)] : []),
    ...(also.length > 0 ? [also.map((line) => `- ${line}`).join("\n")] : []),
  ];
  return { summary: summaryOf(units), body: body.join("\n\n") };
}

/** What every new domain does to a proxy is worth a line, and no row. */
const isQuiet = (unit: UnitChange): boolean =>
  unit.way === "reload" && (unit.kind === "gate" || (unit.kind === "farm" && !believesOthers(unit)));

const quietLine = (units: readonly UnitChange[]): string[] => {
  const quiet = units.filter(isQuiet).map(unitName);
  return quiet.length > 0
    ? [
        `${list(quiet)} ${quiet.length > 1 ? "take" : "takes"} a new configuration by a reload: no request lost`,
      ]
    : [];
};

function summaryOf(units: readonly UnitChange[]): string {
  const services = units.filter(({ kind }) => kind === "service" || kind === "container");
  const changes = (["added", "changed", "removed"] as const).flatMap((change) => {
    const number = services.filter((unit) => unit.change === change).length;
    return number > 0 ? [`${count(number, "service")} ${change}`] : [];
  });
  return list(changes) || "no service changes";
}

function networkLine({ name, change, subnets }: NetworkChange): string {
  const [before, after] = [subnets.before.map(code).join(", "), subnets.after.map(code).join(", ")];
  switch (change) {
    case "added":
      return `new network ${code(name)}: ${after || "any subnet"}`;
    case "removed":
      return `network ${code(name)} goes: ${before}`;
    case "changed":
      return `network ${code(name)}: ${before} → ${after}; all containers on it are made anew`;
  }
}

const certificateLine = ({ issued }: Environment): string[] =>
  issued.length > 0
    ? [
        `${issued.length > 1 ? "certificates are" : "a certificate is"} issued for ${list([...issued].sort(byCode).map(code))}`,
      ]
    : [];

const mostOthers = 5;

/** What goes is a warning already. */
function otherLine({ resources }: Environment): string[] {
  const others = otherChanges(resources).filter(({ action }) => action === "create" || action === "update");
  if (others.length === 0) return [];
  const named = others.slice(0, mostOthers).map((one) => `${resourceName(one)} ${action[one.action]}`);
  const rest = others.length - named.length;
  return [`also ${list([...named, ...(rest > 0 ? [`${rest} more`] : [])])}`];
}

const action: Partial<Record<Action, string>> = { create: "added", update: "changed" };
