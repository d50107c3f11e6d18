import { spawnSync } from "node:child_process";
import type { Deployed } from "./state";

/** By which names and digests registries know the image of a container, by the container's id. */
export type RepoDigests = Readonly<Record<string, readonly string[]>>;

const patienceMilliseconds = 30_000;

/**
 * Asks each engine what its containers really run: a state has the tag, and a tag can have moved since. Of an engine
 * that does not answer, or a container that is gone, nothing is known.
 */
export function askEngines(containers: readonly Deployed[]): RepoDigests {
  const engines = [...new Set(containers.flatMap(({ engine }) => engine ?? []))];
  const idsOn = (engine: string) => containers.filter((one) => one.engine === engine).map(({ id }) => id);
  return Object.assign({}, ...engines.map((engine) => askEngine(engine, idsOn(engine))));
}

function askEngine(engine: string, containers: readonly string[]): RepoDigests {
  const imageOf = inspect<string>(engine, "container", "{{.Id}} {{json .Image}}", containers);
  const images = Object.values(imageOf);
  const digestsOf = inspect<string[] | null>(engine, "image", "{{.Id}} {{json .RepoDigests}}", images);
  return Object.fromEntries(Object.entries(imageOf).map(([id, image]) => [id, digestsOf[image] ?? []]));
}

/** What an engine says of each object, by its id; objects that are gone are left out. */
function inspect<T>(
  engine: string,
  kind: "container" | "image",
  format: string,
  ids: readonly string[],
): Record<string, T> {
  if (ids.length === 0) return {};
  const where = engine === "" ? [] : ["--host", engine];
  const words = [...where, kind, "inspect", "--format", format, ...new Set(ids)];
  const { stdout } = spawnSync("docker", words, {
    encoding: "utf8",
    timeout: patienceMilliseconds,
    maxBuffer: 2 ** 24,
  });
  const lines = (stdout ?? "").split("\n").filter(Boolean);
  return Object.fromEntries(
    lines.map((line) => [line.split(" ", 1)[0], JSON.parse(line.slice(line.indexOf(" ")))]),
  );
}
