import { runOn } from "./onEngine";
import type { Deployed, Engine } from "./state";

/** By which names and digests registries know the image of a container, by the container's id. */
export type RepoDigests = Readonly<Record<string, readonly string[]>>;

/**
 * Asks each engine what its containers really run: a state has the tag, and a tag can have moved since. Of an engine
 * that does not answer, or a container that is gone, nothing is known.
 */
export function askEngines(containers: readonly Deployed[]): RepoDigests {
  const engines = new Map(containers.flatMap(({ engine }) => (engine ? [[engine.endpoint, engine]] : [])));
  const idsOn = ({ endpoint }: Engine) =>
    containers.filter(({ engine }) => engine?.endpoint === endpoint).map(({ id }) => id);
  return Object.assign({}, ...[...engines.values()].map((engine) => askEngine(engine, idsOn(engine))));
}

function askEngine(engine: Engine, containers: readonly string[]): RepoDigests {
  const imageOf = inspect<string>(engine, "container", "{{.Id}} {{json .Image}}", containers);
  const images = Object.values(imageOf);
  const digestsOf = inspect<string[] | null>(engine, "image", "{{.Id}} {{json .RepoDigests}}", images);
  return Object.fromEntries(Object.entries(imageOf).map(([id, image]) => [id, digestsOf[image] ?? []]));
}

/** What an engine says of each object, by its id; objects that are gone are left out. */
function inspect<T>(
  engine: Engine,
  kind: "container" | "image",
  format: string,
  ids: readonly string[],
): Record<string, T> {
  if (ids.length === 0) return {};
  const { stdout } = runOn(engine, ["docker", kind, "inspect", "--format", format, ...new Set(ids)]);
  const lines = (stdout ?? "").split("\n").filter(Boolean);
  return Object.fromEntries(
    lines.map((line) => [line.split(" ", 1)[0], JSON.parse(line.slice(line.indexOf(" ")))]),
  );
}
