import { isAbsolute } from "node:path";
import { unmarked } from "../env/marks";
import { type Entry, isYes, itemsOf, member, type Tree, textOf } from "../read/tree";
import { group } from "../write/code";
import { bind } from "./binds";
import type { Context } from "./draft";
import { bytesOf, memorySize } from "./units";

/** Brings in what a container has of data. */
export function volumes({ value }: Entry, context: Context): void {
  const list = value.kind === "list" ? value : undefined;
  for (const [index, item] of itemsOf(value).entries()) mount(item, list?.comments[index], context);
}

function mount(item: Tree, comment: string | undefined, context: Context): void {
  const { draft, note } = context;
  const name = draft.service.name;
  const text = (key: string) => textOf(member(item, key));
  const [type = "volume", source, target = ""] = [text("type"), text("source"), text("target")];
  const options = (text("options") ?? "").split(",").filter(Boolean);
  const readOnly = options.includes("ro") || isYes(member(item, "read_only"));
  const at = item.at;
  if (!isAbsolute(target) && !target.startsWith("\uE000")) {
    note("lost", at, `${name}: ${JSON.stringify(unmarked(target))} is no absolute path in the container`);
    return;
  }
  for (const option of options.filter((one) => !/^(ro|rw)$/.test(one)))
    note(
      "leftOut",
      at,
      `${name}: the option ${option} of ${unmarked(target)}: ${/^z$/i.test(option) ? "SELinux labels are left as they are" : "the engine's default holds"}`,
    );
  if (type === "tmpfs") temporary(target, item, context);
  else if (type === "bind" && source !== undefined) bind({ source, target, readOnly, at, comment }, context);
  else if (type === "volume") named(source, target, readOnly, item, comment, context);
  else
    note("lost", at, `${name}: ${unmarked(target)} is a mount of the type ${type}, which there is not here`);
}

function named(
  source: string | undefined,
  target: string,
  readOnly: boolean,
  item: Tree,
  comment: string | undefined,
  context: Context,
): void {
  const { draft, note, places, facts, engine } = context;
  const { name } = draft.service;
  const at = item.at;
  const subpath = textOf(member(member(item, "volume"), "subpath"));
  if (source === undefined) {
    const real = facts?.volumes.get(target);
    const place =
      real === undefined
        ? places.own(draft.key, target, at)
        : places.volume(`${draft.key}-${target.split("/").at(-1)}`, real, draft.key, at, comment);
    if (real === undefined)
      note(
        "decide",
        at,
        `${name}: ${target} is a volume without a name; if there is anything in it, name the volume that \`docker inspect\` shows as \`existing\``,
      );
    draft.mounts.push({ volume: place.key, path: target, readOnly, subpath });
    return;
  }
  const real = realName(source, context);
  if (engine.allVolumes.size > 0 && !engine.allVolumes.has(real))
    note(
      "decide",
      at,
      `${name}: the engine has no volume ${unmarked(real)}: it is on another machine, or was never made`,
    );
  const place = places.volume(source, real, draft.key, at, comment);
  draft.mounts.push({ volume: place.key, path: target, readOnly, subpath });
}

/** The engine's name of a volume: what it says itself, or as Compose makes it of the project's. */
export function realName(volume: string, { project, engine }: Context): string {
  const declared = project.volumes.get(volume)?.value;
  const told = textOf(member(declared, "name"));
  const external = member(declared, "external");
  if (told !== undefined) return told;
  const outside = textOf(member(external, "name"));
  if (outside !== undefined) return outside;
  if (isYes(external) || project.old) return volume;
  return engine.volumes.get(volume) ?? `${engine.project ?? project.name}_${volume}`;
}

function temporary(path: string, item: Tree, context: Context): void {
  const size = textOf(member(member(item, "tmpfs"), "size"));
  const mode = textOf(member(member(item, "tmpfs"), "mode"));
  addTemporary(path, { ...(size ? { size } : {}), ...(mode ? { mode } : {}) }, context);
}

/** `tmpfs: /run:size=64m,exec` */
export function tmpfs({ value }: Entry, context: Context): void {
  for (const text of itemsOf(value).flatMap((item) => textOf(item) ?? [])) {
    const [path = "", options = ""] = text.split(":");
    addTemporary(
      path,
      Object.fromEntries(
        options
          .split(",")
          .filter(Boolean)
          .map((one) => one.split("=", 2)),
      ),
      context,
    );
  }
}

function addTemporary(
  path: string,
  options: Readonly<Record<string, string | undefined>>,
  { draft }: Context,
): void {
  const bytes = bytesOf(options.size ?? "");
  const mode = options.mode?.replace(/^0o?(?=[0-7]{3})/, "");
  const one = group({
    path,
    exec: "exec" in options ? true : undefined,
    size: bytes === undefined ? undefined : memorySize(bytes),
    mode,
  });
  const former = draft.fields.get("temporary");
  const all = Array.isArray(former) ? former : [];
  draft.fields.set("temporary", [...all, one.members.length === 1 ? path : one]);
}
