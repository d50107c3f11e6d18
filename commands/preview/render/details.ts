import { byCode } from "../../../components/shared/order";
import { count } from "../../shared/count";
import { types } from "../../shared/types";
import { parseUrn } from "../../shared/urn";
import type { Environment } from "../model/environment";
import type { Action, ResourceChange } from "../model/resource";
import type { State } from "../read/digest";
import { containerFacts, networkSubnets, type Port } from "../read/facts";
import { block, list, oneLine } from "./markdown";
import { memory, typeName } from "./values";

const signs: Record<Exclude<Action, "same">, string> = {
  create: "+",
  update: "~",
  replace: "!",
  delete: "-",
};

/**
 * A line for every resource that changes: with the names of what changes in it, and values of the few kinds that are
 * allowed to be shown.
 */
export const detailLines = ({ failed, resources }: Environment): string[] =>
  failed
    ? []
    : byOwner(resources.filter(({ action, type }) => action !== "same" && type !== types.stack)).map(line);

/**
 * The lines of environments in which the same changes, to be unfolded.
 * @param room characters that they may have
 * @returns nothing where there is no room, or nothing to show
 */
export function renderDetails(stacks: readonly string[], lines: readonly string[], room: number): string {
  const summary = `<details><summary>Every change in ${list(stacks.map(htmlSafe))}: ${count(lines.length, "resource")}</summary>`;
  const around = `${summary}\n\n${block("diff", [])}\n\n</details>`.length + 100;
  const shown = fitting(lines, room - around);
  if (shown.length === 0) return "";
  const left = lines.length - shown.length;
  const all = left > 0 ? [...shown, `# ${left} more: the job's log has them all`] : shown;
  return `${summary}\n\n${block("diff", all)}\n\n</details>`;
}

/** A stack's name has no character that HTML could take for something else; whatever claims to be one may. */
const htmlSafe = (text: string): string => oneLine(text).replace(/[^\w.-]/g, "�");

/** Components with what is part of them. */
const byOwner = (resources: readonly ResourceChange[]): ResourceChange[] =>
  resources
    .map((resource) => ({ resource, owner: ownerOf(resource) ?? resource.name }))
    .sort((a, b) => byCode(a.owner, b.owner))
    .map(({ resource }) => resource);

/** The component that it is part of. */
function ownerOf({ parent }: ResourceChange): string | undefined {
  const owner = parent === undefined ? undefined : parseUrn(parent);
  return owner && owner.type !== types.stack ? owner.name : undefined;
}

function fitting(lines: readonly string[], room: number): string[] {
  let used = 0;
  const fits = lines.findIndex((one) => {
    used += one.length + 1;
    return used > room;
  });
  return lines.slice(0, fits < 0 ? lines.length : fits);
}

function line(resource: ResourceChange): string {
  const { action, type, name, order, properties } = resource;
  const owner = ownerOf(resource);
  const within = owner === undefined ? "" : ` in ${oneLine(owner)}`;
  const what = `${oneLine(typeName(type))} ${oneLine(name)}${within}`;
  const facts = factsOf(resource);
  const names = properties.filter((property) => !facts.some((fact) => fact.startsWith(`${property} `)));
  const rest = [...(order ? [order] : []), ...facts, ...(names.length > 0 ? [`(${names.join(", ")})`] : [])];
  return `${action === "same" ? " " : signs[action]} ${what}${rest.length > 0 ? `: ${rest.join(", ")}` : ""}`;
}

function factsOf({ type, before, after }: ResourceChange): string[] {
  const [old, now] = [valuesOf(type, before), valuesOf(type, after)];
  return Object.keys({ ...old, ...now }).flatMap((key) =>
    old[key] === now[key]
      ? []
      : [`${key} ${[old[key], now[key]].filter((value) => value !== undefined).join(" → ")}`],
  );
}

/** The values that are allowed to be shown. */
function valuesOf(type: string, state: State | undefined): Readonly<Record<string, string | undefined>> {
  if (!state) return {};
  if (type === types.network) return { subnet: networkSubnets(state).join(" ") || undefined };
  if (type !== types.container) return {};
  const { image, memory: limit, ports } = containerFacts(state);
  return {
    image,
    memory: limit === undefined ? undefined : memory(limit),
    ports: ports.map(published).join(" ") || undefined,
  };
}

const published = ({ ip, external, internal, protocol }: Port): string =>
  `${ip ?? "?"}:${external ?? "any"}:${internal ?? "?"}/${protocol}`;
