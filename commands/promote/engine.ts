import { runOn } from "../shared/engineCall";
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
  const inspect = inspectOn(engine, variables);
  const imageOf = await inspect<string>("container", "{{.Id}} {{json .Image}}", containers);
  const images = Object.values(imageOf);
  const digestsOf = await inspect<string[] | null>("image", "{{.Id}} {{json .RepoDigests}}", images);
  return Object.fromEntries(Object.entries(imageOf).map(([id, image]) => [id, digestsOf[image] ?? []]));
}

/** What an engine says of each object, by its id; objects that are gone are left out. */
const inspectOn =
  (engine: Engine, variables: Variables) =>
  async <T>(
    kind: "container" | "image",
    format: string,
    ids: readonly string[],
  ): Promise<Record<string, T>> => {
    if (ids.length === 0) return {};
    const asked = ["docker", kind, "inspect", "--format", format, ...new Set(ids)] as const;
    const { stdout } = await runOn(engine, asked, variables);
    const lines = stdout.split("\n").filter(Boolean);
    return Object.fromEntries(
      lines.map((line) => [line.split(" ", 1)[0], JSON.parse(line.slice(line.indexOf(" ")))]),
    );
  };
