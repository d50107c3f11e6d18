import { basename, dirname, join, resolve } from "node:path";
import { Failure } from "../../shared/failure";
import { marksIn, unmarked } from "../env/marks";
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
import { canonicalService, folderOf, isOldService } from "./canonical";
import { extend } from "./extends";
import { mergeTrees } from "./merge";
import type { Project, Reading, Service } from "./project";
import { checkNested } from "./schema";
import { putIn, readVariables, type Variables } from "./variables";

/** What a person names. */
export interface Wanted {
  /** Compose files, the first of which says where the project is. */
  readonly files: readonly string[];
  /** @default `.env` beside the first file */
  readonly env?: readonly string[];
  readonly profiles: readonly string[];
}

const topKeys = [
  "version",
  "name",
  "include",
  "services",
  "models",
  "networks",
  "volumes",
  "secrets",
  "configs",
];

/** Reads what Compose would run. @throws Failure where Compose would not. */
export function loadProject(reading: Reading, wanted: Wanted): Project {
  const [first = ""] = wanted.files;
  const folder = folderOf(first);
  const variables = readVariables(reading, folder, wanted.env);
  const tree = new Loader(reading).load(wanted.files, folder, variables);
  checkNested(tree);
  const names = textOf(tree.entries.get("name")?.value) ?? variables.get("COMPOSE_PROJECT_NAME")?.value;
  const section = (key: string) => new Map(entriesOf(tree.entries.get(key)?.value));
  const services = [...section("services")].map(([name, { at, comment, value }]): [string, Service] => {
    if (value.kind !== "map")
      throw new Failure(
        `${shownSpot(at)}: the service ${name} is empty; example: ${name}: { image: nginx:1.29 }`,
      );
    return [name, { name, at, comment, tree: value }];
  });
  const kept = services.filter(([, service]) => isWanted(service, wanted.profiles, reading));
  if (kept.length === 0)
    throw new Failure(
      `${reading.files.shown(first)}: no service is left to take in; example: services: { blog: { image: … } }`,
    );
  return {
    name: projectName(unmarked(names ?? basename(folder))),
    folder,
    files: wanted.files.map(reading.files.shown),
    old: member(tree, "version") === undefined && tree.entries.has("x-old"),
    variables,
    services: new Map(kept),
    volumes: section("volumes"),
    networks: section("networks"),
    secrets: section("secrets"),
    configs: section("configs"),
  };
}

/** As Compose makes it of a folder's name. */
export const projectName = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, "")
    .replace(/^[_-]+/, "") || "default";

function isWanted({ name, at, tree }: Service, profiles: readonly string[], { notes }: Reading): boolean {
  const own = textsOf(tree.entries.get("profiles")?.value);
  if (own.length === 0 || profiles.includes("*") || own.some((one) => profiles.includes(one))) return true;
  notes.add(
    "leftOut",
    at,
    `${name}: its profile (${own.join(", ")}) was not asked for; --profile ${own[0]} takes it in`,
  );
  return false;
}

/** Reads files with those that they include or extend. */
class Loader {
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

/** @throws Failure where Compose has no such key, or never had this version. */
function checked(tree: Mapping): Mapping {
  const version = tree.entries.get("version");
  const text = textOf(version?.value) ?? "3";
  if (!/^("|')?[123](\.\d{1,2})?("|')?$/.test(text))
    throw new Failure(
      `${shownSpot(version?.at ?? tree.at)}: Compose had no version ${text}; the line can be left out`,
    );
  const entries = entriesOf(tree);
  const old =
    !tree.entries.has("services") &&
    !tree.entries.has("include") &&
    entries.length > 0 &&
    entries.every(([, { value }]) => isOldService(value));
  if (old) {
    const services: Entry = { at: tree.at, value: tree };
    return mapping(
      [
        ["services", services],
        ["x-old", services],
      ],
      tree.at,
    );
  }
  const [unknown] = entries.filter(([key]) => !topKeys.includes(key) && !key.startsWith("x-"));
  if (unknown)
    throw new Failure(
      `${shownSpot(unknown[1].at)}: Compose has no key ${unknown[0]} here; expected: ${topKeys.join(", ")}, or one that begins with x-`,
    );
  return tree;
}

/** What a person would name: the file of a folder, with the one that Compose puts on top of it by itself. */
export function defaultFiles({ files }: Reading, path: string): readonly string[] {
  const found =
    files.kind(path) === "directory"
      ? usual.map((name) => join(path, name)).find((one) => files.kind(one) === "file")
      : path;
  if (found === undefined)
    throw new Failure(
      `${files.shown(path)}: there is no Compose file in this folder; example: homeport adopt ${path}/compose.yml`,
    );
  const override = usual.includes(basename(found)) ? found.replace(/\.(ya?ml)$/, ".override.$1") : undefined;
  return override !== undefined && files.kind(override) === "file" ? [found, override] : [found];
}

const usual = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
