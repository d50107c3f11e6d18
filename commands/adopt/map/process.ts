import { isMarked, unmarked } from "../env/marks";
import { type Entry, entriesOf, itemsOf, member, type Tree, textOf, textsOf } from "../read/tree";
import { group } from "../write/code";
import type { Context } from "./draft";
import { shellWords } from "./units";

/** How a key that says what is run is brought in. */
export type Handler = (entry: Entry, context: Context, key: string) => void;

const wordsOf = (value: Tree): readonly string[] =>
  value.kind === "scalar" ? shellWords(textOf(value) ?? "") : textsOf(value);

export const entrypoint: Handler = ({ value, at }, { draft, note }) => {
  draft.entrypoint = wordsOf(value);
  if (draft.entrypoint.length > 0) return;
  draft.entrypoint = undefined;
  if (value.kind === "list" || textOf(value) === "")
    note(
      "decide",
      at,
      `${draft.service.name}: the image's entry point was taken away, and now runs; \`entrypoint\` says what is to`,
    );
};

export const command: Handler = ({ value }, { draft }) => {
  const words = wordsOf(value);
  draft.command = words.length > 0 ? words : undefined;
};

export const image: Handler = ({ value }, { draft }) => {
  draft.image = textOf(value) ?? "";
};

export const build: Handler = ({ at }, { draft, note }) => {
  const { service } = draft;
  const named = textOf(service.tree.entries.get("image")?.value);
  if (named === undefined)
    note(
      "lost",
      at,
      `${service.name}: its image is built here and has no name; build it in a pipeline, and name it as \`image\``,
    );
  else
    note(
      "changed",
      at,
      `${service.name}: its image is built here; build and push it in a pipeline, as what is deployed is what has the name`,
    );
};

export const restart: Handler = ({ value, at }, { draft, note }) => {
  const policy = textOf(value) ?? "no";
  if (isMarked(policy))
    note(
      "decide",
      at,
      `${draft.service.name}: when it is started again is said by a variable, ${unmarked(policy)}; here always, unless it was stopped`,
    );
  else if (policy.startsWith("on-failure")) draft.fields.set("restart", "on-failure");
  else if (policy === "no") draft.fields.set("restart", "no");
};

/** Names with addresses; Compose's word for the host is the same. */
export const hosts: Handler = ({ value }, { draft, note }) => {
  const all = entriesOf(value).map(([name, { at, value: one }]): [string, string] => {
    const address = (textsOf(one)[0] ?? "").replace(/^\[|\]$/g, "");
    if (address.includes(":"))
      note(
        "decide",
        at,
        `${draft.service.name}: ${name} is an IPv6 address, and here names have IPv4 addresses`,
      );
    return [name, address];
  });
  if (all.length > 0) draft.fields.set("hosts", group(Object.fromEntries(all)));
};

export const dependencies: Handler = ({ value }, { draft }) => {
  for (const [name, { at, value: one }] of entriesOf(value)) {
    const condition = textOf(member(one, "condition"));
    const kind =
      condition === "service_healthy"
        ? "healthy"
        : condition === "service_completed_successfully"
          ? "done"
          : "started";
    draft.after.set(name, { condition: kind, at });
  }
};

/** `db:mysql`: another container under a name of its own, which is there first. */
export const links: Handler = ({ value }, { draft, drafts, note }) => {
  for (const item of itemsOf(value)) {
    const [name = "", alias] = (textOf(item) ?? "").split(":");
    const linked = drafts.get(name);
    if (linked === undefined) {
      note("lost", item.at, `${draft.service.name}: it is linked with ${name}, which is not taken in`);
      continue;
    }
    if (alias !== undefined && alias !== name) linked.aliases.add(alias);
    if (!draft.after.has(name)) draft.after.set(name, { condition: "started", at: item.at });
  }
};

export const containerName: Handler = ({ value }, { draft }) => {
  const name = textOf(value);
  if (name !== undefined && !isMarked(name)) draft.aliases.add(name);
};

export const hostname: Handler = ({ value, at }, { draft, note }) => {
  const name = textOf(value) ?? "";
  if (isMarked(name))
    note("leftOut", at, `${draft.service.name}: its hostname is a variable's, ${unmarked(name)}`);
  else {
    const valid = name
      .toLowerCase()
      .replace(/[^a-z0-9.-]+/g, "-")
      .replace(/^[-.]+|[-.]+$/g, "");
    if (valid !== name)
      note("changed", at, `${draft.service.name}: it calls itself ${valid}: ${name} is no name of a host`);
    if (valid !== "") draft.fields.set("hostname", valid);
  }
};
