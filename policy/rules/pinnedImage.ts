import { judgeImage } from "../../components/shared/image";
import { notYet } from "../known";
import type { ContainerRule } from "../rule";

export const pinnedImage: ContainerRule<object> = {
  about: "container",
  name: "pinned-image",
  description: "Every image names a version: what runs does not change unseen.",
  check: ({ image }) => {
    if (image === notYet || image === undefined) return [];
    const verdict = judgeImage(image);
    if (verdict === "pinned") return [];
    const wrong = verdict === "invalid" ? "is no image reference" : "names no version";
    return [`image: "${image}" ${wrong}; example: nginx:1.29.3-alpine`];
  },
};
