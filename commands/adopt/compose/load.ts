import { basename } from "node:path";
import { Failure } from "../../shared/failure";
import { unmarked } from "../env/marks";
import { shownSpot } from "../notes";
import { entriesOf, member, textOf, textsOf } from "../read/tree";
import { folderOf } from "./canonical";
import { Loader } from "./loader";
import type { Project, Reading, Service } from "./project";
import { checkNested } from "./schema";
import { readVariables } from "./variables";

/** What a person names. */
export interface Wanted {
  /** Compose files, the first of which says where the project is. */
  readonly files: readonly string[];
  /** @default `.env` beside the first file */
  readonly env?: readonly string[];
  readonly profiles: readonly string[];
}

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
