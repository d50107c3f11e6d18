import type Docker from "dockerode";
import type { PullEvent } from "../pull";

const running = new WeakMap<Docker, Map<string, Promise<void>>>();

/** Pulls an image that the engine does not hold, as the provider does; two containers share one pull. */
export function haveImage(docker: Docker, image: string): Promise<void> {
  const here = running.get(docker) ?? new Map<string, Promise<void>>();
  running.set(docker, here);
  const work = here.get(image) ?? pullIfAbsent(docker, image);
  here.set(image, work);
  return work;
}

async function pullIfAbsent(docker: Docker, image: string): Promise<void> {
  if (await hasImage(docker, image)) return;
  try {
    await pullImage(docker, image);
  } catch (error) {
    throw new Error(`the engine has no image ${image} and could not pull it: ${(error as Error).message}`);
  }
}

export async function hasImage(docker: Docker, image: string): Promise<boolean> {
  try {
    await docker.getImage(image).inspect();
    return true;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return false;
    throw error;
  }
}

export async function pullImage(
  docker: Docker,
  image: string,
  hear?: (event: PullEvent) => void,
): Promise<void> {
  const progress = await docker.pull(image);
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(progress, (error: Error | null) => (error ? reject(error) : resolve()), hear);
  });
}
