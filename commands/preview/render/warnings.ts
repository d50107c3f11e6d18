import { npx } from "../../../components/shared/npx";
import type { Environment } from "../model/environment";
import type { HostMemory } from "../model/memory";
import type { Review } from "../model/review";
import type { UnitChange } from "../model/unit";
import { type Warning, warningsOf } from "../model/warning";
import { believes, where } from "./changes";
import { code, list } from "./markdown";
import { backupsOf } from "./rehearsed";
import { gap, unitName } from "./units";
import { budget, image, memory, port, resourceName } from "./values";

/** More of them than a person reads. */
const mostWarnings = 30;

/** Every warning of a review as a line, the same one of several environments once. */
export function warningLines(review: Review): string[] {
  const { environments, memory: hosts, skipped } = review;
  const stacks = new Map<string, string[]>();
  for (const { stack, text } of environments.flatMap((one) => linesOf(one, review)))
    stacks.set(text, [...(stacks.get(text) ?? []), stack]);
  const lines = [
    ...[...stacks].map(([text, where]) => `${list(where.map(bold))}: ${text}`),
    ...hosts.flatMap(budgetLines),
    ...skipped.map((stack) => `${bold(stack)} was not previewed: this pipeline may not read its secrets`),
  ];
  const rest = lines.length - mostWarnings;
  return rest > 0 ? [...lines.slice(0, mostWarnings), `${rest} more, of the same kinds`] : lines;
}

const bold = (stack: string): string => `**${code(stack)}**`;

const linesOf = (environment: Environment, review: Review): { stack: string; text: string }[] =>
  warningsOf(environment).map((warning) => ({
    stack: environment.stack,
    text: sentence(warning) + (isOfData(warning) ? backupsOf(environment, review) : ""),
  }));

const isOfData = ({ kind }: Warning): boolean => ["data-lost", "data-left", "data-elsewhere"].includes(kind);

function sentence(warning: Warning): string {
  switch (warning.kind) {
    case "failed":
      return "the preview failed; why is in the job's log";
    case "data-lost":
      return `${volumeName(warning)} is deleted with everything in it`;
    case "data-left":
      return `${volumeName(warning)} goes from the program; its data stay on ${warning.host ? code(warning.host) : "its host"} until ${code(npx("homeport leftovers"))} removes them`;
    case "data-elsewhere": {
      const { name, before, after } = warning.move;
      return `data ${code(name)} of ${code(warning.unit.name)} are looked for elsewhere, ${where(before)} → ${where(after)}: what is in the former stays there, and is not taken along`;
    }
    case "other-engine":
      return otherEngine(warning);
    case "away":
      return away(warning.unit);
    case "removed":
      return removed(warning.unit);
    case "missing":
      return `${unitName(warning.unit)} is missing on its host`;
    case "public":
      return `${unitName(warning.unit)} is published on every address of its host: ${warning.ports.map(port).join(", ")}`;
    case "open":
      return `${unitName(warning.unit)} asks nobody for a password at ${list(warning.paths.map(code))}`;
    case "sign-in":
      return signIn(warning);
    case "believed":
      return believed(warning.unit);
    case "unlimited":
      return `${unitName(warning.unit)} has no memory limit`;
    case "unpinned":
      return `${unitName(warning.unit)} runs an image without a version: ${image(warning.unit.image.after ?? "")}`;
    case "unproven":
      return unproven(warning);
    case "ending":
      return ending(warning);
    case "other":
      return `${resourceName(warning.resource)} is ${warning.resource.action === "delete" ? "deleted" : "replaced"}`;
  }
}

const volumeName = ({ volume, service }: { volume: string; service?: string }): string =>
  `volume ${code(volume)}${service ? ` of ${code(service)}` : ""}`;

function otherEngine({ host, before, after, replaced }: Extract<Warning, { kind: "other-engine" }>): string {
  const change = `${engine(before)} → ${engine(after)}`;
  return replaced
    ? `${code(host)} is another machine now, ${change}: everything is made anew there, data stays behind`
    : `${code(host)} is another engine now, ${change}: nothing is made there, as Pulumi takes for granted that everything runs there already`;
}

const engine = (endpoint: string | undefined): string =>
  endpoint === undefined ? "unknown" : code(endpoint);

function away(unit: Extract<Warning, { kind: "away" }>["unit"]): string {
  switch (unit.way) {
    case "moved":
      return moved(unit);
    case "stop-first":
      return `${unitName(unit)} is replaced: ${gap(unit)}`;
    default:
      return `${unitName(unit)} is replaced, perhaps with a gap`;
  }
}

function moved({ host, volumes, ...unit }: Extract<Warning, { kind: "away" }>["unit"]): string {
  const [from, to] = [code(host.before ?? "?"), code(host.after ?? "?")];
  const kept = volumes.filter(({ change }) => change === "kept").map(({ name }) => code(name));
  const left =
    kept.length > 0
      ? `; what is in ${kept.length > 1 ? "volumes" : "volume"} ${list(kept)} stays on ${from}`
      : "";
  return `${unitName({ ...unit, host, volumes })} moves from ${from} to ${to}${left}`;
}

function removed(unit: Extract<Warning, { kind: "removed" }>["unit"]): string {
  const domains = unit.domains.before.map(code);
  const unserved =
    domains.length > 0 ? `; ${list(domains)} ${domains.length > 1 ? "are" : "is"} served no more` : "";
  return `${unitName(unit)} is removed${unserved}`;
}

function unproven({ image: reference, owners }: Extract<Warning, { kind: "unproven" }>): string {
  const get = owners.length > 1 ? "get" : "gets";
  return `${list(owners.map(code))} ${get} ${image(reference)}, which no promotion has shown at work`;
}

function signIn({ unit, change }: Extract<Warning, { kind: "sign-in" }>): string {
  const { port: at, before = "", after } = change;
  const where = at === undefined ? "" : ` at ${code(at)}`;
  return after === undefined
    ? `${unitName(unit)} asks nobody any more who gets in${where}: that was ${code(before)}, and now it is whoever reaches it`
    : `${unitName(unit)} asks ${code(after)} who gets in${where}, and no longer ${code(before)}`;
}

function believed(unit: UnitChange): string {
  const { after } = unit.believed;
  return after
    ? `${unitName(unit)} ${believes(after)} who a visitor is: whoever calls from there can say to be anyone`
    : `${unitName(unit)} believes nobody any more who a visitor is: all who come by a proxy in front count as one`;
}

const ending = ({ name, day, daysLeft }: Extract<Warning, { kind: "ending" }>): string =>
  daysLeft < 0
    ? `the certificate of ${code(name)} expired on ${day}, and this update does not renew it`
    : `the certificate of ${code(name)} expires in ${daysLeft} days, on ${day}, and this update does not renew it`;

function budgetLines({ host, after, during, budget: total, kept }: HostMemory): string[] {
  const free = total === undefined ? Infinity : kept.reduce((left, one) => left - one.memory, total);
  if (total === undefined || Math.max(after, during) <= free) return [];
  const taken = after > free ? `containers may take ${memory(after)}` : `${memory(during)} during the update`;
  return [`memory of ${code(host)}: ${taken}; its budget is ${budget(total, kept)}`];
}
