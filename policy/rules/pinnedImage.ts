import { readImage } from "../image";
import { notYet } from "../known";
import type { ContainerRule } from "../rule";

export const pinnedImage: ContainerRule<object> = {
  about: "container",
  name: "pinned-image",
  description: "Every image names a version: what runs does not change unseen.",
  check: ({ image }) => {
    if (image === notYet || image === undefined) return [];
    const { tag, digest } = readImage(image);
    if (digest || (tag && tag !== "latest")) return [];
    return [`image: "${image}" names no version; example: nginx:1.29.3-alpine`];
  },
};
