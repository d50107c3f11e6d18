import Docker from "dockerode";
import type { z } from "zod";
import { settingsSchema } from "../../components/settings/schema";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import type { Trial } from "./claims";
import { merge, readConfig } from "./config";
import { hasImage } from "./kinds/image";
import type { Config } from "./messages";
import { pullTogether } from "./pull";

const secondsToAsk = 5;
const secondsToPull = 300;
const imagesKey = "homeport:images";
const monitorKey = "homeport:monitor";
const certificatesKey = "homeport:certificates";

type Images = z.infer<typeof settingsSchema.shape.images>;
type Name = keyof Images;

/**
 * The configuration that says which images to use: none where the engine holds those the settings name, or
 * can pull them soon; otherwise the project's own test images, which need no registry. No other than what these stacks
 * run is pulled or built.
 */
export async function chooseImages(trial: Trial, report: (text: string) => void): Promise<Config> {
  const wanted = wantedImages(trial);
  const missing = await missingImages([...new Set(wanted.map(({ image }) => image))]);
  if (missing.length === 0) return {};
  const problem = await pullAll(missing, report);
  if (!problem) return {};
  report(`${problem}; using the project's test images instead`);
  await buildTestImages(
    report,
    wanted.map(({ name }) => testImages[name]),
  );
  return { [imagesKey]: testImages };
}

/** The images that some stacks run, by their names in the settings. */
export function wantedImages({
  project,
  stacks,
  config,
  stackConfig,
}: Trial): { name: Name; image: string }[] {
  return stacks.flatMap((stack) => {
    const { values } = readConfig(project, stack, merge(config, stackConfig[stack] ?? {}) as Config);
    const images = settingsSchema.shape.images.parse(JSON.parse(values[imagesKey] ?? "{}"));
    const { source } = JSON.parse(values[certificatesKey] ?? "{}");
    return usedWith(source, monitorKey in values).map((name) => ({ name, image: images[name] }));
  });
}

/** @param source where certificates come from; an own authority needs nothing beside the farm */
const usedWith = (source: string | undefined, watched: boolean): Name[] => [
  "traefik",
  "haproxy",
  "site",
  "echo",
  ...(source === "files" || source === "acme" ? (["keeper"] as const) : []),
  ...(source === "acme" ? (["lego"] as const) : []),
  ...(watched ? (["prometheus", "alertmanager", "probes", "agent"] as const) : []),
];

async function missingImages(images: string[]): Promise<string[]> {
  const docker = new Docker();
  const there = await Promise.all(images.map((image) => hasImage(docker, image)));
  return images.filter((_, at) => !there[at]);
}

/** Asks the registries first: where one is out of reach, that is known in seconds and nothing is pulled. */
async function pullAll(images: string[], report: (text: string) => void): Promise<string | undefined> {
  const docker = new Docker();
  try {
    await Promise.all(
      images.map((image) =>
        within(
          secondsToAsk,
          docker.getImage(image).distribution(),
          `${image} could not be had within ${secondsToAsk} s`,
          `${image} cannot be pulled here`,
        ),
      ),
    );
    await within(
      secondsToPull,
      pullTogether(docker, images, report),
      `the images did not come within ${secondsToPull} s`,
    );
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** @param failed what is said where it fails, if that is not what the engine says */
function within<T>(seconds: number, work: Promise<T>, late: string, failed?: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(late)), seconds * 1_000);
    work
      .then(resolve, (error: Error) => reject(failed ? new Error(failed) : error))
      .finally(() => clearTimeout(timer));
  });
}
