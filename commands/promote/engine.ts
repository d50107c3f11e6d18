import { runOn } from "../shared/engineCall";
import { digestsQuestion, parseDigests } from "../shared/repoDigests";
import type { Deployed, Engine } from "../shared/state";
import type { Variables } from "../shared/surroundings";

/** By which names and digests registries know the image of a container, by the container's id. */
export type RepoDigests = Readonly<Record<string, readonly string[]>>;

/**
 * Asks each engine what its containers really run: a state has the tag, and a tag can have moved since. Of an engine
 * that does not answer, or a container that is gone, nothing is known.
 */
export async function askEngines(
  containers: readonly Deployed[],
  variables: Variables,
): Promise<RepoDigests> {
  const engines = new Map(containers.flatMap(({ engine }) => (engine ? [[engine.endpoint, engine]] : [])));
  const idsOn = ({ endpoint }: Engine) =>
    containers.filter(({ engine }) => engine?.endpoint === endpoint).map(({ id }) => id);
  const answers = [...engines.values()].map((engine) => askEngine(engine, idsOn(engine), variables));
  return Object.assign({}, ...(await Promise.all(answers)));
}

async function askEngine(engine: Engine, containers: readonly string[], variables: Variables) {
  const answer = async (words: readonly string[]) =>
    (await runOn(engine, ["docker", ...words], variables)).stdout;
  const ids = [...new Set(containers)];
  const imageOf = parseImages(
    await answer(["container", "inspect", "--format", "{{.Id}} {{.Image}}", ...ids]),
  );
  if (imageOf.length === 0) return {};
  const digests = parseDigests(await answer(digestsQuestion(imageOf.map(([, image]) => image))));
  return Object.fromEntries(imageOf.map(([id, image]) => [id, digests.get(image) ?? []]));
}

/** The image of each container; one that is gone is left out. */
const parseImages = (text: string): [string, string][] =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split(" ") as [string, string]);
