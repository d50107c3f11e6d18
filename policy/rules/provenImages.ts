import { isProven } from "../../components/shared/image";
import { isAmong } from "../../components/shared/pattern";
import { names, type StackRule } from "../rule";

interface Settings {
  readonly environments: readonly string[];
  readonly images: readonly string[];
  readonly except: readonly string[];
}

export const provenImages: StackRule<Settings> = {
  about: "stack",
  name: "proven-images",
  description: "What goes live has run before, where it could hurt nobody.",
  settings: {
    environments: names("Environments that run what another one has shown to work."),
    images: names("Images that have run there; a promotion adds them."),
  },
  check: ({ containers }, { environments, images, except }) => {
    const live = containers.filter(
      ({ name, environment }) => isAmong(environments, environment) && !isAmong(except, name),
    );
    const unproven = live.flatMap(({ image }) =>
      typeof image === "string" && !images.some((ran) => isProven(image, ran)) ? image : [],
    );
    return [...new Set(unproven)].sort().map((image) => ({
      message: `no promotion has shown "${image}" at work (${live
        .filter((one) => one.image === image)
        .map(({ name }) => name)
        .join(", ")}); deploy it to staging and promote it, or name it in this rule's images`,
    }));
  },
};
