import { isMarked, unmarked } from "../env/marks";
import { type Entry, entriesOf, isYes, itemsOf, member, type Tree, textOf, textsOf } from "../read/tree";
import { type Code, group } from "../write/code";
import type { Context } from "./draft";
import { bytesOf, memorySize, secondsOf, shellWords } from "./units";

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

/** A text as it is. */
export const text =
  (name: string): Handler =>
  ({ value }, { draft }) => {
    const one = textOf(value);
    if (one !== undefined && one !== "") draft.fields.set(name, one);
  };

export const list =
  (name: string): Handler =>
  ({ value }, { draft }) => {
    const all = textsOf(value);
    if (all.length > 0) draft.fields.set(name, all);
  };

export const yesOrNo =
  (name: string): Handler =>
  ({ value }, { draft }) => {
    if (isYes(value)) draft.fields.set(name, true);
  };

export const seconds =
  (name: string): Handler =>
  ({ value, at }, { draft, note }) => {
    const all = secondsOf(textOf(value) ?? "");
    if (all !== undefined) draft.fields.set(name, all);
    else note("decide", at, `${draft.service.name}: ${name} cannot be read`);
  };

export const size =
  (name: string): Handler =>
  ({ value, at }, { draft, note }) => {
    const bytes = bytesOf(textOf(value) ?? "");
    if (bytes !== undefined) draft.fields.set(name, memorySize(bytes));
    else note("decide", at, `${draft.service.name}: ${name} cannot be read`);
  };

/** Names with numbers or texts, as of sysctls. */
export const pairs =
  (name: string): Handler =>
  ({ value }, { draft }) => {
    const all = entriesOf(value).map(([key, one]) => ({ key, value: numberOrText(textOf(one.value) ?? "") }));
    if (all.length > 0)
      draft.fields.set(name, group(Object.fromEntries(all.map((one) => [one.key, one.value]))));
  };

export const groups: Handler = ({ value }, { draft }) => {
  draft.fields.set("groups", textsOf(value).map(numberOrText));
};

const numberOrText = (one: string): Code => (/^\d{1,15}$/.test(one) ? Number(one) : one);

export const ulimits: Handler = ({ value }, { draft }) => {
  const all = entriesOf(value).map(([name, { value: one }]): [string, Code] => {
    const [soft, hard] = [textOf(member(one, "soft")), textOf(member(one, "hard"))];
    const both = { soft: Number(soft ?? hard), hard: Number(hard ?? soft) };
    return [
      name,
      one.kind === "map" ? (both.soft === both.hard ? both.soft : group(both)) : Number(textOf(one)),
    ];
  });
  draft.fields.set("ulimits", group(Object.fromEntries(all)));
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

export const logging: Handler = ({ value, at }, { draft, note }) => {
  const driver = textOf(member(value, "driver"));
  if (driver === undefined || driver === "json-file") {
    note("leftOut", at, `${draft.service.name}: logging: three files of 10 MB are kept of each container`);
    return;
  }
  const options = entriesOf(member(value, "options")).map(([key, one]): [string, string] => [
    key,
    textOf(one.value) ?? "",
  ]);
  draft.fields.set(
    "logging",
    group({ driver, options: options.length > 0 ? group(Object.fromEntries(options)) : undefined }),
  );
};

export const devices: Handler = ({ value }, { draft, note }) => {
  const all = itemsOf(value).flatMap((item): Code[] => {
    const [host = "", container, permissions] = (textOf(item) ?? "").split(":");
    const long =
      item.kind === "map"
        ? {
            host: textOf(member(item, "source")) ?? "",
            container: textOf(member(item, "target")),
            permissions: textOf(member(item, "permissions")),
          }
        : undefined;
    const one = long ?? { host, container, permissions };
    if (!one.host.startsWith("/dev/") && !isMarked(one.host)) {
      note(
        "lost",
        item.at,
        `${draft.service.name}: ${unmarked(one.host)} is no path of a device; a device by its kind is not given here`,
      );
      return [];
    }
    note(
      "decide",
      item.at,
      `${draft.service.name}: the device ${unmarked(one.host)} has to be on the host that the router is on`,
    );
    const same = one.container === undefined || one.container === one.host;
    return [
      same && one.permissions === undefined
        ? one.host
        : group({
            host: one.host,
            container: same ? undefined : one.container,
            permissions: one.permissions,
          }),
    ];
  });
  if (all.length > 0) draft.fields.set("devices", all);
};

export const securityOptions: Handler = ({ value }, { draft, note }) => {
  for (const item of itemsOf(value)) {
    const option = textOf(item) ?? "";
    const { name } = draft.service;
    if (/^no-new-privileges([:=]true)?$/.test(option)) continue;
    if (/^label[:=]/.test(option))
      note("leftOut", item.at, `${name}: ${option}: SELinux labels are left as they are`);
    else
      note(
        "decide",
        item.at,
        `${name}: ${option}: the engine's own profile holds for it, which may be too strict for this image`,
      );
  }
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
  else draft.fields.set("hostname", name);
};
