import { type Entry, type List, type Mapping, member, type Tree, textOf } from "../read/tree";

/** Lists of a service in which the last file's is the whole. */
const replaced = ["command", "entrypoint", "test"];

/** What makes two items of a list the same one, which the later file says. */
const identities: Readonly<Record<string, (item: Tree) => string | undefined>> = {
  volumes: (item) => textOf(member(item, "target")),
  secrets: (item) => textOf(member(item, "source")) ?? textOf(item),
  configs: (item) => textOf(member(item, "source")) ?? textOf(item),
  devices: (item) => textOf(item)?.split(":")[1],
};

/** Puts a file's contents on top of another's, by Compose's rules. */
export function mergeTrees(below: Tree, above: Tree, key = ""): Tree {
  if (above.tag === "override" || above.kind !== below.kind) return above;
  if (above.kind === "map") return mergeMaps(below as Mapping, above);
  if (above.kind === "list") return replaced.includes(key) ? above : mergeLists(below as List, above, key);
  return above;
}

function mergeMaps(below: Mapping, above: Mapping): Mapping {
  const entries = new Map<string, Entry>(below.entries);
  for (const [key, entry] of above.entries) {
    const former = entries.get(key);
    if (entry.value.tag === "reset") entries.delete(key);
    else if (former === undefined) entries.set(key, entry);
    else
      entries.set(key, {
        at: entry.at,
        comment: entry.comment ?? former.comment,
        value: mergeTrees(former.value, entry.value, key),
      });
  }
  return { ...above, entries };
}

function mergeLists(below: List, above: List, key: string): List {
  const identity = identities[key] ?? textOf;
  const later = new Set(above.items.map(identity).filter((one) => one !== undefined));
  const kept = below.items.map((item, index) => ({ item, comment: below.comments[index] }));
  const former = kept.filter(({ item }) => {
    const same = identity(item);
    return same === undefined || !later.has(same);
  });
  return {
    ...above,
    items: [...former.map(({ item }) => item), ...above.items],
    comments: [...former.map(({ comment }) => comment), ...above.comments],
  };
}
