import { readImage } from "../../components/shared/image";
import { isAmong } from "../../components/shared/pattern";
import type { StackRule } from "../rule";

/** One finding for all of them: it is good advice, and no reason to read ten lines at each preview. */
export const imageDigest: StackRule<{ except: readonly string[] }> = {
  about: "stack",
  name: "image-digest",
  description: "Images are named by digest: a tag can be moved by whoever may push to its registry.",
  check: ({ containers }, { except }) => {
    const images = containers
      .filter(({ name }) => !isAmong(except, name))
      .flatMap(({ image }) => (typeof image === "string" && !readImage(image)?.digest ? image : []));
    const all = [...new Set(images)].sort();
    if (all.length === 0) return [];
    return [{ message: `by tag alone: ${all.join(", ")}; example: nginx:1.29.3-alpine@sha256:<64 digits>` }];
  },
};
