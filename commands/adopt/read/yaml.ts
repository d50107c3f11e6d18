import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  type YAMLError,
  type YAMLMap,
} from "yaml";
import { Failure } from "../../shared/failure";
import type { Spot } from "../notes";
import type { Entry, Mapping, MergeTag, Tree } from "./tree";

/** More than any home has: what is larger was made by a program, or to keep one busy. */
const mostBytes = 2 ** 20;

/** Aliases unfold: a few lines of them can be more than a machine has memory. */
const mostParts = 100_000;

/**
 * Reads a file of YAML with aliases and merge keys resolved.
 * @throws Failure that names the line.
 */
export function readYaml(text: string, file: string): Tree {
  if (text.length > mostBytes)
    throw new Failure(
      `${file}: it has ${Math.ceil(text.length / mostBytes)} MiB, and a Compose file has at most 1 MiB; name the file that a person wrote`,
    );
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter, logLevel: "silent", prettyErrors: false });
  const [document, second] = "empty" in documents ? [] : documents;
  if (document === undefined) throw new Failure(`${file}: it is empty; example: services: { blog: … }`);
  const line = (node: { range?: readonly number[] | null } | undefined | null) =>
    lineCounter.linePos(node?.range?.[0] ?? 0).line;
  const [error] = document.errors;
  if (error) throw new Failure(`${file}:${lineCounter.linePos(error.pos[0]).line}: ${said(error)}`);
  if (second)
    throw new Failure(
      `${file}:${line(second.contents)}: a second document begins here; Compose reads one a file`,
    );
  return new Reader(document, file, line).read(document.contents);
}

/** What is wrong, in words for who knows YAML only from Compose files. */
function said({ code, message }: YAMLError): string {
  switch (code) {
    case "TAB_AS_INDENT":
      return "a tab begins the line; YAML is indented by spaces alone";
    case "DUPLICATE_KEY":
      return "a key is there twice in one mapping; Compose refuses that, as one of the two would be lost";
    default:
      return `it is no YAML: ${message}`;
  }
}

/** Turns a document into a tree, in which nothing is referred to. */
class Reader {
  #parts = 0;
  readonly #open = new Set<unknown>();

  constructor(
    private readonly document: Document,
    private readonly file: string,
    private readonly line: (node: { range?: readonly number[] | null } | undefined | null) => number,
  ) {}

  read(node: unknown): Tree {
    const at = this.spot(node);
    this.#parts += 1;
    if (this.#parts > mostParts) throw new Failure(`${this.file}: its aliases unfold to too much to be read`);
    if (isAlias(node)) return this.alias(node, at);
    const tag = tagOf(node);
    if (isMap(node)) return { kind: "map", entries: this.entries(node), at, tag };
    if (isSeq(node)) {
      const items = node.items.map((item) => this.read(item));
      const comments = node.items.map((item, index) =>
        commentOf(item as Node, index === 0 ? node : undefined),
      );
      return { kind: "list", items, comments, at, tag };
    }
    if (!isScalar(node)) return { kind: "scalar", value: null, text: "", at, tag };
    const value = node.value as string | number | boolean | null;
    const text = typeof value === "string" ? value : (node.source ?? String(value ?? ""));
    return { kind: "scalar", value, text, at, tag };
  }

  alias(alias: Alias, at: Spot): Tree {
    const target = alias.resolve(this.document);
    if (target === undefined)
      throw new Failure(`${this.file}:${at.line}: there is no anchor &${alias.source}`);
    if (this.#open.has(target))
      throw new Failure(`${this.file}:${at.line}: the anchor &${alias.source} has itself inside`);
    this.#open.add(target);
    const tree = this.read(target);
    this.#open.delete(target);
    return tree;
  }

  /** Own keys go before those of merge keys, and of these the first ones. */
  entries(map: YAMLMap): Mapping["entries"] {
    const entries = new Map<string, Entry>();
    const merged: Tree[] = [];
    for (const [index, pair] of (map.items as Pair<Node, Node>[]).entries()) {
      const key = isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)) : String(pair.key);
      const value = this.read(pair.value);
      if (key === "<<") merged.push(...(value.kind === "list" ? value.items : [value]));
      else
        entries.set(key, {
          at: this.spot(pair.key),
          comment: joined(commentOf(pair.key, index === 0 ? map : undefined), trailing(pair.value)),
          value,
        });
    }
    for (const tree of merged)
      if (tree.kind === "map")
        for (const [key, entry] of tree.entries) if (!entries.has(key)) entries.set(key, entry);
    return entries;
  }

  spot(node: unknown): Spot {
    return { file: this.file, line: this.line(node as Node | undefined) };
  }
}

function tagOf(node: unknown): MergeTag | undefined {
  const { tag } = (node ?? {}) as { tag?: string };
  return tag === "!reset" ? "reset" : tag === "!override" ? "override" : undefined;
}

/** What stands above a node; above the first of a collection it is the collection's. */
const commentOf = (node: Node | null | undefined, first: Node | undefined): string | undefined =>
  node?.commentBefore ?? first?.commentBefore ?? (isScalar(node) ? (node.comment ?? undefined) : undefined);

const joined = (above: string | undefined, behind: string | undefined): string | undefined =>
  above === undefined || behind === undefined ? (above ?? behind) : `${above}\n${behind}`;

/** What stands behind a value on its line. */
const trailing = (value: Node | null | undefined): string | undefined =>
  isScalar(value) ? (value.comment ?? undefined) : undefined;
