import type { ContainerFacts } from "../facts/units";

/** How many digits of a digest tell images apart. */
const digits = 8;

const short = (digest: string): string => digest.replace(/^sha256:/, "").slice(0, digits);

/** Of which container it is told. */
type Imaged = Pick<ContainerFacts, "image" | "digest" | "imageId">;

/** What a program says of an image, and what exactly that is: `site:1.4 @3f2a9c81`; of one that is in no registry, its id. */
export function renderImage({ image, digest, imageId }: Imaged): string {
  const [reference = image, said] = image.split("@");
  const exact = digest ?? said;
  if (exact !== undefined) return `${reference} @${short(exact)}`;
  return imageId === undefined ? reference : `${reference} (${short(imageId)})`;
}

/** The same without where the image comes from. */
export const renderImageShort = ({ image, ...rest }: Imaged): string =>
  renderImage({ ...rest, image: shortName(image) });

/** Without where it comes from. */
const shortName = (image: string): string => image.slice(image.lastIndexOf("/") + 1);

/** An image of which the digest is part of the text. */
export const renderPinned = (image: string): string => renderImage({ image });

/** The same without where it comes from. */
export const renderPinnedShort = (image: string): string => renderImageShort({ image });
