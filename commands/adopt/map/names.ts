import type { Code } from "../write/code";
import type { Context, Draft } from "./draft";

/** Names by which others find it; one that others are found by is theirs. */
export function aliasesOf({ draft, drafts, note }: Context): Code | undefined {
  const { key, service, aliases } = draft;
  const all = [...drafts.values()];
  const domains = new Set(all.flatMap(({ webs }) => webs.flatMap((web) => web.domains)));
  const before = all.slice(0, all.indexOf(draft));
  const taken = new Set([...all.map((one) => one.key), ...before.flatMap(namesOf)]);
  const names = [...new Set(namesOf({ service, aliases }))].filter((name) => name !== key);
  const kept = names.filter(
    (name) => !taken.has(name) && !domains.has(name) && /^[a-z0-9]([\w.-]{0,61}[a-z0-9])?$/.test(name),
  );
  for (const name of names.filter((one) => !kept.includes(one)))
    note(
      "decide",
      service.at,
      `${service.name}: others do not find it as ${name} any more: ${domains.has(name) ? "that leads to the farm, as outside" : "another container is called so, or it is no name of one"}`,
    );
  return kept.length > 0 ? kept : undefined;
}

/** A name that visitors use leads to the farm, inside as outside. */
export function freeHostname({ draft, drafts, note }: Context): void {
  const name = draft.fields.get("hostname");
  const served = [...drafts.values()].some(({ webs }) =>
    webs.some((web) => web.domains.includes(String(name))),
  );
  if (typeof name !== "string" || !served) return;
  const first = name.replace(/\..*/, "");
  if (first === name) draft.fields.delete("hostname");
  else draft.fields.set("hostname", first);
  note(
    "changed",
    draft.service.at,
    `${draft.service.name}: it calls itself ${name.replace(/\..*/, "")}: its hostname was the name that visitors use`,
  );
}

const namesOf = ({ service, aliases }: Pick<Draft, "service" | "aliases">): string[] =>
  [service.name, ...aliases].map((name) => name.toLowerCase());
