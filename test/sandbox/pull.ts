/** Pulling several images at once, told in few lines. */
import type Docker from "dockerode";
import { pullImage } from "./kinds/image";

const everyMilliseconds = 3_000;

/** What an engine says while it pulls; of a layer, how many of its bytes are there. */
export interface PullEvent {
  readonly id?: string;
  readonly status?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
}

/** How much of an image has come. */
export class Pulled {
  private readonly layers = new Map<string, { current: number; total: number }>();

  hear({ id, status, progressDetail: { current, total } = {} }: PullEvent): void {
    if (!id) return;
    const layer = this.layers.get(id);
    if (status === "Downloading" && current !== undefined && total) this.layers.set(id, { current, total });
    else if (status === "Download complete" && layer) layer.current = layer.total;
  }

  /** As `12 of 45 MB`; nothing as long as no layer has told its size. */
  toString(): string {
    const all = [...this.layers.values()];
    const sum = (key: "current" | "total") =>
      (all.reduce((bytes, layer) => bytes + layer[key], 0) / 1e6).toFixed(0);
    return all.length === 0 ? "" : `${sum("current")} of ${sum("total")} MB`;
  }
}

/** One line for all that are still on their way. */
export const progressLine = (under: ReadonlyMap<string, Pulled>): string =>
  `waiting for ${[...under].map(([image, pulled]) => [image, `${pulled}`].filter(Boolean).join(": ")).join(", ")}`;

/** Pulls images side by side, and tells what it waits for and how far that is. */
export async function pullTogether(
  docker: Docker,
  images: readonly string[],
  report: (text: string) => void,
): Promise<void> {
  const under = new Map<string, Pulled>(images.map((image) => [image, new Pulled()]));
  report(`pulling ${images.join(", ")}`);
  const timer = setInterval(() => report(progressLine(under)), everyMilliseconds);
  const one = async (image: string, pulled: Pulled) => {
    await pullImage(docker, image, (event) => pulled.hear(event));
    under.delete(image);
    report(`pulled ${image}`);
  };
  try {
    await Promise.all([...under].map(([image, pulled]) => one(image, pulled)));
  } finally {
    clearInterval(timer);
  }
}
