import { readImage } from "../../components/shared/image";
import type { Container } from "../container";
import type { ContainerRule } from "../rule";
import { isOlder, versionOf } from "../version";

interface Pair {
  /** The last part of an image's name. */
  readonly image: RegExp;
  readonly least: string;
  readonly why: string;
  readonly applies: (container: Container, docker: readonly number[]) => boolean;
}

const pairs: readonly Pair[] = [
  {
    image: /^traefik$/,
    least: "3.6.1",
    why: "Docker 29 and later do not answer what older ones ask",
    applies: (_, docker) => !isOlder(docker, [29]),
  },
  {
    image: /^traefik$/,
    least: "3.6",
    why: "a router's settings are those of 3.6",
    applies: ({ maker }) => maker === "router",
  },
  {
    image: /^haproxy(-.*)?$/,
    least: "3.0",
    why: "the settings of farm and gate are those of 3.0",
    applies: ({ maker }) => maker === "farm" || maker === "router",
  },
];

export const versionPairs: ContainerRule<{ docker: string }> = {
  about: "container",
  name: "version-pairs",
  description: "Traefik, HAProxy and the engine are of versions that work together.",
  settings: {
    docker: {
      type: "string",
      default: "29",
      description: "The engine's version; the strictest one by default.",
    },
  },
  check: (container, { docker }) => {
    if (typeof container.image !== "string") return [];
    const { name = "", tag } = readImage(container.image) ?? {};
    const version = versionOf(tag);
    const broken = pairs.find(
      ({ image, least, applies }) =>
        image.test(name.split("/").at(-1) ?? "") &&
        applies(container, versionOf(docker)) &&
        isOlder(version, versionOf(least)),
    );
    return broken ? [`image: "${container.image}" is older than ${broken.least}: ${broken.why}`] : [];
  },
};
