import type { Spot } from "../notes";

/** What a Compose file asks of a merge with another one. */
export type MergeTag = "reset" | "override";

interface Place {
  readonly at: Spot;
  readonly tag?: MergeTag;
}

export interface Scalar extends Place {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** What is written there, without quotes: `0644` is not 420. */
  readonly text: string;
}

export interface List extends Place {
  readonly kind: "list";
  readonly items: readonly Tree[];
  /** Comments of items, by their place. */
  readonly comments: readonly (string | undefined)[];
}

/** A key's value, and what stands above the key. */
export interface Entry {
  readonly at: Spot;
  readonly comment?: string;
  readonly value: Tree;
}

export interface Mapping extends Place {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, Entry>;
}

/** A file's contents, each part with its place: what a person is told of it names a line. */
export type Tree = Scalar | List | Mapping;

export const scalar = (text: string, at: Spot): Scalar => ({ kind: "scalar", value: text, text, at });

export const mapping = (entries: Iterable<readonly [string, Entry]>, at: Spot): Mapping => ({
  kind: "map",
  entries: new Map(entries),
  at,
});

/** @returns what a key has, where the value is a mapping that has it. */
export const member = (tree: Tree | undefined, key: string): Tree | undefined =>
  tree?.kind === "map" ? tree.entries.get(key)?.value : undefined;

export const entriesOf = (tree: Tree | undefined): readonly (readonly [string, Entry])[] =>
  tree?.kind === "map" ? [...tree.entries] : [];

/** One thing, or a list of them. */
export const itemsOf = (tree: Tree | undefined): readonly Tree[] => {
  if (tree === undefined || isNothing(tree)) return [];
  return tree.kind === "list" ? tree.items : [tree];
};

/** A scalar as a text; anything else is none. */
export const textOf = (tree: Tree | undefined): string | undefined =>
  tree?.kind === "scalar" && tree.value !== null ? tree.text : undefined;

export const textsOf = (tree: Tree | undefined): readonly string[] =>
  itemsOf(tree).flatMap((item) => textOf(item) ?? []);

/** What Compose takes for true in a place for yes or no, which may have been a variable. */
export const isYes = (tree: Tree | undefined): boolean => /^(true|yes|y|on|1)$/i.test(textOf(tree) ?? "");

const isNothing = (tree: Tree): boolean => tree.kind === "scalar" && tree.value === null;

/** The same tree with other texts. */
export function mapTexts(tree: Tree, change: (text: string, at: Spot) => string): Tree {
  switch (tree.kind) {
    case "scalar": {
      if (typeof tree.value !== "string") return tree;
      const text = change(tree.text, tree.at);
      return { ...tree, value: text, text };
    }
    case "list":
      return { ...tree, items: tree.items.map((item) => mapTexts(item, change)) };
    case "map":
      return {
        ...tree,
        entries: new Map(
          [...tree.entries].map(([key, entry]) => [key, { ...entry, value: mapTexts(entry.value, change) }]),
        ),
      };
  }
}
