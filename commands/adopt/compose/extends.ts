import { Failure } from "../../shared/failure";
import { shownSpot } from "../notes";
import { type Mapping, member, type Tree, textOf } from "../read/tree";
import { mergeTrees } from "./merge";

/** Where a service stands, and how others are read. */
interface Where {
  readonly file: string;
  readonly name: string;
  /** Its file's contents. */
  readonly services: Mapping;
  readonly read: (file: string) => { readonly tree: Mapping; readonly service: (tree: Tree) => Tree };
  /** A service of the same file in the form that can be merged. */
  readonly here: (tree: Tree) => Tree;
  readonly shown: (file: string) => string;
}

/** What a service does not take over from the one that it extends. */
const notShared = ["depends_on", "links", "volumes_from", "extends"];

/** Puts a service on top of the one that it extends, and that on top of its own. */
export function extend(service: Tree, where: Where, passed: readonly string[] = []): Tree {
  const extended = service.kind === "map" ? service.entries.get("extends") : undefined;
  if (service.kind !== "map" || extended === undefined) return service;
  const id = `${where.file} ${where.name}`;
  if (passed.includes(id))
    throw new Failure(
      `${shownSpot(extended.at)}: ${where.name} extends itself, by way of ${passed.map((one) => one.split(" ").at(-1)).join(", ")}`,
    );
  const name = textOf(member(extended.value, "service")) ?? textOf(extended.value) ?? "";
  const file = textOf(member(extended.value, "file"));
  const other = file === undefined ? { tree: where.services, service: where.here } : where.read(file);
  const found = member(member(other.tree, "services"), name);
  if (found === undefined)
    throw new Failure(
      `${shownSpot(extended.at)}: there is no service ${JSON.stringify(name)} in ${where.shown(file ?? where.file)} to extend`,
    );
  const there = { ...where, name, file: file ?? where.file, services: other.tree, here: other.service };
  const below = extend(other.service(found), there, [...passed, id]);
  const inherited = without(below, passedOn(below));
  return without(mergeTrees(inherited, service), ["extends"]);
}

/** Newer versions of Compose take over what others are called by, too: what is there in this project is kept. */
const passedOn = (tree: Tree): readonly string[] =>
  tree.kind === "map" ? notShared.filter((key) => key !== "depends_on") : [];

const without = (tree: Tree, keys: readonly string[]): Tree =>
  tree.kind === "map"
    ? { ...tree, entries: new Map([...tree.entries].filter(([key]) => !keys.includes(key))) }
    : tree;
