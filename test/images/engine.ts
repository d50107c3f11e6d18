/** The Docker engine's part: which image is there already, and building one from a directory. */
import Docker from "dockerode";

const label = "homeport.recipe";
const docker = new Docker();

/** The recipe that the image of this tag was built from, if there is such an image. */
export async function builtFrom(tag: string): Promise<string | undefined> {
  try {
    const image = await docker.getImage(tag).inspect();
    return image.Config.Labels?.[label];
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) {
      return undefined;
    }
    throw error;
  }
}

/** Builds without network: all that an image needs is in the directory. */
export async function buildImage(
  tag: string,
  directory: string,
  recipe: string,
  args: Readonly<Record<string, string>> = {},
): Promise<void> {
  const stream = await docker.buildImage(
    { context: directory, src: ["."] },
    { t: tag, labels: { [label]: recipe }, buildargs: args, networkmode: "none", forcerm: true },
  );
  // An error of the build is an event among the others, not an error of the stream.
  const log: string[] = [];
  const failure = await new Promise<string | undefined>((resolve, reject) => {
    docker.modem.followProgress(stream, (error, events: BuildEvent[]) => {
      log.push(...events.map((event) => event.stream ?? ""));
      error ? reject(error) : resolve(events.find((event) => event.error)?.error);
    });
  });
  if (failure) {
    throw new Error(`${tag}: ${failure}\n${log.join("").trim().split("\n").slice(-20).join("\n")}`);
  }
}

/** Removes what an earlier recipe left behind when its tag moved on. */
export async function removeReplaced(): Promise<void> {
  await docker.pruneImages({ filters: { dangling: { true: true }, label: { [label]: true } } });
}

interface BuildEvent {
  stream?: string;
  error?: string;
}
