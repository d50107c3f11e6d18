import { dirname, isAbsolute, join, resolve } from "node:path";
import { type Entry, entriesOf, type Mapping, mapping, scalar, type Tree, textOf } from "../read/tree";

/** Keys that are a mapping or a list of `NAME=value`, and what parts a name from its value in the list. */
const pairs: Readonly<Record<string, RegExp>> = {
  environment: /=/,
  labels: /=/,
  sysctls: /=/,
  annotations: /=/,
  // Of an address with colons, the first one ends the name.
  extra_hosts: /[=:]/,
};

/** Keys that are a mapping or a list of names. */
const names = ["depends_on", "networks"];

/**
 * A service in the form in which it can be merged with another: lists of pairs are mappings, and paths are whole, as they
 * count from the file that they stand in.
 */
export function canonicalService(tree: Tree, folder: string, home: string): Tree {
  if (tree.kind !== "map") return tree;
  const entries = [...tree.entries].map(([key, entry]): [string, Entry] => [
    key,
    { ...entry, value: canonical(key, entry.value, folder, home) },
  ]);
  return { ...tree, entries: new Map(entries) };
}

function canonical(key: string, value: Tree, folder: string, home: string): Tree {
  const parting = pairs[key];
  if (parting) return asPairs(value, parting);
  if (names.includes(key)) return asNames(value);
  if (key === "deploy" && value.kind === "map") return withPairs(value, "labels");
  if (key === "env_file" || key === "label_file") return paths(value, folder);
  if (key === "volumes") return places(value, folder, home);
  if (key === "extends" && value.kind === "map") {
    const file = textOf(value.entries.get("file")?.value);
    return file === undefined ? value : withText(value, "file", resolve(folder, file));
  }
  return value;
}

/** @returns what stands in a list as `NAME=value`, as a mapping; a name alone has nothing. */
export function asPairs(tree: Tree, parting: RegExp): Tree {
  if (tree.kind !== "list") return tree;
  const entries = tree.items.flatMap((item, index): [string, Entry][] => {
    const text = textOf(item);
    if (text === undefined) return item.kind === "map" ? [...item.entries] : [];
    const found = parting.exec(text);
    const name = (found ? text.slice(0, found.index) : text).trim();
    const rest = found && text.slice(found.index + 1);
    const value: Tree =
      rest === null ? { kind: "scalar", value: null, text: "", at: item.at } : scalar(rest, item.at);
    return [[name, { at: item.at, comment: tree.comments[index], value }]];
  });
  return { ...mapping(entries, tree.at), tag: tree.tag };
}

function asNames(tree: Tree): Tree {
  if (tree.kind !== "list") return tree;
  const entries = tree.items.flatMap((item): [string, Entry][] => {
    const name = textOf(item);
    const nothing: Tree = { kind: "scalar", value: null, text: "", at: item.at };
    return name === undefined ? [] : [[name, { at: item.at, value: nothing }]];
  });
  return { ...mapping(entries, tree.at), tag: tree.tag };
}

function withPairs(tree: Mapping, key: string): Tree {
  const entry = tree.entries.get(key);
  if (!entry) return tree;
  return {
    ...tree,
    entries: new Map([...tree.entries, [key, { ...entry, value: asPairs(entry.value, /=/) }]]),
  };
}

/** The same mapping with another text at a key. */
export function withText(tree: Mapping, key: string, text: string): Mapping {
  const entry = tree.entries.get(key);
  if (!entry) return tree;
  return {
    ...tree,
    entries: new Map([...tree.entries, [key, { ...entry, value: scalar(text, entry.value.at) }]]),
  };
}

function paths(tree: Tree, folder: string): Tree {
  switch (tree.kind) {
    case "scalar":
      return tree.text === "" ? tree : scalar(resolve(folder, tree.text), tree.at);
    case "list":
      return { ...tree, items: tree.items.map((item) => paths(item, folder)) };
    case "map":
      return withText(tree, "path", resolve(folder, textOf(tree.entries.get("path")?.value) ?? ""));
  }
}

/** Mounts in their long form: what stands before the path in the container, and how. */
function places(tree: Tree, folder: string, home: string): Tree {
  if (tree.kind !== "list") return tree;
  return {
    ...tree,
    items: tree.items.map((item): Tree => {
      if (item.kind === "scalar") return longMount(item.text, item.at, folder, home);
      const source = textOf(item.kind === "map" ? item.entries.get("source")?.value : undefined);
      return item.kind === "map" && source !== undefined && isPath(source)
        ? withText(item, "source", whole(source, folder, home))
        : item;
    }),
  };
}

function longMount(text: string, at: Tree["at"], folder: string, home: string): Tree {
  // A variable's default has a colon too, but is put in by now; a drive's letter is of no machine of ours.
  const parts = text.split(":");
  const [first = "", second, options = ""] = parts;
  const entry = (value: string): Entry => ({ at, value: scalar(value, at) });
  if (second === undefined)
    return mapping(
      [
        ["type", entry("volume")],
        ["target", entry(first)],
      ],
      at,
    );
  const bind = isPath(first);
  return mapping(
    [
      ["type", entry(bind ? "bind" : "volume")],
      ["source", entry(bind ? whole(first, folder, home) : first)],
      ["target", entry(second)],
      ...(options === "" ? [] : ([["options", entry(options)]] as const)),
    ],
    at,
  );
}

/** What begins with a variable that is not set is a path as well as a name: of a home's files, mostly a path. */
const isPath = (source: string): boolean => /^[./~\uE000]/.test(source) || source.includes("/");

const whole = (source: string, folder: string, home: string): string =>
  source.startsWith("\uE000")
    ? source
    : source.startsWith("~")
      ? join(home, source.slice(1))
      : isAbsolute(source)
        ? join(source)
        : resolve(folder, source);

export const folderOf = (file: string): string => dirname(resolve(file));

/** Whether a mapping is a service of a file from the time before there were others. */
export const isOldService = (tree: Tree): boolean =>
  tree.kind === "map" && entriesOf(tree).some(([key]) => key === "image" || key === "build");
