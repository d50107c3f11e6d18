import type { Rule } from "../rule";
import { confinement } from "./confinement";
import { dockerSocket } from "./dockerSocket";
import { healthCheck } from "./healthCheck";
import { hostMemory } from "./hostMemory";
import { hostNamespaces } from "./hostNamespaces";
import { hostPaths } from "./hostPaths";
import { imageDigest } from "./imageDigest";
import { limits } from "./limits";
import { pinnedImage } from "./pinnedImage";
import { privileged } from "./privileged";
import { provenImages } from "./provenImages";
import { publicAddress } from "./publicAddress";
import { publishedPort } from "./publishedPort";
import { quiet } from "./quiet";
import { rehearsed } from "./rehearsed";
import { sameSettings } from "./sameSettings";
import { uniqueDomains } from "./uniqueDomains";
import { versionPairs } from "./versionPairs";
import { volumeBackup } from "./volumeBackup";

/** Every rule, in the order of the documentation. */
export const rules: readonly Rule[] = [
  healthCheck,
  limits,
  pinnedImage,
  imageDigest,
  publishedPort,
  publicAddress,
  dockerSocket,
  privileged,
  hostNamespaces,
  hostPaths,
  confinement,
  volumeBackup,
  rehearsed,
  quiet,
  hostMemory,
  versionPairs,
  uniqueDomains,
  sameSettings,
  provenImages,
];
