import { readImage } from "../../../components/shared/image";
import { isMarked, unmarked } from "../env/marks";
import type { Context } from "./draft";

/** The image, and exactly the one that runs where the engine knows it. */
export function pinned({ draft, facts, note }: Context): string {
  const { image, service } = draft;
  if (image === "" || isMarked(image)) return image;
  const read = readImage(image);
  if (facts?.digest && !image.includes("@")) {
    note(
      "changed",
      service.at,
      `${service.name}: its image is exactly the one that runs; take the digest away once it has moved`,
    );
    return `${withTag(image)}@${facts.digest}`;
  }
  if (read !== undefined && !/:[^/]*$|@/.test(image)) {
    note(
      "decide",
      service.at,
      `${service.name}: its image ${unmarked(image)} has no version; :latest is another one each time it is pulled`,
    );
    return withTag(image);
  }
  if (/:latest$/.test(image))
    note(
      "decide",
      service.at,
      `${service.name}: :latest is another image each time it is pulled; name the version that runs`,
    );
  return image;
}

const withTag = (image: string): string => (/:[^/]*$/.test(image) ? image : `${image}:latest`);
