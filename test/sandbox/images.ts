import Docker from "dockerode";
import { settingsSchema } from "../../components/settings/schema";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { readConfig } from "./config";
import { hasImage, pullImage } from "./kinds/image";
import type { Config } from "./messages";

const secondsToAsk = 5;
const secondsToPull = 300;
const imagesKey = "homeport:images";

/**
 * The configuration that says which images to use: none where the engine holds those the settings name, or
 * can pull them soon; otherwise the project's own test images, which need no registry.
 */
export async function chooseImages(
  project: string,
  stack: string,
  overrides: Config,
  report: (text: string) => void,
): Promise<Config> {
  const missing = await missingImages(wantedImages(project, stack, overrides));
  if (missing.length === 0) return {};
  const problem = await pullAll(missing, report);
  if (!problem) return {};
  report(`${problem}; using the project's test images instead`);
  await buildTestImages(report);
  return { [imagesKey]: testImages };
}

function wantedImages(project: string, stack: string, overrides: Config): string[] {
  const configured = readConfig(project, stack, overrides).values[imagesKey] ?? "{}";
  return Object.values(settingsSchema.shape.images.parse(JSON.parse(configured)));
}

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
      images.map((image) => within(secondsToAsk, image, docker.getImage(image).distribution())),
    );
    for (const image of images) {
      report(`pulling ${image}`);
      await within(secondsToPull, image, pullImage(docker, image));
    }
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function within<T>(seconds: number, image: string, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`${image} could not be had within ${seconds} s`));
    const timer = setTimeout(late, seconds * 1_000);
    work
      .then(resolve, () => reject(new Error(`${image} cannot be pulled here`)))
      .finally(() => clearTimeout(timer));
  });
}
