import { dirname, resolve } from "node:path";
import { Failure } from "../../shared/failure";
import { marksIn } from "../env/marks";
import { type Spot, shownSpot } from "../notes";
import {
  type Entry,
  entriesOf,
  itemsOf,
  type Mapping,
  mapping,
  member,
  type Tree,
  textOf,
  textsOf,
} from "../read/tree";
import { readYaml } from "../read/yaml";
import { canonicalService } from "./canonical";
import { checked } from "./checkFile";
import { extend } from "./extends";
import { mergeTrees } from "./merge";
import type { Reading } from "./project";
import { putIn, readVariables, type Variables } from "./variables";

/** Reads files with those that they include or extend. */
export class Loader {
  readonly #open: string[] = [];

  constructor(private readonly reading: Reading) {}

  /** Several files as one, each on top of those before. */
  load(files: readonly string[], folder: string, variables: Variables): Mapping {
    return files
      .map((file) => this.file(resolve(file), folder, variables))
      .reduce((below, above) => mergeTrees(below, above) as Mapping);
  }

  file(path: string, folder: string, variables: Variables): Mapping {
    const shown = this.reading.files.shown(path);
    if (this.#open.includes(path))
      throw new Failure(
        `${shown}: it is included by itself, by way of ${this.#open.map(this.reading.files.shown).join(", ")}`,
      );
    this.#open.push(path);
    const tree = this.whole(this.tree(path, variables), path, folder, variables);
    this.#open.pop();
    return tree;
  }

  /** One file with its variables put in. */
  tree(path: string, variables: Variables): Mapping {
    const { files } = this.reading;
    const [unset] = marksIn(path);
    if (unset)
      throw new Failure(
        `${shownSpot(this.settingAt(unset.name))}: a file is named by a variable that is set nowhere; example: --env .env, with the variable in it`,
      );
    const tree = putIn(readYaml(files.read(path), files.shown(path)), variables, this.reading);
    if (tree.kind !== "map")
      throw new Failure(
        `${files.shown(path)}: it is no Compose file; example: services: { blog: { image: nginx:1.29 } }`,
      );
    return checked(tree);
  }

  /** Where what stands for a variable was wanted. */
  settingAt(name: string): Spot {
    const found = this.reading.settings.all.find((one) => one.name === name);
    return found?.at ?? { file: "", line: 0 };
  }

  whole(tree: Mapping, path: string, folder: string, variables: Variables): Mapping {
    const { HOME = "/root" } = this.reading.variables;
    const services = entriesOf(tree.entries.get("services")?.value).map(([name, entry]): [string, Entry] => {
      const own = canonicalService(entry.value, folder, HOME);
      const read = (file: string) => {
        const read = this.tree(file, variables);
        return { tree: read, service: (one: Tree) => canonicalService(one, dirname(file), HOME) };
      };
      const extended = extend(own, {
        file: path,
        services: tree,
        name,
        read,
        shown: this.reading.files.shown,
        here: (one) => canonicalService(one, folder, HOME),
      });
      return [name, { ...entry, value: extended }];
    });
    const at = tree.entries.get("services")?.at ?? tree.at;
    const whole = {
      ...tree,
      entries: new Map(tree.entries).set("services", { at, value: mapping(services, at) }),
    };
    return itemsOf(tree.entries.get("include")?.value).reduce<Mapping>(
      (below, include) => this.included(include, folder, variables, below),
      whole,
    );
  }

  /** What another project has, beside what is there: two of one name are refused, as Compose does. */
  included(include: Tree, folder: string, variables: Variables, whole: Mapping): Mapping {
    const paths = (include.kind === "map" ? textsOf(member(include, "path")) : textsOf(include)).map((path) =>
      resolve(folder, path),
    );
    const [first] = paths;
    if (first === undefined)
      throw new Failure(
        `${shownSpot(include.at)}: an include names a file; example: include: [db/compose.yml]`,
      );
    const own = textOf(member(include, "project_directory"));
    const place = own === undefined ? dirname(first) : resolve(folder, own);
    const named = textsOf(member(include, "env_file")).map((path) => resolve(folder, path));
    const inside = readVariables(this.reading, place, named.length > 0 ? named : undefined);
    const loaded = this.load(paths, place, new Map([...inside, ...variables]));
    const entries = new Map(whole.entries);
    for (const [section, { at, value }] of loaded.entries) {
      if (value.kind !== "map") continue;
      const there = member(whole, section);
      for (const [name, entry] of value.entries)
        if (section === "services" && member(there, name) !== undefined)
          throw new Failure(
            `${shownSpot(entry.at)}: ${name} is in the file that includes this one as well; Compose refuses that`,
          );
      const both =
        there?.kind === "map" ? [...there.entries, ...value.entries, ...there.entries] : value.entries;
      entries.set(section, { at, value: { ...value, entries: new Map(both) } });
    }
    return { ...whole, entries };
  }
}
