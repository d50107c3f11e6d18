import type { ContainerFacts } from "../facts";

/** How many digits of a digest tell images apart. */
const digits = 8;

const short = (digest: string): string => digest.replace(/^sha256:/, "").slice(0, digits);

/** What a program says of an image, and what exactly that is: `site:1.4 @3f2a9c81`, of an image from no registry its id. */
export function renderImage({
  image,
  digest,
  imageId,
}: Pick<ContainerFacts, "image" | "digest" | "imageId">): string {
  const [reference = image, said] = image.split("@");
  const exact = digest ?? said;
  if (exact !== undefined) return `${reference} @${short(exact)}`;
  return imageId === undefined ? reference : `${reference} (${short(imageId)})`;
}

/** An image of which the digest is part of the text. */
export const renderPinned = (image: string): string => renderImage({ image });
